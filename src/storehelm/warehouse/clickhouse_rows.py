"""ClickHouse's answer as the Python values DuckDB would have given."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from storehelm.warehouse.rows import Rows

FORMAT = "JSONCompactEachRowWithNamesAndTypes"


def read_rows(answer: bytes) -> Rows:
    """Rows of an answer in `FORMAT`: a line of names, a line of types, then a line a row."""
    if not answer:
        return Rows((), ())
    lines = answer.decode("utf-8").split("\n")
    columns, types = json.loads(lines[0]), json.loads(lines[1])
    readers = [(i, reader) for i, kind in enumerate(types) if (reader := _reader(kind))]
    rows = []
    for line in lines[2:]:
        if not line:
            continue
        row = json.loads(line)
        for i, reader in readers:
            if row[i] is not None:
                row[i] = reader(row[i])
        rows.append(tuple(row))
    return Rows(tuple(columns), tuple(rows))


def _reader(kind: str) -> Callable[[Any], Any] | None:
    """What turns JSON's value into Python's; None where it is that already."""
    for wrapper in ("Nullable(", "LowCardinality("):
        kind = kind.removeprefix(wrapper)
    if kind.startswith("Decimal"):
        return Decimal
    if kind.startswith("DateTime"):
        return datetime.fromisoformat
    if kind.startswith("Date"):
        return date.fromisoformat
    if kind.startswith("Float"):
        return float  # "nan" and "inf" come quoted
    return None
