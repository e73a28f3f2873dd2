"""The product table against sums of its own over the canonical rows."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

from tests.web.conftest import Door


def _page(**given):
    from storehelm.operations import LOCAL, perform

    return perform("products", actor=LOCAL, store="lipa", **given)


def test_counts_are_those_of_the_rows(door: Door, morning: date):
    from storehelm.operations.handle import open_store

    warehouse = open_store("lipa").warehouse
    rows = {row["variant_id"]: row for row in _page(limit=100_000).rows}
    assert len(rows) == warehouse.query("SELECT count(*) FROM products", as_of=None).value()
    for days, column in ((7, "sold_7"), (30, "sold_30"), (90, "sold_90")):
        sold = warehouse.query(
            "SELECT l.variant_id, sum(l.quantity) FROM order_lines AS l JOIN orders AS o ON o.order_id = l.order_id "
            "WHERE l.kind = 'product' AND o.status NOT IN ('pending', 'cancelled', 'test') AND l.day >= $start "
            "AND l.day < $end GROUP BY l.variant_id",
            as_of=None,
            start=morning - timedelta(days=days),
            end=morning,
        )
        assert {v: r[column] for v, r in rows.items() if r[column]} == dict(sold.rows)
    lines = warehouse.query(
        "SELECT variant_id, sum(on_hand) FROM stock AS s WHERE day = (SELECT max(day) FROM stock AS t "
        "WHERE t.variant_id = s.variant_id AND t.location = s.location) GROUP BY variant_id",
        as_of=None,
    )
    assert {v: r["on_hand"] for v, r in rows.items() if r["on_hand"] is not None} == dict(lines.rows)


def test_money_left_is_net_price_less_cost(door: Door):
    from storehelm.operations.handle import open_store

    warehouse = open_store("lipa").warehouse
    prices = dict(warehouse.query("SELECT variant_id, price_net FROM products", as_of=None).rows)
    for row in _page(limit=100_000).rows:
        if row["cost"] is not None:
            assert row["left"] == prices[row["variant_id"]] - row["cost"]
            assert ("below_cost" in row["flags"]) == (row["left"] < 0)


def test_the_lowest_price_of_thirty_days_knows_former_prices(door: Door):
    rows = _page(limit=100_000).rows
    assert all(row["lowest_30"] <= row["price"] for row in rows)
    assert any(row["lowest_30"] < row["price"] for row in rows), "the sample store moves its prices"


def test_filter_sort_and_pages(door: Door):
    first, second = _page(limit=10), _page(limit=10, offset=10)
    sold = [row["sold_30"] for row in (*first.rows, *second.rows)]
    assert sold == sorted(sold, reverse=True)
    assert not {r["variant_id"] for r in first.rows} & {r["variant_id"] for r in second.rows}
    flag = next(iter(first.flags))
    assert _page(flag=flag).found == first.flags[flag]
    name = first.rows[0]["name"]
    assert name in {row["name"] for row in _page(search=name.upper()).rows}
    left = [row["days_left"] for row in _page(sort="days_left", down=False, limit=100_000).rows]
    known = [days for days in left if days is not None]
    assert left[: len(known)] == sorted(known), "rows without the value come last"


def test_a_column_without_its_input_is_absent(door: Door):
    from storehelm.operations import LOCAL, perform

    page = perform("products", actor=LOCAL, store="elsewhere")
    assert {"on_hand", "days_left", "rival_price"} <= set(page.absent)


def test_the_page_pages_and_exports(door: Door):
    client = door.client("olga")
    said = client.get("/s/lipa/products/").content.decode()
    assert "offset=100" in said
    more = client.get("/s/lipa/products/?offset=100", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in more
    table = list(csv.DictReader(io.StringIO(client.get("/s/lipa/products.csv").content.decode("utf-8-sig"))))
    assert len(table) == _page().found
    assert Decimal(table[0]["sold_30"]) == _page().rows[0]["sold_30"]


def test_columns_are_chosen_and_remembered(door: Door):
    client = door.client("olga")
    assert "Lowest elsewhere</a>" in client.get("/s/lipa/products/").content.decode()
    client.get("/s/lipa/products/?columns=price&columns=cost")
    assert "Lowest elsewhere</a>" not in client.get("/s/lipa/products/").content.decode()


def test_twenty_thousand_variants(home):
    """All are found, and one among them; `benches/product_table.py` tells how quickly."""
    from storehelm.core.connector import Batch
    from storehelm.operations import LOCAL, handle, perform

    perform("create-store", actor=LOCAL, slug="wide", currency="PLN")
    today = handle.now().date()
    products = [
        {"variant_id": f"v{n}", "name": f"Product {n}", "price_net": "10", "currency": "PLN"} for n in range(20_000)
    ]
    stock = [
        {"variant_id": f"v{n}", "location": "a", "day": today - timedelta(days=9), "on_hand": n % 50}
        for n in range(20_000)
    ]
    handle.open_store("wide").warehouse.load(Batch({"products": products, "stock": stock}, "t"), now=handle.now())
    assert perform("products", actor=LOCAL, store="wide").found == 20_000
    assert perform("products", actor=LOCAL, store="wide", search="product 19999", sort="on_hand").found == 1
