"""The operational database to a file and back: SQLite by its own online copy, PostgreSQL by its own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from storehelm.core.errors import Missing, StorehelmError
from storehelm.core.settings import current
from storehelm.state.boot import configured

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
SQLITE_FILE = "storehelm.sqlite3"


def kind() -> str:
    """ "sqlite" or "postgresql", by the machine's settings."""
    return "postgresql" if current().database_url else "sqlite"


def copy_database(into: Path) -> Path:
    """A consistent copy in the folder, while others read and write; its path."""
    target = into / NAMES[kind()]
    if kind() == "sqlite":
        _copy_sqlite(current().home / SQLITE_FILE, target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return target


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=60)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")


def put_back(copy: Path) -> None:
    """Make the copy this machine's database. What was in it is gone: set it aside first."""
    close_connections()
    if kind() == "sqlite":
        home = current().home
        for end in ("-wal", "-shm"):
            (home / f"{SQLITE_FILE}{end}").unlink(missing_ok=True)
        part = home / f"{SQLITE_FILE}.part"
        shutil.copyfile(copy, part)
        part.chmod(0o600)
        part.replace(home / SQLITE_FILE)
    else:
        _drop_tables()
        _run("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", str(copy))


def _drop_tables() -> None:
    """Every table, those too that the copy does not know: a migration would meet them again."""
    configured()
    from django.db import connection

    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
    connection.close()


def close_connections() -> None:
    """Let go of the database in this thread; the next question opens it again."""
    from django.conf import settings

    if settings.configured:
        from django.db import connections

        connections.close_all()


def _database() -> dict[str, Any]:
    return configured().DATABASES["default"]


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs on our database; its password travels in the environment, not on the line."""
    found = shutil.which(program)
    if found is None:
        mend = "Install PostgreSQL's client programs (on Debian: apt install postgresql-client)."
        raise Missing(f"{program} is not installed, and the database is a PostgreSQL.", mend=mend)
    at = _database()
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {variable: str(at[key]) for variable, key in names.items() if at.get(key)}
    line = [found, f"--dbname={at['NAME']}", *arguments]
    done = subprocess.run(line, env=os.environ | given, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StorehelmError(f"{program} failed: {said}", mend="Check the database's address and its version.")
