"""One home folder for the whole run, made before Django is set up; tests take stores of their own in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_HOME = tempfile.TemporaryDirectory(prefix="storehelm-tests-")
os.environ["STOREHELM_HOME"] = _HOME.name
os.environ.pop("STOREHELM_DATABASE_URL", None)


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
