"""The tests that use the operational database, run again in a process of their own on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import new_database, postgres  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "tests/operations/test_costs.py",
    "tests/operations/test_import.py",
    "tests/operations/test_jobs.py",
    "tests/operations/test_month.py",
    "tests/operations/test_registry.py",
    "tests/operations/test_replay.py",
    "tests/web/test_api.py",
    "tests/web/test_pages.py",
    "tests/web/test_products.py",
    "tests/web/test_saved_views.py",
)


@pytest.mark.postgres
def test_operations_pages_and_api(postgres: str):  # noqa: F811
    env = {**os.environ, "STOREHELM_TEST_DATABASE_URL": new_database(postgres), "STOREHELM_REQUIRE": ""}
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *PARTS]
    done = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    # the pages' and operations' database was PostgreSQL indeed: its tables hold what they left
    import psycopg

    with psycopg.connect(env["STOREHELM_TEST_DATABASE_URL"]) as connection:
        row = connection.execute("SELECT count(*) FROM state_auditentry").fetchone()
    assert row is not None
    assert row[0] > 50
