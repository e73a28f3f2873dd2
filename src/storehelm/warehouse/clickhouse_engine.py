"""The engine for a store that outgrows one file: ClickHouse, one database a store.

ClickHouse has no transactions over tables, so a canonical table is a name for a physical one (`orders__7`), and which
one it is stands in one row of `_current`. A writer clones each table it touches (hard links to the same parts), changes
the clone, and commits by inserting one row into `_current`: a reader sees a whole batch, all tables and books of it, or
none of it, and a process that dies before that row leaves only clones, which the next one to open the store drops.

Atomic: the whole batch, as seen by one statement. Not atomic: two statements of one reader may see two states, as on
DuckDB; a second process that writes to the same database is not kept out by the engine, one server process owns it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storehelm.core.errors import Missing
from storehelm.warehouse.books import BOOKS
from storehelm.warehouse.clickhouse_dialect import SETTINGS, clickhouse_sql
from storehelm.warehouse.clickhouse_rows import FORMAT, read_rows
from storehelm.warehouse.clickhouse_tables import book_definition, canonical_definitions, column_type
from storehelm.warehouse.clickhouse_writer import ClickHouseWriter
from storehelm.warehouse.dialect import prepare
from storehelm.warehouse.rows import Rows
from storehelm.warehouse.tables import all_tables


class ClickHouseEngine:
    """A store's database in the ClickHouse that is embedded in this process (chdb), whose files lie in `folder`.

    One process has one such folder; stores are databases in it. Raises `Missing` without chdb.
    """

    name = "clickhouse"

    def __init__(self, folder: Path, *, database: str = "store", memory_limit: str = "1GB", threads: int = 2) -> None:
        self._folder = folder
        self.database = f"`{database.replace('`', '')}`"
        self._settings = SETTINGS | {
            "max_memory_usage": f"'{memory_limit.removesuffix('B')}'",
            "max_threads": str(threads),
        }
        self._staging = {"memory_limit": memory_limit, "threads": threads, "temp_directory": str(folder / "staging")}
        self._idle: list[Any] = []
        self._write_lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        with self.connection() as session:
            self._create(session)

    # --- connections

    def _connect(self) -> Any:
        try:
            from chdb.session import Session
        except ImportError:
            raise Missing("ClickHouse is not installed.", mend="pip install 'storehelm[clickhouse]'") from None
        session = Session(str(self._folder))
        for name, value in self._settings.items():
            session.query(f"SET {name} = {value}")
        session.query(f"CREATE DATABASE IF NOT EXISTS {self.database} ENGINE = Atomic")
        session.query(f"USE {self.database}")
        return session

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """A session of one's own, kept for the next one who asks: readers do not wait for each other."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = self._connect()
        try:
            yield session
        finally:
            self._idle.append(session)

    # --- tables

    def _create(self, session: Any) -> None:
        session.query(
            "CREATE TABLE IF NOT EXISTS _current (version UInt64, names String) ENGINE = MergeTree ORDER BY version"
        )
        found = read_rows(
            session.query("SELECT version, names FROM _current ORDER BY version DESC LIMIT 1", FORMAT).bytes()
        )
        self.version = found.rows[0][0] if found.rows else 0
        self.names: dict[str, str] = json.loads(found.rows[0][1]) if found.rows else {}
        self._drop_others(session)
        made = {name: f"{name}__0" for name in self._definitions() if name not in self.names}
        for name, physical in made.items():
            session.query(f"CREATE TABLE {physical} {self._definitions()[name]}")
        if made:
            self.commit(session, made)
        self._add_new_columns(session)

    def _definitions(self) -> dict[str, str]:
        own = {book: book_definition(columns) for book, columns in BOOKS.items()}
        for table in all_tables().values():
            own[table.name], own[table.history] = canonical_definitions(table)
        return own

    def _drop_others(self, session: Any) -> None:
        """What a process that died before its commit has left."""
        have = session.query("SELECT name FROM system.tables WHERE database = currentDatabase()", FORMAT)
        for (name,) in read_rows(have.bytes()):
            if name != "_current" and name not in self.names.values():
                session.query(f"DROP TABLE `{name}`")

    def _add_new_columns(self, session: Any) -> None:
        """A column declared since the tables were made is added, empty: an upgrade loses nothing."""
        have = session.query("SELECT table, name FROM system.columns WHERE database = currentDatabase()", FORMAT)
        known = set(read_rows(have.bytes()))
        for table in all_tables().values():
            for physical in (self.names[table.name], self.names[table.history]):
                for column in table.columns:
                    if (physical, column.name) not in known:
                        session.query(f"ALTER TABLE {physical} ADD COLUMN {column.name} {column_type(column)}")

    def commit(self, session: Any, changed: Mapping[str, str]) -> None:
        """From now on these names stand for these physical tables; one inserted row says so."""
        if not changed:
            return
        names = {**self.names, **changed}
        former = [self.names[name] for name in changed if name in self.names]
        text = json.dumps(names).replace("'", "''")
        session.query(f"INSERT INTO _current VALUES ({self.version + 1}, '{text}')")
        self.version, self.names = self.version + 1, names
        session.query(f"DELETE FROM _current WHERE version < {self.version}")
        for physical in former:
            session.query(f"DROP TABLE {physical}")

    # --- asking and writing

    def ask(self, sql: str, params: Mapping[str, Any], *, as_of: bool, facts: tuple[tuple[str, str], ...]) -> Rows:
        tree = prepare(sql, as_of, facts)
        with self.connection() as session:
            while True:
                names = self.names
                try:
                    return read_rows(session.query(clickhouse_sql(tree, params, names), FORMAT).bytes())
                except Exception as error:
                    if "UNKNOWN_TABLE" not in str(error) or names is self.names:
                        raise  # else a commit has dropped what this statement was about to read

    @contextmanager
    def writing(self) -> Iterator[ClickHouseWriter]:
        with self._write_lock, self.connection() as session:
            writer = ClickHouseWriter(session, self.names, self.version + 1, self._staging)
            try:
                yield writer
                self.commit(session, writer.changed)
            except BaseException:
                writer.discard()
                raise
            finally:
                writer.close()

    def copy_to(self, path: Path) -> None:
        raise Missing(f"ClickHouse cannot be copied to {path}.", mend="Use its own BACKUP statement.")

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
