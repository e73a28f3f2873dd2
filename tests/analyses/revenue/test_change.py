"""The waterfall adds up to the cent and puts the money where it was planted."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storehelm.analyses.revenue.change import decompose, periods, run
from storehelm.core.period import Period
from storehelm.core.text import say
from storehelm.metrics.measure import measure
from tests.analyses.revenue.stores import END, Shop, busy_shop, days_back

NOW, OLD = Period(days_back(28), END), Period(days_back(56), days_back(28))
INNER = ("customers", "frequency", "orders", "pieces", "prices", "mix", "guests", "returns")


def parts_of(shop):
    return decompose(shop.open(), NOW, OLD, as_of=END)


def inner(parts):
    return sum(parts.get(name, 0) for name in INNER)


order = st.tuples(
    st.integers(1, 56),
    st.sampled_from(["ann", "bob", "eve", None]),
    st.sampled_from(["v1", "v2"]),
    st.integers(0, 5),
    st.decimals(0, 500, places=4),
    st.booleans(),
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(order, min_size=1, max_size=12))
def test_parts_add_up_to_the_cent(orders):
    shop = Shop()
    for back, customer, variant, pieces, net, given_back in orders:
        made = shop.order(days_back(back), customer, (variant, pieces, net))
        if given_back:
            shop.refund(days_back(max(1, back - 20)), made, variant, 1, net)
    warehouse = shop.open()
    parts = decompose(warehouse, NOW, OLD, as_of=END)
    assert parts["before"] + inner(parts) == parts["now"]
    for name, period in (("now", NOW), ("before", OLD)):
        net_sales = measure(warehouse, ["net_sales"], period, as_of=END).total("net_sales") or Decimal(0)
        assert parts[name] == net_sales.quantize(Decimal("0.01"))


def test_twice_the_customers():
    shop = Shop()
    for back, customer in ((40, "ann"), (10, "ann"), (9, "bob")):
        shop.order(days_back(back), customer, ("v1", 2, 50))
    assert parts_of(shop) == dict.fromkeys(("frequency", "pieces", "prices", "mix", "guests", "returns"), 0) | {
        "before": 50,
        "customers": 50,
        "now": 100,
    }


@pytest.mark.parametrize(
    ("planted", "part", "money"),
    [
        ([("ann", "v1", 2, 50), ("ann", "v1", 2, 50)], "frequency", 50),
        ([("ann", "v1", 4, 100)], "pieces", 50),
        ([("ann", "v1", 2, 60)], "prices", 10),
        ([("ann", "v2", 2, 90)], "mix", 40),
        ([("ann", "v1", 2, 50), (None, "v1", 1, 33)], "guests", 33),
    ],
)
def test_each_part_is_found(planted, part, money):
    shop = Shop()
    shop.order(days_back(40), "ann", ("v1", 2, 50))
    for customer, variant, pieces, net in planted:
        shop.order(days_back(5), customer, (variant, pieces, net))
    parts = parts_of(shop)
    assert parts[part] == money
    assert inner(parts) == money


def test_returns_are_their_own_part():
    shop = Shop()
    shop.order(days_back(40), "ann", ("v1", 2, 50))
    made = shop.order(days_back(5), "ann", ("v1", 2, 50))
    shop.refund(days_back(2), made, "v1", 1, 25)
    assert parts_of(shop)["returns"] == -25


def test_a_store_that_knows_no_customer_begins_with_orders():
    shop = Shop()
    for back in (40, 5, 4):
        shop.order(days_back(back), None, ("v1", 2, 50))
    parts = parts_of(shop)
    assert "customers" not in parts
    assert "guests" not in parts
    assert parts["orders"] == 50


def test_the_days_compared():
    by_name = {name: (now, old) for name, now, old in periods(date(2024, 3, 1))}
    assert by_name["month"] == (
        Period(date(2024, 2, 1), date(2024, 3, 1)),
        Period(date(2023, 2, 1), date(2023, 3, 1)),
    )
    assert by_name["28_days"][1].end == by_name["28_days"][0].start == date(2024, 2, 2)
    part = {name: (now, old) for name, now, old in periods(date(2024, 2, 29))}["month"]
    assert part[0].days == part[1].days == 28


@pytest.fixture(scope="module")
def busy():
    warehouse = busy_shop().open()
    yield warehouse
    warehouse.close()


def test_the_report_of_a_busy_store(busy):
    report = run(busy, as_of=END)
    assert [grid.name for grid in report.grids] == ["waterfall_28_days", "waterfall_month"]
    for grid in report.grids:
        first, *middle, last = grid.rows
        assert first[2].amount + sum(row[2].amount for row in middle) == last[2].amount == middle[-1][3].amount
    assert report.findings[1].title.template.startswith("Last month brought")
    assert report.figures["28_days"]["verdict"] in ("normal", "above", "below")
    for finding in report.findings:
        assert finding.money.likely.amount == report.figures[finding.id.split(".")[-1]]["change"]


def test_evidence_opens_to_the_rows_of_the_number(busy):
    from storehelm.metrics.measure import ask

    report = run(busy, as_of=END)
    now, old = (ask(busy, e.sql, as_of=END, **e.params).column("net") for e in report.findings[0].evidence)
    assert sum(now) - sum(old) == report.findings[0].money.likely.amount


def test_a_young_store_says_what_it_cannot_compare():
    shop = Shop()
    shop.order(days_back(10), "ann", ("v1", 1, 20))
    report = run(shop.open(), as_of=END)
    assert not report.findings
    assert say(report.gaps[0].text) == "No sales from 6 Apr 2024 on to compare with."


def test_a_common_move_is_called_normal_and_a_planted_one_is_not():
    calm, planted = busy_shop(seed=3), busy_shop(seed=3)
    for back in range(1, 15):
        planted.order(days_back(back), f"new{back}", ("v1", 40, 1500))
    assert run(calm.open(), as_of=END).findings[0].kind == "normal"
    found = run(planted.open(), as_of=END).findings[0]
    assert found.kind == "note"
    assert "Number of customers" in say(found.detail) or "Pieces per order" in say(found.detail)
