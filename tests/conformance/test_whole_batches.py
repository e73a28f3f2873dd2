"""What ClickHouse itself does not give and the engine does: whole batches for readers, and after a kill."""

import subprocess
import sys
import threading
from datetime import datetime

import pytest

from tests.conformance.conftest import open_both
from tests.services import need

pytestmark = pytest.mark.clickhouse
NOW = datetime(2024, 1, 1)
COUNTS = "SELECT (SELECT count(*) FROM products) AS p, (SELECT count(*) FROM suppliers) AS s"

LOAD = """
import os, sys
from datetime import datetime
from pathlib import Path
from storehelm.core.connector import Batch
from storehelm.core.store import StoreInfo
from storehelm.warehouse.clickhouse_engine import ClickHouseEngine
from storehelm.warehouse.load import load
from storehelm.warehouse.store import Warehouse

NOW = datetime(2024, 1, 1)
w = Warehouse(StoreInfo("a"), ClickHouseEngine(Path(sys.argv[1])))

def batch(*variants, cursor):
    rows = [{"variant_id": v} for v in variants]
    return Batch({"products": rows, "suppliers": [{"supplier_id": cursor}]}, "shop", cursor=cursor, known_at=NOW)
"""
DIE = """
w.load(batch("a", cursor="1"), now=NOW)
with w.writing() as writer:
    load(writer, batch("a", "b", cursor="2"), now=NOW)
    os._exit(9)
"""
LOOK = """
def state():
    tables = w.engine.ask("SELECT count(*) AS n FROM products UNION ALL SELECT count(*) AS n FROM suppliers", {},
                          as_of=False, facts=())
    with w.engine.connection() as session:
        left = session.query("SELECT count() FROM system.tables WHERE database = currentDatabase()").bytes()
    return [n for (n,) in tables], w.cursor("shop"), int(left) - len(w.engine.names)
print(state())
w.load(batch("a", "b", cursor="2"), now=NOW)
print(state())
"""


def run(code, folder):
    return subprocess.run([sys.executable, "-c", LOAD + code, str(folder)], capture_output=True, text=True, check=False)


def test_a_process_killed_before_its_commit_leaves_nothing(tmp_path):
    need("chdb")
    assert run(DIE, tmp_path).returncode == 9
    after = run(LOOK, tmp_path)
    assert after.stdout.splitlines() == ["([1, 1], '1', 1)", "([2, 2], '2', 1)"], after.stderr


def test_readers_meet_whole_batches_while_a_writer_commits(clickhouse_folder):
    from storehelm.core.connector import Batch

    store = open_both(clickhouse_folder).other
    done, seen, failures = threading.Event(), set(), []

    def read():
        try:
            while not done.is_set():
                seen.add(store.query(COUNTS, as_of=None).rows[0])
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for n in range(6):
        rows = {"products": [{"variant_id": str(n)}], "suppliers": [{"supplier_id": str(n)}]}
        store.load(Batch(rows, "shop", known_at=NOW), now=NOW)
    done.set()
    for reader in readers:
        reader.join()
    store.close()
    assert not failures
    assert len(seen) > 1
    assert all(products == suppliers for products, suppliers in seen)
