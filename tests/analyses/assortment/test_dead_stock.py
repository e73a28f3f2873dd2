"""What lies on the shelf and no longer sells."""

from decimal import Decimal

import pytest

from storehelm.core.money import Money
from tests.analyses.shop import Shop, ago, same_after_what_comes_later

NAME = "assortment.dead_stock"


def shelf(dead: int = 1) -> Shop:
    """Blankets last sold 200 days ago, candles that sell every week."""
    shop = Shop().product("candle", cost="4").stock("candle", ago(400), 50).stock("candle", ago(1), 40)
    for n in range(dead):
        shop.product(f"blanket-{n}", price="100", cost="60", floor_gross="98.40").stock(f"blanket-{n}", ago(300), 10)
        shop.sell(ago(200), (f"blanket-{n}", 1, "100"))
    for day in range(1, 300, 7):
        shop.sell(ago(day), ("candle", 1, "9"))
    return shop


def test_value_is_the_stock_at_cost():
    report = shelf().answer(NAME)
    (finding,) = report.findings
    assert (finding.id, finding.subject) == ("dead_stock:blanket-0", "blanket-0")
    assert finding.money.likely == Money(Decimal("600.00"), "PLN")
    assert report.figures["share"] == pytest.approx(600 / (600 + 160))


def test_the_cut_stops_at_the_floor():
    (proposal,) = shelf().answer(NAME).proposals
    assert proposal.kind == "markdown"
    assert (proposal.changes[0].before, proposal.changes[0].after) == (Decimal("123.00"), Decimal("98.40"))
    assert proposal.expected.basis == "assumed"
    assert proposal.expected.likely == Money(Decimal("30.00"), "PLN")  # 15% of 10 pieces x (80 - 60)
    assert proposal.measurement.design == "cannot_be_known"


def test_with_others_unsold_beside_it_the_effect_can_be_seen():
    report = shelf(dead=7).answer(NAME)
    assert len(report.findings) == 7
    assert len(report.proposals) == 5
    plan = report.proposals[0].measurement
    assert plan.design == "difference_in_differences"
    assert len(plan.controls) == 6


def test_just_come_or_just_sold_is_not_dead():
    shop = shelf(dead=0).product("new", created_day=ago(100)).stock("new", ago(90), 10)
    shop.product("slow").stock("slow", ago(300), 10).sell(ago(179), ("slow", 1, "20"))
    assert shop.answer(NAME).findings == ()


def test_filled_again_two_months_ago_is_not_dead():
    shop = shelf(dead=0).product("lamp").stock("lamp", ago(500), 3).sell(ago(400), ("lamp", 3, "20"))
    shop.stock("lamp", ago(400), 0).stock("lamp", ago(60), 8)
    assert shop.answer(NAME).findings == ()


def test_never_sold_since_it_came():
    shop = shelf(dead=0).product("lamp").stock("lamp", ago(250), 3)
    (finding,) = shop.answer(NAME).findings
    assert finding.title.params["day"] == ago(730)


def test_a_short_history_calls_nothing_unsellable():
    report = shelf().answer(NAME, as_of=ago(130))
    assert report.findings == ()
    assert report.gaps


def test_what_comes_later_does_not_change_the_day():
    warehouse = shelf(dead=2).open()
    assert same_after_what_comes_later(warehouse, NAME, as_of=ago(0))
