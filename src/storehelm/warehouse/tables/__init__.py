"""The canonical tables. A new table is a `Table` in a file of this folder, listed in that file's `TABLES`."""

from __future__ import annotations

from functools import cache

from storehelm.core.discovery import load, names
from storehelm.core.errors import NotFound
from storehelm.warehouse.schema import Table


@cache
def all_tables() -> dict[str, Table]:
    """Every canonical table by name."""
    return {table.name: table for name in names(__name__) for table in load(__name__, name).TABLES}


def table(name: str) -> Table:
    """The table of that name; `NotFound` when there is none."""
    try:
        return all_tables()[name]
    except KeyError:
        raise NotFound(f"There is no canonical table '{name}'.") from None
