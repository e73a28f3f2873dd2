"""One home folder for the whole run, made before Django is set up; tests take stores of their own in it.

`STOREHELM_TEST_DATABASE_URL` runs them on PostgreSQL: `tests/state/test_suite_on_postgres.py` does so for the part of
the suite that uses the operational database.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_HOME = tempfile.TemporaryDirectory(prefix="storehelm-tests-")
os.environ["STOREHELM_HOME"] = _HOME.name
os.environ["STOREHELM_DATABASE_URL"] = os.environ.get("STOREHELM_TEST_DATABASE_URL", "")


@pytest.fixture(scope="session")
def home() -> Path:
    """The run's home folder."""
    return Path(_HOME.name)


@pytest.fixture(scope="session", autouse=True)
def _opened_and_closed() -> Iterator[None]:
    from storehelm.state.boot import ready

    ready()
    yield
    from storehelm.operations.handle import pool

    pool().close()
