"""A store's file in use is not closed, and is copied as one moment saw it."""

from __future__ import annotations

import threading
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from storehelm.core.connector import Batch
from storehelm.core.errors import StorehelmError
from storehelm.core.store import StoreInfo
from storehelm.warehouse.pool import Pool

NOW = datetime(2026, 11, 24, 8)
SHOP = StoreInfo("shop", currency="PLN")


@pytest.fixture
def pool(tmp_path):
    made = Pool(tmp_path, memory_limit="200MB", threads=1, idle_seconds=0)
    yield made
    made.close()


def products(*names: str) -> Batch:
    rows = [{"variant_id": name, "name": name, "currency": "PLN", "price_net": Decimal(1)} for name in names]
    return Batch({"products": rows}, "shop")


def test_an_idle_store_is_closed_and_opens_again(pool):
    first = pool.get(SHOP)
    first.load(products("mug"), now=NOW)
    assert pool.close_idle() == ["shop"]
    assert pool.close_idle() == []
    with pytest.raises(StorehelmError, match="Ask again"):
        first.query("SELECT 1", as_of=None)
    assert pool.get(SHOP).query("SELECT name FROM products", as_of=None).column("name") == ["mug"]


def test_a_store_within_an_import_is_not_closed(pool):
    with pool.get(SHOP).writing() as writer:
        assert pool.close_idle() == []
        writer.run("SELECT 1 AS one")
    assert pool.close_idle() == ["shop"]


def test_a_store_within_a_query_is_not_closed(pool):
    warehouse = pool.get(SHOP)
    begun, go_on, answers = threading.Event(), threading.Event(), []
    asking = warehouse.engine.ask

    def slow(*given, **named):
        begun.set()
        assert go_on.wait(10)
        return asking(*given, **named)

    warehouse.engine.ask = slow
    thread = threading.Thread(target=lambda: answers.append(warehouse.query("SELECT 7 AS x", as_of=None).value()))
    warehouse._latest_known = datetime.min
    thread.start()
    assert begun.wait(10)
    assert pool.close_idle() == []
    go_on.set()
    thread.join(10)
    assert answers == [7]
    assert pool.close_idle() == ["shop"]


def test_a_recently_used_store_stays_open(tmp_path):
    pool = Pool(tmp_path, memory_limit="200MB", threads=1, idle_seconds=600)
    pool.get(SHOP)
    assert pool.close_idle() == []
    pool.close()


def test_a_copy_made_while_a_load_is_under_way_holds_the_former_whole(pool, tmp_path):
    warehouse = pool.get(SHOP)
    warehouse.load(products("mug"), now=NOW)
    with warehouse.writing() as writer:
        writer.run("DELETE FROM products")
        warehouse.copy_to(tmp_path / "it's a copy.duckdb")
    assert warehouse.query("SELECT count(*) FROM products", as_of=None).value() == 0
    with duckdb.connect(str(tmp_path / "it's a copy.duckdb"), read_only=True) as copy:
        assert copy.execute("SELECT name FROM products").fetchall() == [("mug",)]
    copied = {
        name for (name,) in duckdb.connect(str(tmp_path / "it's a copy.duckdb")).execute("SHOW TABLES").fetchall()
    }
    assert copied == {name for (name,) in warehouse.engine._connection.execute("SHOW TABLES").fetchall()}


def test_a_column_added_by_an_upgrade_keeps_its_place(pool):
    """A file made before a column was declared has it last: rows must still go in by name."""
    warehouse = pool.get(SHOP)
    for table in ("products", "products__history"):
        warehouse.engine._connection.execute(f"ALTER TABLE {table} DROP COLUMN name")
    pool.drop("shop")
    warehouse = pool.get(SHOP)
    warehouse.load(products("mug"), now=NOW)
    changed = Batch({"products": [{"variant_id": "mug", "name": "cup", "currency": "PLN"}]}, "shop")
    warehouse.load(changed, now=datetime(2026, 11, 25, 8))
    assert warehouse.query("SELECT name FROM products", as_of=None).column("name") == ["cup"]
    assert warehouse.query("SELECT name FROM products__history", as_of=None).column("name") == ["mug"]
    assert warehouse.query("SELECT variant_id, name, currency FROM products", as_of=None).rows == (
        ("mug", "cup", "PLN"),
    )
