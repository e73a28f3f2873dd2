"""A batch is new, known, changed, or some of each: what is counted and what is there after."""

from datetime import datetime

import pytest

from storehelm.core.connector import Batch
from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.store import Warehouse

NOW = datetime(2026, 6, 1)


@pytest.fixture
def warehouse():
    made = Warehouse(StoreInfo("s"), DuckDBEngine(None))
    made.load(suppliers("a", "b"), now=NOW)
    yield made
    made.close()


def suppliers(*ids, name="Oak"):
    return Batch({"suppliers": [{"supplier_id": i, "name": name} for i in ids]}, "test")


@pytest.mark.parametrize(
    ("batch", "counts", "names"),
    [
        (suppliers("c", "d"), (2, 0, 0), ["Oak"] * 4),
        (suppliers("a", "b"), (0, 0, 2), ["Oak"] * 2),
        (suppliers("b", "c", name="Elm"), (1, 1, 0), ["Oak", "Elm", "Elm"]),
        (suppliers("b", "c"), (1, 0, 1), ["Oak"] * 3),
        (suppliers("c", "c"), (1, 0, 0), ["Oak"] * 3),
    ],
)
def test_rows_are_added_changed_or_as_before(warehouse, batch, counts, names):
    done = warehouse.load(batch, now=NOW).tables["suppliers"]
    assert (done.added, done.changed, done.unchanged) == counts
    found = warehouse.query("SELECT name FROM suppliers ORDER BY supplier_id", as_of=None)
    assert found.column("name") == names
    former = warehouse.query("SELECT count(*) AS n FROM suppliers__history", as_of=None).value()
    assert former == counts[1]
