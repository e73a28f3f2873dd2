"""What runs out before a delivery can be here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storehelm.analyses.assortment._shelf import IN_STOCK
from tests.analyses.shop import TODAY, Shop, ago, same_after_what_comes_later

NAME = "assortment.running_out"


def low(left: int = 6, *, cost: str | None = "10") -> Shop:
    """Sells two a day of what takes 14 days to come; `left` on the shelf."""
    shop = Shop().product("throw", cost=cost, supplier_id="s").add("suppliers", supplier_id="s", lead_days=14)
    shop.product("other", supplier_id="s").stock("other", ago(40), 900)
    for day in range(1, 40):
        shop.sell(ago(day), ("throw", 2, "20"), ("other", 1, "20")).stock("throw", ago(day), left + 2 * day - 2)
        shop.stock("other", ago(day), 900)
    return shop.stock("throw", ago(40), left + 78)


def test_a_product_that_lasts_three_days_and_takes_fourteen():
    report = low().answer(NAME)
    (finding,), (proposal,) = report.findings, report.proposals
    assert finding.id == proposal.id == "running_out:throw"
    assert finding.kind == "note"
    assert finding.title.params["n"] == 3
    assert proposal.deadline == TODAY
    assert proposal.changes[0].delta == 2 * (14 + 30) - 6
    assert report.figures == {"products": 1, "sold_out": 0}


def test_expected_is_the_margin_of_the_pieces_missed_in_the_month_after_the_delivery():
    (proposal,) = low().answer(NAME).proposals
    likely = float(proposal.expected.likely.amount)
    assert likely == pytest.approx(2 * 30 * (20 - 10), rel=0.01)  # the shelf is empty by then: all demand is missed
    assert float(proposal.expected.low.amount) < 0.9 * likely < 1.1 * likely < float(proposal.expected.high.amount)
    assert proposal.expected.per == "once"


def test_enough_on_the_shelf_or_on_its_way_is_no_finding():
    assert low(left=200).answer(NAME).findings == ()
    coming = {"purchase_id": "p", "variant_id": "throw", "supplier_id": "s", "day": ago(10), "quantity": 200}
    assert low().add("purchase_orders", **coming, due_day=TODAY + timedelta(days=2)).answer(NAME).findings == ()


def test_a_delivery_that_comes_after_the_shelf_is_empty_is_told_but_not_ordered_again():
    coming = {"purchase_id": "p", "variant_id": "throw", "supplier_id": "s", "day": ago(10), "quantity": 200}
    report = low().add("purchase_orders", **coming, due_day=TODAY + timedelta(days=9)).answer(NAME)
    assert [f.subject for f in report.findings] == ["throw"]
    assert report.proposals == ()


def test_an_overdue_delivery_is_pressed_for_not_ordered_again():
    late = {"purchase_id": "p", "variant_id": "throw", "supplier_id": "s", "day": ago(30), "quantity": 200}
    report = low().add("purchase_orders", **late, due_day=ago(5)).answer(NAME)
    assert "due" in report.findings[0].detail.params
    assert report.proposals == ()


def test_a_delivery_received_only_later_was_still_on_its_way():
    came = {"purchase_id": "p", "variant_id": "throw", "supplier_id": "s", "day": ago(10), "quantity": 200}
    day = TODAY + timedelta(days=2)
    report = low().add("purchase_orders", **came, due_day=day, received_day=day, received=200).answer(NAME)
    assert report.findings == ()


def test_the_pace_is_of_the_days_it_could_be_bought():
    """Fourteen days empty, then restocked: two a day in the fourteen days on the shelf, not one a day in 28."""
    shop = Shop().product("throw", supplier_id="s").add("suppliers", supplier_id="s", lead_days=14)
    shop.stock("throw", ago(60), 5).stock("throw", ago(50), 0).stock("throw", ago(15), 34)
    for day in range(1, 15):
        shop.sell(ago(day), ("throw", 2, "20")).stock("throw", ago(day), 6 + 2 * day - 2)
    (finding,) = shop.answer(NAME).findings
    assert finding.title.params["n"] == 3
    params = {"start": ago(28), "before": ago(29), "last": ago(1), "today": TODAY}
    assert shop.open().query(IN_STOCK, as_of=None, **params).rows == (("throw", 14),)


def test_two_places_are_one_shelf():
    shop = low().stock("throw", ago(40), 100, "outlet")
    assert shop.answer(NAME).findings == ()
    params = {"start": ago(28), "before": ago(29), "last": ago(1), "today": TODAY}
    assert dict(shop.open().query(IN_STOCK, as_of=None, **params).rows)["throw"] == 28


def test_without_a_cost_it_is_told_but_no_money_is_promised():
    report = low(cost=None).answer(NAME)
    assert report.findings[0].money is None
    assert report.proposals == ()
    assert report.gaps[0].missing == ("costs",)


def test_a_shelf_last_counted_weeks_ago_makes_no_advice():
    shop = low()
    shop.tables["stock"] = [row for row in shop.tables["stock"] if row["day"] < ago(20)]
    report = shop.answer(NAME)
    assert report.findings == report.proposals == ()
    assert report.gaps[0].missing == ("stock",)


def test_an_unconfirmed_store_gets_the_finding_and_no_advice():
    from storehelm.analyses import answer

    warehouse = low().open()
    warehouse.info = replace(warehouse.info, confirmed=False)
    report = answer(NAME, warehouse, as_of=TODAY)
    assert report.findings
    assert report.proposals == ()


def test_what_comes_later_does_not_change_the_day():
    assert same_after_what_comes_later(low().open(), NAME)
