"""Any metric over any days by one operation."""

from datetime import timedelta

import pytest

from storehelm.core.errors import BadInput, Missing, NotFound
from storehelm.operations import LOCAL, perform
from tests.operations.conftest import TODAY, product


@pytest.fixture
def stocked(shop):
    shop.load(products=[product("mug", category="Kitchen"), product("lamp", category="Light")])
    shop.sell(("mug", 40, 1, 10), ("mug", 3, 2, 10), ("lamp", 2, 1, 50), ("mug", 2, 1, 10))
    return shop


def test_totals_of_the_last_thirty_days(stocked):
    assert stocked.do("metric-values", names=["net_sales", "orders"]) == [{"net_sales": 80, "orders": 3}]


def test_cut_and_in_order(stocked):
    rows = stocked.do(
        "metric-values", names=["net_sales"], by=["category"], start=TODAY - timedelta(days=60), end=TODAY
    )
    assert rows == [{"category": "Kitchen", "net_sales": 40}, {"category": "Light", "net_sales": 50}]
    by_day = stocked.do("metric-values", names=["units"], by=["day"])
    assert [(row["day"], row["units"]) for row in by_day] == [
        (TODAY - timedelta(days=3), 2),
        (TODAY - timedelta(days=2), 2),
    ]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"names": []}, BadInput),
        ({"names": ["profit"]}, NotFound),
        ({"names": ["cm1"]}, Missing),
        ({"names": ["orders"], "by": ["product"]}, BadInput),
        ({"names": ["units"], "by": ["day", "week", "month", "product"]}, BadInput),
    ],
)
def test_what_cannot_be_answered_says_why(stocked, given, error):
    with pytest.raises(error):
        stocked.do("metric-values", **given)


def test_a_definition_says_what_it_is_made_of():
    told = perform("metric", actor=LOCAL, which="cm2")
    assert told["sums"][0] == "+cm1"
    assert "-shipping_cost" in told["sums"]
    assert {"costs", "fees", "order_lines"} <= set(told["needs"])
    assert "country" in told["dimensions"]
