"""The rejects file: the rows that did not fit, with what mends them, for the owner to correct and import again."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from storehelm.core.connector import Rejected


def write_rejects(path: Path, rejected: Iterable[Rejected]) -> int:
    """Write one CSV line a rejected row and return how many; no value is told in clear (see `rows.shape`)."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["file", "row", "field", "reason", "value looks like", "mend"])
        for row in rejected:
            out.writerow([row.file, row.row or "", row.field, row.reason, row.value, row.mend])
            count += 1
    return count
