"""The product table: what each column says of a small store, what is absent, views and export."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest

from storehelm.core.connector import Batch
from storehelm.core.errors import BadInput, NotFound
from tests.operations.conftest import TODAY, product


def days(ago):
    return TODAY - timedelta(days=ago)


def stock(variant, ago, pieces, location="main"):
    return {"variant_id": variant, "location": location, "day": days(ago), "on_hand": pieces}


@pytest.fixture
def stocked(shop):
    shop.load(
        products=[
            product("mug", "20", category="Kitchen", floor_gross=Decimal(30)),
            product("lamp", "100", category="Light"),
            product("vase", "15", category="Kitchen", created_day=days(10)),
        ]
    )
    shop.sell(("mug", 80, 4, 20), ("mug", 20, 6, 20), ("mug", 3, 3, 20), ("vase", 5, 5, 15), ("ghost", 4, 2, 7))
    return shop


def table(shop, **given):
    return {row["variant_id"]: row for row in shop.do("products", **given).rows}


def test_sold_and_price(stocked):
    rows = table(stocked)
    assert [rows["mug"][f"sold_{n}"] for n in (7, 30, 90)] == [3, 9, 13]
    assert rows["lamp"]["sold_90"] == 0
    assert rows["mug"]["price"] == Decimal("24.6")
    assert (rows["ghost"]["price"], rows["ghost"]["name"]) == (7, None)  # sold, but not in the catalogue
    assert rows["mug"]["lowest_30"] == Decimal("24.6")


def test_columns_without_their_table_are_absent(stocked):
    absent = set(stocked.do("products").absent)
    assert absent == {"cost", "left", "on_hand", "days_left", "on_order", "ad_spend", "rival_price"}
    assert "no_cost" not in stocked.do("products").flags


def test_cost_as_a_range_and_what_is_left(stocked):
    stocked.do("set-cost", variant="mug", low="21", high="25")
    mug = table(stocked)["mug"]
    assert [mug[name] for name in ("cost_low", "cost", "cost_high", "basis")] == [21, 23, 25, "assumed"]
    assert [mug[name] for name in ("left_low", "left", "left_high")] == [-5, -3, -1]
    assert mug["flags"] == ("below_cost", "below_floor")
    assert table(stocked)["lamp"]["flags"] == ("no_cost",)


def test_days_left_do_not_count_days_without_stock(stocked):
    stocked.load(stock=[stock("mug", 60, 0), stock("mug", 20, 15), stock("mug", 1, 12), stock("vase", 10, 8)])
    rows = table(stocked)
    assert rows["mug"]["on_hand"] == 12
    assert rows["mug"]["days_left"] == 12 * 20 // 9  # sold 9 in the 20 of 30 days on which there was any
    assert rows["vase"]["days_left"] == 8 * 10 // 5  # created ten days ago
    assert rows["lamp"]["days_left"] is None
    assert "soon_out" not in rows["mug"]["flags"]


def test_places_add_up_and_one_with_stock_is_enough(stocked):
    stocked.load(
        stock=[stock("mug", 60, 9), stock("mug", 60, 0, "shed"), stock("mug", 40, 3, "shed"), stock("mug", 2, 6)]
    )
    mug = table(stocked)["mug"]
    assert (mug["on_hand"], mug["days_left"]) == (9, 9 * 30 // 9)


def test_sold_out_and_not_selling(stocked):
    stocked.load(stock=[stock("mug", 1, 0), stock("lamp", 1, 4)])
    rows = table(stocked)
    assert "sold_out" in rows["mug"]["flags"]
    assert "not_selling" in rows["lamp"]["flags"]


def test_what_comes_back_often(stocked):
    stocked.sell(("lamp", 9, 20, 100))
    back = {"refund_id": "r1", "order_id": "o0", "line_id": "o0-1", "day": days(2), "variant_id": "lamp"}
    amounts = {"quantity": 3, "net": 300, "gross": 369, "kind": "product", "currency": "PLN"}
    stocked.load(refunds=[back | amounts])
    lamp = table(stocked)["lamp"]
    assert lamp["return_share"] == pytest.approx(0.15)
    assert "comes_back" in lamp["flags"]


def test_ads_are_shared_by_what_their_orders_held(stocked):
    order = {
        "placed_at": f"{days(3)} 10:00:00",
        "day": days(3),
        "status": "sold",
        "currency": "PLN",
        "campaign_id": "c1",
    }
    line = {"day": days(3), "kind": "product", "quantity": 1, "gross": 1, "currency": "PLN", "order_id": "ad"}
    lines = [line | {"line_id": f"ad-{v}", "variant_id": v, "net": net} for v, net in (("mug", 30), ("lamp", 90))]
    spend = [
        {"campaign_id": c, "day": days(ago), "cost_net": 40, "currency": "PLN"} for c, ago in (("c1", 5), ("c2", 5))
    ]
    stocked.load(orders=[order | {"order_id": "ad"}], order_lines=lines, ad_spend=spend)
    rows = table(stocked)
    assert (rows["mug"]["ad_spend"], rows["lamp"]["ad_spend"], rows["vase"]["ad_spend"]) == (10, 30, None)


def test_competitors_and_orders_under_way(stocked):
    seen = {"competitor": "A", "currency": "PLN", "variant_id": "mug"}
    stocked.load(
        competitor_prices=[
            seen | {"day": days(9), "price_gross": 18},
            seen | {"day": days(2), "price_gross": 23},
            seen | {"day": days(2), "price_gross": 26, "competitor": "B"},
        ],
        purchase_orders=[
            {"purchase_id": "p", "variant_id": "mug", "supplier_id": "D", "day": days(4), "quantity": 50},
            {
                "purchase_id": "q",
                "variant_id": "mug",
                "supplier_id": "D",
                "day": days(9),
                "received_day": days(2),
                "quantity": 5,
            },
        ],
    )
    mug = table(stocked)["mug"]
    assert (mug["rival_price"], mug["on_order"], table(stocked)["lamp"]["on_order"]) == (23, 50, 0)
    assert "dearer" in mug["flags"]


def test_the_lowest_price_of_thirty_days_and_the_table_of_a_past_day(stocked):
    from datetime import datetime

    for ago, net in ((50, "5"), (40, "12"), (12, "25")):
        batch = Batch(
            {"products": [product("mug", net)]}, "shop", known_at=datetime.combine(days(ago), datetime.min.time())
        )
        stocked.warehouse.load(batch, now=datetime(2026, 11, 24, 5))
    assert table(stocked)["mug"]["lowest_30"] == Decimal("14.76")  # 12 was still asked 30 days ago, 5 was not
    assert table(stocked, as_of=days(20))["mug"]["price"] == Decimal("14.76")
    assert table(stocked, as_of=days(20))["mug"]["sold_30"] == 0


def test_search_order_and_pages(stocked):
    page = stocked.do("products", search="kitchen", sort="sold_90", down=False)
    assert [row["variant_id"] for row in page.rows] == ["vase", "mug"]
    second = stocked.do("products", sort="name", down=False, limit=1, offset=1)
    assert (second.found, [row["variant_id"] for row in second.rows]) == (4, ["mug"])
    assert stocked.do("products", sort="price").rows[-1]["variant_id"] == "ghost"


def test_views_are_kept_and_replaced(stocked):
    stocked.do("save-view", title="  Dead  stock ", flag="not_selling", sort="on_hand", columns=["on_hand", "price"])
    stocked.do("save-view", title="Dead stock", flag="not_selling", sort="price", down=False)
    stocked.do("save-view", title="A first", search="mug")
    assert [view["name"] for view in stocked.do("views")] == ["A first", "Dead stock"]
    assert stocked.do("views")[1] == {
        "name": "Dead stock", "search": "", "flag": "not_selling", "sort": "price", "down": False, "columns": []
    }  # fmt: skip
    stocked.do("remove-view", title="A first")
    assert len(stocked.do("views")) == 1
    with pytest.raises(NotFound, match="no view"):
        stocked.do("remove-view", title="A first")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"title": " "}, "needs a name"),
        ({"title": "x", "flag": "gold"}, "no flag"),
        ({"title": "x", "sort": "luck"}, "sort"),
    ],
)
def test_a_view_that_means_nothing_is_refused(stocked, given, says):
    with pytest.raises(BadInput, match=says):
        stocked.do("save-view", **given)


def test_the_export_holds_what_fits(stocked):
    stocked.load(products=[product("=evil", "1", name="=1+1")])
    made = stocked.do("export-products", sort="name", down=False)
    assert made["file"] == f"{stocked.slug}-products-{date(2026, 11, 24)}.csv"
    rows = list(csv.DictReader(io.StringIO(made["text"])))
    assert [row["variant_id"] for row in rows] == ["'=evil", "lamp", "mug", "vase", "ghost"]
    assert rows[0]["name"] == "'=1+1"
    assert "cost" not in rows[0]
    assert rows[2]["price"] == "24.6000"
    narrow = stocked.do("export-products", columns=["name", "sold_7"], search="mug")["text"]
    assert narrow.splitlines() == ["variant_id,sku,name,sold_7,flags", "mug,SKU-mug,Mug,3.000,below_floor"]
