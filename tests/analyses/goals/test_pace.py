"""Will the goal be reached?"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from storehelm.core.money import Money
from tests.analyses.shop import Shop, same_after_what_comes_later

NAME = "goals.pace"
DAY = date(2026, 3, 16)


def shop(days: int = 500, a_day: int = 2) -> Shop:
    """`a_day` cups at 50 every day before 16 March, so 1,500 by the 15th and about 3,100 in the month."""
    made = Shop().product("cup")
    for back in range(1, days):
        made.sell(DAY - timedelta(days=back), ("cup", a_day, "50"))
    return made


def goal(made: Shop, target: str, metric: str = "net_sales") -> Shop:
    month = {"start_day": date(2026, 3, 1), "end_day": date(2026, 4, 1)}
    return made.add("goals", goal_id=f"{metric}-{target}", metric=metric, target=target, currency="PLN", **month)


def test_figures_of_an_even_shop():
    figures = goal(shop(), "3000").answer(NAME, as_of=DAY).figures
    assert (figures["basis"], figures["metric"], figures["seasonal"]) == ("goal", "net_sales", True)
    assert figures["so_far"] == Money(Decimal("1500.00"), "PLN")
    assert figures["goal"] == Money(Decimal("3000.00"), "PLN")
    assert float(figures["forecast_likely"].amount) == pytest.approx(3100, rel=0.02)
    assert figures["chance"] > 0.9


def test_an_ambitious_goal_has_a_small_chance_and_is_told():
    report = goal(shop(), "5000").answer(NAME, as_of=DAY)
    assert report.figures["chance"] < 0.1
    assert [(f.id, f.kind) for f in report.findings] == [("goal:net_sales-5000", "note")]


def test_the_path_ends_at_the_goal_and_knows_the_days_that_were():
    path = goal(shop(), "3100").answer(NAME, as_of=DAY).figures["path"]
    assert (len(path), path[0][0], path[-1][0]) == (31, date(2026, 3, 1), date(2026, 3, 31))
    assert path[-1][1] == pytest.approx(3100)
    assert [actual for _, _, actual in path[:3]] == [100.0, 200.0, 300.0]
    assert [actual for _, _, actual in path[15:]] == [None] * 16


def test_without_a_goal_the_same_month_last_year():
    figures = shop().answer(NAME, as_of=DAY).figures
    assert figures["basis"] == "last year"
    assert figures["goal"] == Money(Decimal("3100.00"), "PLN")
    assert 0.05 < figures["chance"] < 0.95 or figures["chance"] > 0.5


def test_without_a_goal_and_a_year_there_is_a_forecast_but_no_chance():
    report = shop(days=60).answer(NAME, as_of=DAY)
    assert report.figures["basis"] == "none"
    assert "chance" not in report.figures
    assert not report.figures["seasonal"]
    assert report.findings == ()
    assert float(report.figures["forecast_likely"].amount) == pytest.approx(3100, rel=0.05)


def test_a_few_days_say_nothing():
    report = shop(days=9).answer(NAME, as_of=DAY)
    assert report.figures == {"basis": "none"}
    assert report.gaps


def test_goals_in_orders_and_margin_and_one_that_cannot_be_followed():
    made = goal(goal(goal(shop(), "31", "orders"), "2000", "cm1"), "0.02", "repeat_rate")
    report = made.answer(NAME, as_of=DAY)
    assert {report.figures["metric"], *(g["metric"] for g in report.figures["goals"])} == {"orders", "cm1"}
    orders = next(g for g in (report.figures, *report.figures["goals"]) if g["metric"] == "orders")
    assert (orders["so_far"], orders["goal"]) == (15, 31)
    assert len(report.gaps) == 1


def test_the_goal_on_net_revenue_comes_first():
    report = goal(goal(shop(), "31", "orders"), "3000").answer(NAME, as_of=DAY)
    assert report.figures["metric"] == "net_sales"
    assert [g["metric"] for g in report.figures["goals"]] == ["orders"]


def test_on_the_first_of_the_month_nothing_is_there_yet():
    figures = shop().answer(NAME, as_of=date(2026, 3, 1)).figures
    assert figures["so_far"] == Money(Decimal("0.00"), "PLN")
    assert float(figures["forecast_likely"].amount) == pytest.approx(3100, rel=0.05)


def test_what_comes_later_does_not_change_the_day():
    assert same_after_what_comes_later(goal(shop(), "3000").open(), NAME, as_of=DAY)
