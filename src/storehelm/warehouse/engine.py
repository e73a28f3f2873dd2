"""What an engine must do to hold a store's facts. DuckDB is the default; a second one passes the same suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from storehelm.warehouse.rows import Rows
from storehelm.warehouse.schema import Table


class Engine(Protocol):
    """A store's facts in one database. Statements come in DuckDB's dialect; the engine turns them into its own."""

    name: str

    def ask(self, sql: str, params: Mapping[str, Any], *, as_of: bool, facts: tuple[tuple[str, str], ...]) -> Rows:
        """The rows of a SELECT. With `as_of`, canonical tables are read as known before `params["as_of_cut"]`."""
        ...

    def writing(self) -> AbstractContextManager[Writer]:
        """One writer at a time; what it did is seen as a whole at the end, or not at all."""
        ...

    def close(self) -> None: ...


class Writer(Protocol):
    """A transaction of the engine."""

    staging: Any  # a DuckDB connection on which a batch's Select runs

    def run(self, sql: str, params: Mapping[str, Any] | None = None) -> Rows:
        """One statement in DuckDB's dialect: INSERT ... SELECT, DELETE, CREATE or a SELECT."""
        ...

    def stage(self, table: Table, select: str) -> None:
        """Bring `select` of the staging connection in as table `stage_<name>`, with the canonical columns."""
        ...

    def drop_stage(self, table: Table) -> None: ...


def read_pages(rows: Rows, size: int) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The rows in pages of `size`."""
    for start in range(0, len(rows), size):
        yield rows.rows[start : start + size]
