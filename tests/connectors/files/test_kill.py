"""An import killed in the middle and run again comes to the same totals as an undisturbed one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

SCRIPT = Path(__file__).parent / "import_once.py"
TOTALS = (
    "SELECT (SELECT count(*) FROM orders), count(*), sum(gross), sum(net), (SELECT count(*) FROM customers), "
    "(SELECT count(*) FROM order_lines__history) FROM order_lines"
)


def start(store: Path, file: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, str(SCRIPT), str(store), str(file)])


def totals(store: Path) -> tuple:
    with duckdb.connect(str(store), read_only=True) as connection:
        return connection.execute(TOTALS).fetchone()


def test_killed_at_random_moments(tmp_path):
    file = tmp_path / "orders.csv"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT CAST(i // 4 AS VARCHAR) AS \"order id\", DATE '2025-01-01' + CAST(i // 600 AS INTEGER) AS "
            '"order date", '
            "'p' || (i % 900) || '@example.com' AS email, 'S' || (i % 500) AS sku, 1 + i % 3 AS quantity, "
            f'CAST(5 + (i % 97) / 7 AS DECIMAL(9,2)) AS "price gross", 23 AS "vat rate" FROM range(200000) AS r(i)) '
            f"TO '{file}' (HEADER)"
        )
    began = time.monotonic()
    assert start(tmp_path / "calm.duckdb", file).wait() == 0
    took = time.monotonic() - began
    rng = random.Random(7)
    killed = 0
    for _ in range(3):
        process = start(tmp_path / "killed.duckdb", file)
        time.sleep(took * rng.uniform(0.3, 0.9))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    assert killed
    assert start(tmp_path / "killed.duckdb", file).wait() == 0
    assert totals(tmp_path / "killed.duckdb") == totals(tmp_path / "calm.duckdb")
    assert totals(tmp_path / "calm.duckdb")[:2] == (50000, 200000)
