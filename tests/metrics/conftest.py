"""The sample store, small, and its rows in Python."""

from datetime import date, datetime, timedelta

import pytest

from storehelm.connectors.sample import CONNECTOR, store_info
from storehelm.core.period import Period
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.load import load
from storehelm.warehouse.store import Warehouse

END = date(2026, 6, 30)
PERIOD = Period(date(2026, 4, 15), END + timedelta(days=1))
SETTINGS = {"end": END, "seed": 3, "orders": 1500, "days": 150, "products": 60}


@pytest.fixture(scope="session")
def sample():
    """Not to be written to."""
    warehouse = Warehouse(store_info(), DuckDBEngine(None))
    with warehouse.writing() as writer:
        for batch in CONNECTOR.read(SETTINGS, "", writer.staging):
            load(writer, batch, now=datetime(2026, 7, 1, 5))
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def tables(sample):
    """Every row of a canonical table as a dict."""
    return lambda name: sample.query(f"SELECT * FROM {name}", as_of=None).dicts()


@pytest.fixture
def value(sample):
    return lambda sql, **params: sample.query(sql, as_of=None, **params).value()
