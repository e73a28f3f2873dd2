"""The month's waterfall: exact to the cent against the year before, or against the month before."""

from datetime import date
from decimal import Decimal

import pytest

from tests.operations.conftest import TODAY, product


def ago(day):
    return (TODAY - day).days


@pytest.fixture
def young(shop):
    """A store that has sold since October 2026."""
    shop.load(products=[product("mug"), product("lamp")])
    shop.sell(
        ("mug", ago(date(2026, 10, 3)), 3, "10.01"),
        ("lamp", ago(date(2026, 10, 23)), 1, 50),
        ("lamp", ago(date(2026, 10, 24)), 9, 50),  # the 24th is not over in November
        ("mug", ago(date(2026, 11, 1)), 4, "9.99"),
        ("lamp", ago(date(2026, 11, 23)), 2, 55),
    )
    return shop


def amounts(grid):
    return {part: money.amount for part, _, money, _ in grid.rows}


def test_without_a_year_before_the_month_before_is_the_measure(young):
    parts = amounts(young.do("month").waterfall)
    assert parts.pop("before") == Decimal("80.03")
    assert parts.pop("now") == Decimal("149.96")
    assert sum(parts.values()) == Decimal("149.96") - Decimal("80.03")


def test_against_year_or_month_as_asked(young):
    young.sell(
        ("mug", ago(date(2025, 11, 2)), 1, 30),
        ("mug", ago(date(2026, 10, 5)), 1, 40),
        ("mug", ago(date(2026, 11, 5)), 2, 40),
        ("mug", ago(date(2025, 10, 1)), 1, 20),
    )
    year, month = (amounts(young.do("month", against=which).waterfall) for which in ("year", "month"))
    assert (year["before"], month["before"]) == (30, 40)
    assert year["now"] == month["now"] == 190  # the lamps of the 23rd are still there
    for parts in (year, month):
        inner = sum(value for part, value in parts.items() if part not in ("before", "now"))
        assert inner == parts["now"] - parts["before"]


def test_a_store_of_this_month_has_nothing_to_compare(shop):
    shop.load(products=[product("mug")])
    shop.sell(("mug", 3, 1, 10))
    assert shop.do("month").waterfall is None


def test_what_was_entered_is_among_what_was_done(young):
    young.do("set-goal", target="500")
    assert any("500" in entry["what"] for entry in young.do("month", as_of=date.today()).done)
