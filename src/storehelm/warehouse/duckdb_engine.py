"""The default engine: one DuckDB file a store."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from storehelm.core.errors import StorehelmError
from storehelm.warehouse.books import BOOKS
from storehelm.warehouse.dialect import duckdb_sql
from storehelm.warehouse.duckdb_writer import DuckDBWriter
from storehelm.warehouse.rows import Rows
from storehelm.warehouse.schema import SYSTEM_COLUMNS, Table
from storehelm.warehouse.tables import all_tables


def definitions(table: Table) -> tuple[str, str]:
    """CREATE statements of a canonical table and of its history."""
    own = ", ".join(f"{c.name} {c.sql_type}" for c in table.columns)
    system = ", ".join(f"{name} {kind}" for name, kind in SYSTEM_COLUMNS.items())
    return (
        f"CREATE TABLE IF NOT EXISTS {table.name} ({own}, {system})",
        f"CREATE TABLE IF NOT EXISTS {table.history} ({own}, {system}, superseded_at TIMESTAMP, superseded_by BIGINT)",
    )


class DuckDBEngine:
    """A store file, opened once a process. Reads take a cursor each and see whole batches; writes queue for one lock.

    Raises `StorehelmError` when another process holds the file.
    """

    name = "duckdb"

    def __init__(self, path: Path | None, *, memory_limit: str = "1GB", threads: int = 2) -> None:
        import duckdb

        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        config: dict[str, Any] = {"memory_limit": memory_limit, "threads": threads}
        try:
            self._connection = duckdb.connect(str(path) if path else ":memory:", config=config)
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise
            raise StorehelmError(
                f"Another program holds {path}.", mend="Stop it, or let this command go through the running server."
            ) from None
        self._write_lock = threading.Lock()
        self._create()

    def _create(self) -> None:
        for book, columns in BOOKS.items():
            own = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {book} ({own})")
        for table in all_tables().values():
            for statement in definitions(table):
                self._connection.execute(statement)
        self._add_new_columns()

    def _add_new_columns(self) -> None:
        """A column declared since the file was made is added, empty: an upgrade loses nothing."""
        have = self._connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
        known = set(have)
        for table in all_tables().values():
            for name in (table.name, table.history):
                for column in table.columns:
                    if (name, column.name) not in known:
                        self._connection.execute(f"ALTER TABLE {name} ADD COLUMN {column.name} {column.sql_type}")

    def ask(self, sql: str, params: Mapping[str, Any], *, as_of: bool, facts: tuple[tuple[str, str], ...]) -> Rows:
        ready = duckdb_sql(sql, as_of, facts)
        with self._connection.cursor() as cursor:
            used = {name: value for name, value in params.items() if f"${name}" in ready}
            result = cursor.execute(ready, used or None)
            columns = tuple(column[0] for column in result.description or ())
            return Rows(columns, tuple(result.fetchall()))

    @contextmanager
    def writing(self) -> Iterator[DuckDBWriter]:
        with self._write_lock, self._connection.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            writer = DuckDBWriter(cursor)
            try:
                yield writer
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def copy_to(self, path: Path) -> None:
        """One reading transaction: neither readers nor the writer wait, and no file of another's lock is touched."""
        with self._connection.cursor() as cursor:
            ((mine,),) = cursor.execute("SELECT current_database()").fetchall()
            copy = f"copy_{uuid4().hex}"
            cursor.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {copy}")
            try:
                cursor.execute(f'COPY FROM DATABASE "{mine}" TO {copy}')
            finally:
                cursor.execute(f"DETACH {copy}")

    def close(self) -> None:
        self._connection.close()
