"""What an engine must do to hold a store's facts. DuckDB is the default; a second one passes the same suite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
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

    def copy_to(self, path: Path) -> None:
        """Write everything, as one moment saw it, to a file that is not there yet; `Missing` where it cannot."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which load the rows belong to and when they became known; `known_at` None marks a backfill. Naive UTC."""

    sync_id: int
    known_at: datetime | None
    now: datetime

    @property
    def known(self) -> datetime:
        """From when a change is known."""
        return self.known_at or self.now


class Writer(Protocol):
    """A transaction of the engine.

    A batch is staged and validated on `staging`, a DuckDB connection, as table `stage_<name>` with the canonical
    columns and one row a key; `merge` and `remove` bring it from there into the engine.
    """

    staging: Any

    def run(self, sql: str, params: Mapping[str, Any] | None = None) -> Rows:
        """One SELECT or DELETE in DuckDB's dialect, over the tables as this transaction sees them."""
        ...

    def note(self, book: str, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows to one of the books (`warehouse.books`), values in the book's column order."""
        ...

    def merge(self, table: Table, stamp: Stamp) -> tuple[int, int]:
        """Bring `stage_<name>` in: unknown keys are added, changed rows go to the history and are replaced.

        Returns the rows added and changed.
        """
        ...

    def remove(self, table: Table, stamp: Stamp) -> int:
        """Move the rows whose keys are in `removed_<name>` (the key columns) to the history; returns how many."""
        ...


def system_values(table: Table, stamp: Stamp, alias: str) -> str:
    """`occurred_at, known_at, reconstructed` of a new row, with `$known` bound unless it is a backfill.

    A backfill is known from when it occurred, or from always where that is not given.
    """
    occurred = f"CAST({alias}.{table.occurred} AS TIMESTAMP)" if table.occurred else "CAST(NULL AS TIMESTAMP)"
    if stamp.known_at is None:
        always = f"coalesce({occurred}, TIMESTAMP '1970-01-01 00:00:00')"
        return f"{always}, {always}, TRUE"
    return f"coalesce({occurred}, $known), $known, FALSE"


def same_key(table: Table) -> str:
    """Staged row `s` is about the same thing as row `t`."""
    return " AND ".join(f"s.{name} = t.{name}" for name in table.key)


def differs(table: Table) -> str:
    """Staged row `s` says something else than row `t`."""
    return " OR ".join(f"s.{name} IS DISTINCT FROM t.{name}" for name in table.values) or "FALSE"
