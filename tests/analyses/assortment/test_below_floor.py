"""Sold below cost or below the owner's floor."""

from datetime import datetime
from decimal import Decimal

import pytest

from storehelm.core.connector import Batch
from storehelm.core.money import Money
from tests.analyses.shop import TODAY, Shop, ago, checked, same_after_what_comes_later

NAME = "assortment.below_floor"


def cheap() -> Shop:
    """Sold at 8 net since ten days; it costs 10 and may not be sold under 14 with VAT."""
    shop = Shop().product("mug", price="8", floor_gross="14").product("bowl", floor_gross="14")
    for day in range(1, 60):
        shop.sell(ago(day), ("mug", 2, "8" if day <= 10 else "20"), ("bowl", 1, "20"))
    return shop


def test_loss_is_the_sum_of_the_lines_below_cost():
    report = cheap().answer(NAME)
    (finding,) = report.findings
    assert (finding.id, finding.kind, finding.subject) == ("below_floor:mug", "losing", "mug")
    assert finding.money is not None
    assert finding.money.likely == Money(Decimal("40.00"), "PLN")  # 10 days x 2 pieces x (10 - 8)
    assert finding.money.basis == "counted"
    assert report.figures == {"lost": Money(Decimal("40.00"), "PLN"), "products": 1}


def test_back_to_the_earlier_price_that_keeps_the_floor():
    shop = cheap()
    warehouse = Shop().open()
    first = [dict(row, price_gross="24.60", price_net="20") for row in shop.tables["products"]]
    warehouse.load(Batch(shop.tables | {"products": first}, "shop"), now=datetime(2026, 1, 1))
    cut = [dict(row) for row in shop.tables["products"]]
    warehouse.load(Batch({"products": cut}, "shop", known_at=datetime(2026, 2, 20, 6)), now=datetime(2026, 2, 20, 6))
    (proposal,) = checked(warehouse, NAME).proposals
    (change,) = proposal.changes
    assert (change.field, change.before, change.after) == ("price_gross", Decimal("9.84"), Decimal("24.60"))
    assert proposal.expected.low <= proposal.expected.likely <= proposal.expected.high
    assert proposal.expected.likely.amount > 0
    assert proposal.measurement.design == "cannot_be_known"


def test_without_an_earlier_price_up_to_the_floor():
    (proposal,) = cheap().answer(NAME).proposals
    assert proposal.changes[0].after == Decimal("14.00")


def test_below_the_floor_but_above_cost_is_a_note_without_money():
    shop = Shop().product("mug", price="11", floor_gross="14").sell(ago(2), ("mug", 5, "11"))
    report = shop.answer(NAME)
    assert [(f.kind, f.money) for f in report.findings] == [("note", None)]
    assert report.proposals[0].changes[0].after == Decimal("14.00")


def test_a_cut_of_yesterday_without_a_sale_yet_goes_back_too():
    shop = Shop().product("mug", price="8", floor_gross="14").sell(ago(12), ("mug", 5, "20"))
    report = shop.answer(NAME)
    assert [f.kind for f in report.findings] == ["note"]
    (proposal,) = report.proposals
    assert proposal.changes[0].after == Decimal("14.00")
    assert proposal.measurement.reason.params["n"] == 1


def test_a_loss_that_ended_more_than_a_week_ago_is_over():
    shop = Shop().product("mug").sell(ago(9), ("mug", 5, "4")).sell(ago(1), ("mug", 5, "20"))
    assert shop.answer(NAME).findings == ()


def test_a_cancelled_order_loses_nothing():
    shop = Shop().product("mug").sell(ago(2), ("mug", 5, "4"))
    shop.tables["orders"][0]["status"] = "cancelled"
    assert shop.answer(NAME).findings == ()


@pytest.mark.parametrize("missing", ["costs", "products"])
def test_the_gap_says_what_is_missing(missing):
    shop = cheap()
    del shop.tables[missing]
    report = shop.answer(NAME)
    assert report.findings == ()
    assert report.gaps[0].missing == (missing,)


def test_what_comes_later_does_not_change_the_day():
    assert same_after_what_comes_later(cheap().open(), NAME, as_of=TODAY)
