"""What should leave or come back, and what leaves with it."""

from decimal import Decimal

import pytest

from storehelm.core.money import Money
from tests.analyses.shop import Shop, ago, same_after_what_comes_later

NAME = "assortment.delist"


def shop(*, company: int = 0) -> Shop:
    """A trunk bought for 500 of which 20 lie there and two sold in half a year, with `company` rugs each time."""
    made = Shop().product("trunk", price="520", cost="500").stock("trunk", ago(400), 22).stock("trunk", ago(1), 20)
    made.product("rug", price="90", cost="40").stock("rug", ago(400), 900)
    for day in (20, 100):
        made.sell(ago(day), ("trunk", 1, "520"), *([("rug", company, "90")] if company else []))
    for day in range(1, 300, 5):
        made.sell(ago(day), ("rug", 3, "90"))
    return made


def test_keeping_costs_more_than_it_brings():
    (proposal,) = shop().answer(NAME).proposals
    assert (proposal.kind, proposal.changes[0].before, proposal.changes[0].after) == ("delist", "active", "archived")
    keeping, left = 20 * 500 * 0.25 / 12, 2 * 20 / 6
    assert float(proposal.expected.likely.amount) == pytest.approx(keeping - left, abs=0.01)
    assert proposal.expected.basis == "assumed"


def test_what_leaves_with_it_is_told_and_taken_off():
    report = shop(company=4).answer(NAME)
    (row,) = report.grids[0].rows
    assert row[0] == "trunk"
    assert row[5] == Money(Decimal("720.00"), "PLN")  # 2 baskets x 4 rugs x 90
    alone = shop().answer(NAME).proposals[0].expected.likely.amount
    assert report.proposals[0].expected.likely.amount == pytest.approx(
        alone - Decimal(2 * 4 * 50) / 6 / 10, abs=Decimal("0.01")
    )


def test_what_brings_a_lot_with_it_stays():
    assert shop(company=150).answer(NAME).proposals == ()


def test_off_sale_but_on_the_shelf_and_wanted_may_come_back():
    made = shop().product("lamp", price="50", cost="30", status="archived").stock("lamp", ago(1), 5)
    for n in range(12):
        made.sell(ago(60 + 10 * n), ("lamp", 1, "50"))
    report = made.answer(NAME)
    back = next(p for p in report.proposals if p.kind == "relist")
    assert back.changes[0].after == "active"
    assert back.expected.high <= Money(Decimal("100.00"), "PLN")  # never more than the five pieces there are
    assert report.figures == {"leave": 1, "back": 1}


def test_new_products_get_their_time():
    made = shop()
    made.tables["products"][0]["created_day"] = ago(60)
    made.tables["stock"] = [row for row in made.tables["stock"] if row["variant_id"] != "trunk" or row["day"] > ago(60)]
    assert made.answer(NAME).proposals == ()


def test_what_comes_later_does_not_change_the_day():
    assert same_after_what_comes_later(shop(company=4).open(), NAME)
