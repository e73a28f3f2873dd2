"""What carries the shop: pareto, classes, sell-through."""

from decimal import Decimal

import pytest

from storehelm.core.money import Money
from tests.analyses.shop import Shop, ago, same_after_what_comes_later


def shop(*, costs: bool = True) -> Shop:
    """Margins in a year: kettle 52 x 10 = 520, mug 52 x 2 = 104, spoon 4 x 4 = 16; the spoon sells in one week only."""
    made = Shop()
    for variant, price, cost in (("kettle", "50", "40"), ("mug", "5", "3"), ("spoon", "60", "56")):
        made.product(variant, price=price, cost=cost if costs else None, category="kitchen")
    for week in range(52):
        made.sell(ago(7 * week + 3), ("kettle", 1, "50"), ("mug", 1, "5"))
    return made.sell(ago(10), ("spoon", 4, "60"))


def test_few_products_make_most_of_the_margin():
    report = shop().answer("assortment.margin_pareto")
    assert report.figures["basis"] == "margin"
    assert (report.figures["products"], report.figures["of"]) == (1, 3)
    assert report.figures["top_share"] == pytest.approx(520 / 640)
    assert [row[0] for row in report.grids[0].rows] == ["kettle"]


def test_without_costs_by_revenue_and_it_says_so():
    report = shop(costs=False).answer("assortment.margin_pareto")
    assert report.figures["basis"] == "revenue"
    assert report.grids[0].columns[3] == "Net revenue"
    assert "too few costs" in report.grids[0].title.template


def test_few_costs_rank_nothing():
    some = shop()
    some.tables["costs"] = [row for row in some.tables["costs"] if row["variant_id"] == "mug"]
    assert some.answer("assortment.margin_pareto").figures["basis"] == "revenue"


def test_what_was_given_back_makes_nothing():
    some = shop()
    for n in range(40):
        back = {"refund_id": f"r{n}", "order_id": f"o{n}", "line_id": f"o{n}-0", "variant_id": "kettle", "quantity": 1}
        some.add("refunds", **back, day=ago(2), kind="product", net="50", gross="61.5", currency="PLN")
    rows = some.answer("assortment.margin_pareto").grids[0].rows
    assert {row[0]: row[3] for row in rows}["kettle"] == Money(Decimal("120.00"), "PLN")


def test_classes_by_margin_and_steadiness():
    report = shop().answer("assortment.abc_xyz")
    assert {row[0]: row[2] for row in report.grids[1].rows} == {"kettle": "AX", "mug": "BX", "spoon": "CZ"}
    classes = {row[0]: (row[1], row[2].amount) for row in report.grids[0].rows}
    assert classes["AX"] == (1, Decimal("520.00"))
    assert sum(amount for _, amount in classes.values()) == Decimal("640.00")
    assert sum(report.figures["classes"].values()) == 3


def test_a_product_that_sells_once_in_a_while_is_unsteady():
    some = shop().product("vase", price="30", cost="10")
    for week in (1, 9, 25):
        some.sell(ago(7 * week + 1), ("vase", 5, "30"))
    assert {row[0]: row[2][1] for row in some.answer("assortment.abc_xyz").grids[1].rows}["vase"] == "Z"


def test_sell_through_is_sold_over_sold_and_left():
    some = shop().stock("kettle", ago(1), 7).stock("mug", ago(1), 13).stock("spoon", ago(1), 0)
    report = some.answer("assortment.sell_through")
    kettles = mugs = 13  # weeks in 90 days
    assert report.figures["sell_through"] == pytest.approx((kettles + mugs + 4) / (kettles + mugs + 4 + 20), abs=1e-4)
    assert {row[0]: row[4] for row in report.grids[1].rows} == {"kettle": 0.65, "mug": 0.5, "spoon": 1.0}


@pytest.mark.parametrize("name", ["margin_pareto", "abc_xyz", "sell_through"])
def test_what_comes_later_does_not_change_the_day(name):
    some = shop().stock("kettle", ago(1), 7).stock("mug", ago(1), 13)
    assert same_after_what_comes_later(some.open(), f"assortment.{name}")
