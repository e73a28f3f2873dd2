"""How rows enter ClickHouse: staged in DuckDB, handed over as Parquet, merged into clones of the tables."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from storehelm.warehouse.clickhouse_dialect import clickhouse_sql
from storehelm.warehouse.clickhouse_rows import FORMAT, read_rows
from storehelm.warehouse.clickhouse_tables import structure
from storehelm.warehouse.dialect import literal
from storehelm.warehouse.engine import Stamp, differs, same_key, system_values
from storehelm.warehouse.rows import Rows
from storehelm.warehouse.schema import Table

_SYSTEM = "occurred_at, known_at, reconstructed, sync_id"


class ClickHouseWriter:
    """Changes on clones; `changed` names those that the engine's commit puts in the place of the tables they were."""

    def __init__(self, session: Any, names: Mapping[str, str], version: int, staging: dict[str, Any]) -> None:
        import duckdb

        self.staging = duckdb.connect(":memory:", config=staging)
        self.changed: dict[str, str] = {}
        self._session = session
        self._names = dict(names)
        self._version = version
        self._folder = tempfile.TemporaryDirectory()

    def close(self) -> None:
        self.staging.close()
        self._folder.cleanup()

    def discard(self) -> None:
        """Drop the clones: nothing has happened."""
        for physical in self.changed.values():
            self._session.query(f"DROP TABLE IF EXISTS {physical}")

    def run(self, sql: str, params: Mapping[str, Any] | None = None) -> Rows:
        import sqlglot
        from sqlglot import exp

        tree = sqlglot.parse_one(sql, read="duckdb")
        if isinstance(tree, exp.Delete):
            self._clone(tree.this.name)
        return read_rows(self._session.query(clickhouse_sql(tree, params or {}, self._names), FORMAT).bytes())

    def note(self, book: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            values = ", ".join(f"({', '.join(_text(value) for value in row)})" for row in rows)
            self._session.query(f"INSERT INTO {self._clone(book)} VALUES {values}")

    def merge(self, table: Table, stamp: Stamp) -> tuple[int, int]:
        stage = self._hand_over(f"stage_{table.name}", structure(table))
        target = self._clone(table.name)
        if not self._count(f"SELECT 1 FROM {target} LIMIT 1"):
            return self._insert(table, f"SELECT * FROM {stage} AS s", stamp), 0
        had = f"_had_{table.name}"
        keys = _tuple(table)
        self._work(had, f"SELECT * FROM {target} WHERE {keys} IN (SELECT {keys} FROM {stage})")
        added = self._insert(table, f"SELECT * FROM {stage} AS s WHERE {keys} NOT IN (SELECT {keys} FROM {had})", stamp)
        changed = self._supersede(table, stage, had, stamp)
        self._session.query(f"DROP TABLE {had}")
        return added, changed

    def _insert(self, table: Table, select: str, stamp: Stamp) -> int:
        added = self._count(select)
        if added:
            system = self._system(table, stamp)
            own = ", ".join(f"r.{name}" for name in table.column_names)
            self._session.query(
                f"INSERT INTO {self._clone(table.name)} SELECT {own}, {system}, {stamp.sync_id} FROM ({select}) AS r"
            )
        return added

    def _system(self, table: Table, stamp: Stamp) -> str:
        import sqlglot

        tree = sqlglot.parse_one(f"SELECT {system_values(table, stamp, 'r')}", read="duckdb")
        return clickhouse_sql(tree, {"known": stamp.known}, {}).removeprefix("SELECT ")

    def _supersede(self, table: Table, stage: str, had: str, stamp: Stamp) -> int:
        """The former version to the history, the new one in its place, known from the stamp on."""
        fresh = f"_fresh_{table.name}"
        own = ", ".join(f"s.{name} AS {name}" for name in table.column_names)
        known = f"greatest({_text(stamp.known)}, t.known_at)"
        self._work(
            fresh,
            f"SELECT {own}, t.occurred_at AS occurred_at, {known} AS known_at, false AS reconstructed, "
            f"{stamp.sync_id} AS sync_id FROM {had} AS t INNER JOIN {stage} AS s ON {same_key(table)} "
            f"WHERE {differs(table)}",
        )
        changed = self._count(f"SELECT 1 FROM {fresh}")
        if changed:
            self._to_history(table, fresh, stamp)
            columns = f"{', '.join(table.column_names)}, {_SYSTEM}"
            self._session.query(f"INSERT INTO {self._clone(table.name)} ({columns}) SELECT {columns} FROM {fresh}")
        self._session.query(f"DROP TABLE {fresh}")
        return changed

    def _to_history(self, table: Table, keys_of: str, stamp: Stamp) -> int:
        """Rows of the table whose keys are in `keys_of` leave it for the history; returns how many."""
        target = self._clone(table.name)
        condition = f"{_tuple(table)} IN (SELECT {_tuple(table)} FROM {keys_of})"
        moved = self._count(f"SELECT 1 FROM {target} WHERE {condition}")
        if moved:
            columns = f"{', '.join(table.column_names)}, {_SYSTEM}"
            self._session.query(
                f"INSERT INTO {self._clone(table.history)} ({columns}, superseded_at, superseded_by) "
                f"SELECT {columns}, greatest({_text(stamp.known)}, {target}.known_at), {stamp.sync_id} "
                f"FROM {target} WHERE {condition}"
            )
            self._session.query(f"DELETE FROM {target} WHERE {condition}")
        return moved

    def remove(self, table: Table, stamp: Stamp) -> int:
        types = {c.name: c for c in table.columns}
        keys = structure(Table(table.name, "", table.key, tuple(types[name] for name in table.key)))
        return self._to_history(table, self._hand_over(f"removed_{table.name}", keys), stamp)

    # --- the way over

    def _hand_over(self, staged: str, columns: str) -> str:
        """The staged rows as something ClickHouse reads: `file(...)` of a Parquet file."""
        path = (Path(self._folder.name) / f"{staged}.parquet").as_posix()
        self.staging.execute(f"COPY {staged} TO '{path}' (FORMAT parquet)")
        return f"file('{path}', 'Parquet', '{columns}')"

    def _clone(self, name: str) -> str:
        """The physical table this transaction changes: a clone made at its first touch."""
        if name not in self.changed:
            clone = f"{name}__{self._version}"
            self._session.query(f"DROP TABLE IF EXISTS {clone}")
            self._session.query(f"CREATE TABLE {clone} CLONE AS {self._names[name]}")
            self.changed[name] = self._names[name] = clone
        return self.changed[name]

    def _work(self, name: str, select: str) -> None:
        self._session.query(f"DROP TABLE IF EXISTS {name}")
        self._session.query(f"CREATE TABLE {name} ENGINE = MergeTree ORDER BY tuple() AS {select}")

    def _count(self, select: str) -> int:
        return read_rows(self._session.query(f"SELECT count() FROM ({select})", FORMAT).bytes()).value()


def _tuple(table: Table) -> str:
    return f"({', '.join(table.key)})"


def _text(value: Any) -> str:
    """The value as ClickHouse's literal."""
    return clickhouse_sql(literal(value), {}, {})
