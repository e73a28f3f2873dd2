"""How rows enter a DuckDB store file: inside one transaction, by set-wide statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storehelm.warehouse.engine import Stamp, differs, same_key, system_values
from storehelm.warehouse.rows import Rows
from storehelm.warehouse.schema import Table

_SYSTEM = "occurred_at, known_at, reconstructed, sync_id"


class DuckDBWriter:
    """One transaction. The staging connection is the transaction's own, so rows go from the file to the table once."""

    def __init__(self, cursor: Any) -> None:
        self.staging = cursor

    def run(self, sql: str, params: Mapping[str, Any] | None = None) -> Rows:
        result = self.staging.execute(sql, dict(params) if params else None)
        columns = tuple(column[0] for column in result.description or ())
        return Rows(columns, tuple(result.fetchall()))

    def note(self, book: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            self.staging.executemany(f"INSERT INTO {book} VALUES ({marks})", rows)

    def merge(self, table: Table, stamp: Stamp) -> tuple[int, int]:
        stage = f"stage_{table.name}"
        if not self.run(f"SELECT count(*) FROM (SELECT 1 FROM {table.name} LIMIT 1)").value():
            return self._insert(table, f"SELECT s.* FROM {stage} AS s", stamp), 0
        known = self.run(f"SELECT count(*) FROM {stage} AS s SEMI JOIN {table.name} AS t ON {same_key(table)}").value()
        if not known:
            return self._insert(table, f"SELECT s.* FROM {stage} AS s", stamp), 0
        changed = self.run(
            f"SELECT count(*) FROM {stage} AS s JOIN {table.name} AS t ON {same_key(table)} WHERE {differs(table)}"
        ).value()
        added = self.run(f"SELECT count(*) FROM {stage}").value() - known
        if added:
            self._insert(table, f"SELECT s.* FROM {stage} AS s ANTI JOIN {table.name} AS t ON {same_key(table)}", stamp)
        if changed:
            self._supersede(table, stamp)
        return added, changed

    def _insert(self, table: Table, select: str, stamp: Stamp) -> int:
        params: dict[str, Any] = {"sync_id": stamp.sync_id}
        if stamp.known_at is not None:
            params["known"] = stamp.known_at
        names = ", ".join(f"r.{name}" for name in table.column_names)
        system = system_values(table, stamp, "r")
        into = f"{table.name} ({', '.join(table.column_names)}, {_SYSTEM})"
        return self.run(f"INSERT INTO {into} SELECT {names}, {system}, $sync_id FROM ({select}) AS r", params).value()

    def _supersede(self, table: Table, stamp: Stamp) -> None:
        """The former version to the history, the new one in its place, known from the stamp on."""
        match = f"stage_{table.name} AS s WHERE {same_key(table)} AND ({differs(table)})"
        self._to_history(table, f"EXISTS (SELECT 1 FROM {match})", stamp)
        assignments = ", ".join(f"{name} = s.{name}" for name in table.values)
        self.run(
            f"UPDATE {table.name} AS t SET {assignments}, known_at = greatest($known, t.known_at), "
            f"reconstructed = FALSE, sync_id = $sync_id FROM {match}",
            {"known": stamp.known, "sync_id": stamp.sync_id},
        )

    def _to_history(self, table: Table, condition: str, stamp: Stamp) -> int:
        columns = f"{', '.join(table.column_names)}, {_SYSTEM}"
        return self.run(
            f"INSERT INTO {table.history} ({columns}, superseded_at, superseded_by) SELECT {columns}, "
            f"greatest($known, t.known_at), $sync_id FROM {table.name} AS t WHERE {condition}",
            {"known": stamp.known, "sync_id": stamp.sync_id},
        ).value()

    def remove(self, table: Table, stamp: Stamp) -> int:
        condition = f"EXISTS (SELECT 1 FROM removed_{table.name} AS s WHERE {same_key(table)})"
        moved = self._to_history(table, condition, stamp)
        self.run(f"DELETE FROM {table.name} AS t WHERE {condition}")
        return moved
