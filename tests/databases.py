"""A home folder of a test's own, on SQLite and on PostgreSQL, for `storehelm` as a process.

`own_home` is parametrised by database; PostgreSQL is a throwaway cluster of the run's own, or the server that
`STOREHELM_TEST_POSTGRES` names, in which each home has a database.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from tests.services import need

ROOT = Path(__file__).parent.parent


class Home:
    """A `STOREHELM_HOME` and its database; each call is a process of its own, as at a terminal."""

    def __init__(self, folder: Path, url: str = "", path: str = "") -> None:
        self.folder = folder
        self.url = url
        set_by_us = {"STOREHELM_HOME": str(folder), "STOREHELM_DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src")}
        self.env = {**os.environ, **set_by_us, "COLUMNS": "200"}
        if path:
            self.env["PATH"] = f"{path}{os.pathsep}{self.env['PATH']}"

    @property
    def database(self) -> str:
        return "postgresql" if self.url else "sqlite"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        line = [sys.executable, *arguments]
        return subprocess.Popen(line, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments: str) -> str:
        """What `storehelm ...` prints; the test fails with its words when it fails."""
        process = self.start("-m", "storehelm.cli.main", *arguments)
        said, complained = process.communicate(timeout=120)
        assert process.returncode == 0, f"storehelm {' '.join(arguments)}: {complained}"
        return said

    def refused(self, *arguments: str) -> str:
        """What `storehelm ...` says when it refuses."""
        process = self.start("-m", "storehelm.cli.main", *arguments)
        _, complained = process.communicate(timeout=120)
        assert process.returncode == 2, complained
        return " ".join(complained.split())

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def start_in(self, language: str, *arguments: str) -> str:
        """What `storehelm ...` prints to somebody who reads that language."""
        env, self.env = self.env, {**self.env, "STOREHELM_LANGUAGE": language}
        try:
            return self.run(*arguments)
        finally:
            self.env = env

    def python(self, code: str) -> str:
        """What a few lines print that run with the database ready."""
        process = self.start("-c", f"from storehelm.state.boot import ready; ready()\n{code}")
        said, complained = process.communicate(timeout=120)
        assert process.returncode == 0, complained
        return said.strip()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server in which databases may be made."""
    found = need("postgres")
    if "://" in found:
        yield found
        return
    folder = Path(tempfile.mkdtemp(prefix="storehelm-pg-"))
    try:
        with Cluster(Path(found), folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A PostgreSQL server in the folder, without durability. It refuses to be root's, so it is `postgres`' then."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._user = ["runuser", "-u", "postgres", "--"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        if self._user:
            shutil.chown(folder, "postgres")

    def _run(self, program: str, *arguments: str) -> None:
        line = [*self._user, str(self._programs / program), "-D", str(self._folder / "data"), *arguments]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, timeout=60)

    def __enter__(self) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._run("initdb", "-A", "trust", "-U", "storehelm", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-p {port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")
        return f"postgres://storehelm@127.0.0.1:{port}/postgres"

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")


def new_database(server: str) -> str:
    """The URL of a fresh database on the server."""
    import psycopg

    name = f"storehelm_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_home(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Home]:
    """Makes empty homes, by name, on the one database or the other."""
    if request.param == "sqlite":
        return lambda name: Home(tmp_path / name)
    server = request.getfixturevalue("postgres")
    found = need("postgres")
    return lambda name: Home(tmp_path / name, new_database(server), "" if "://" in found else found)


@pytest.fixture
def own_home(new_home: Callable[[str], Home]) -> Home:
    """A fresh home folder with its database."""
    return new_home("home")
