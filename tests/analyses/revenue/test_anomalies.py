"""A planted fall is found with its cause; what only looks unusual is called normal."""

import random

import pytest

from storehelm.analyses.revenue.anomalies import run
from storehelm.core.connector import Batch, Select
from storehelm.core.store import StoreInfo
from storehelm.core.text import say
from storehelm.metrics.measure import ask
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.load import load
from storehelm.warehouse.store import Warehouse
from tests.analyses.revenue.stores import END, INFO, NOW, Shop, days_back


def even_shop(keep=lambda back, where: True, weeks=30, wobble=0.1):
    """Eight orders a day, one of each country, device and product; `keep` leaves some out."""
    rng, shop = random.Random(5), Shop()
    for back in range(7 * weeks, 0, -1):
        size = 1 + wobble * rng.uniform(-1, 1)
        for country in ("PL", "DE"):
            for device in ("mobile", "desktop"):
                for product in ("v1", "v2"):
                    where = {"country": country, "device": device}
                    if keep(back, {**where, "product": product}):
                        line = (product, 2, f"{50 * size * rng.uniform(0.9, 1.1):.2f}")
                        shop.order(days_back(back), f"c{back}{country}{device}{product}", line, **where)
    return shop


@pytest.mark.parametrize(
    ("dimension", "value", "words"),
    [
        ("country", "DE", "customers from DE"),
        ("device", "mobile", "orders made on phones"),
        ("product", "v2", "the product v2"),
    ],
)
def test_a_planted_fall_and_its_cause(dimension, value, words):
    warehouse = even_shop(lambda back, where: back > 7 or where[dimension] != value).open()
    report = run(warehouse, as_of=END)
    (finding,) = report.findings
    assert finding.kind == "note"
    assert "less than a normal week" in say(finding.title)
    assert finding.subject == f"{dimension}:{value}"
    assert f"Nearly all of the difference comes from {words}." in say(finding.detail)
    behind, whole = (ask(warehouse, e.sql, as_of=END, **e.params) for e in finding.evidence)
    assert len(behind) == 0
    assert float(sum(whole.column("net"))) == float(report.figures["week"]["value"].amount)


def test_a_rise_from_one_country_opens_to_its_lines():
    shop = even_shop()
    for back in range(1, 8):
        shop.order(days_back(back), "big", ("v1", 90, 900), country="FR", device="desktop")
    warehouse = shop.open()
    (finding,) = run(warehouse, as_of=END).findings
    assert finding.subject == "country:FR"
    rows = ask(warehouse, finding.evidence[0].sql, as_of=END, **finding.evidence[0].params)
    assert sum(rows.column("net")) == 6300


def test_a_general_fall_is_spread_over_everything():
    warehouse = even_shop(lambda back, where: back > 7 or back % 2 == 0).open()
    (finding,) = run(warehouse, as_of=END).findings
    assert finding.subject == ""
    assert "spread over everything" in say(finding.detail)


def test_a_week_without_sales_asks_why():
    (finding,) = run(even_shop(lambda back, where: back > 7).open(), as_of=END).findings
    assert say(finding.detail).endswith("Nothing at all was sold: is the shop shut, or is data missing?")
    assert say(finding.detail, "pl").endswith("sklep zamknięty czy brakuje danych?")


def test_an_ordinary_week_gives_no_finding():
    report = run(even_shop().open(), as_of=END)
    assert report.findings == ()
    assert report.figures["week"]["verdict"] == "normal"


def test_a_move_that_looks_large_in_a_restless_store_is_normal():
    rng = random.Random(11)
    size = {week: rng.uniform(0.4, 1.6) for week in range(40)}
    size[0], size[1] = 0.7, 1.2
    shop = Shop()
    for back in range(40 * 7, 0, -1):
        shop.order(days_back(back), f"c{back}", ("v1", 1, f"{100 * size[(back - 1) // 7]:.2f}"))
    (finding,) = run(shop.open(), as_of=END).findings
    assert finding.kind == "normal"
    assert say(finding.title) == "The last 7 days brought €350 less than the 7 before, which is still normal"


def test_a_young_store_waits():
    report = run(even_shop(weeks=10).open(), as_of=END)
    assert not report.findings
    assert say(report.gaps[0].text) == "What a normal week is will be known after 21 weeks of sales."


def many_a_day(a_day, silent):
    """A store with `a_day` orders a day for 26 weeks, and hardly any yesterday when `silent`."""
    warehouse = Warehouse(StoreInfo("busy", currency="EUR", timezone="Europe/Warsaw"), DuckDBEngine(None))
    dates = f"SELECT DATE '{END}' - CAST(1 + n // {a_day} AS INTEGER) AS day, n FROM range({182 * a_day}) AS r(n)"
    kept = f"SELECT * FROM ({dates}) WHERE NOT {silent} OR day < DATE '{days_back(1)}' OR n < 5"
    orders = f"SELECT 'o' || n AS order_id, day + INTERVAL 9 HOUR AS placed_at, day, 'sold' AS status, \
        'c' || (n % 997) AS customer_key, 'EUR' AS currency FROM ({kept})"
    lines = f"SELECT 'l' || n AS line_id, 'o' || n AS order_id, day, 'v' || (n % 7) AS variant_id, 'product' AS kind, \
        1 AS quantity, 20 + (n * 37) % 11 AS net, 20 AS gross, 'EUR' AS currency FROM ({kept})"
    with warehouse.writing() as writer:
        tables = {"orders": Select(orders, writer.staging), "order_lines": Select(lines, writer.staging)}
        load(writer, Batch(tables, "hand"), now=NOW)
    return warehouse


def test_days_are_judged_from_a_hundred_orders_on():
    report = run(many_a_day(120, silent=True), as_of=END)
    (finding,) = [f for f in report.findings if f.id.endswith(".day")]
    assert say(finding.title).startswith("Yesterday brought €")
    assert report.figures["day"]["verdict"] == "below"
    assert "day" not in run(many_a_day(60, silent=True), as_of=END).figures
    assert not [f for f in run(many_a_day(120, silent=False), as_of=END).findings if f.id.endswith(".day")]


def test_info_is_the_stores_currency():
    assert run(even_shop().open(INFO), as_of=END).figures["week"]["value"].currency == "EUR"
