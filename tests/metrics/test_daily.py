"""Days of a metric, cut out of one answer."""

from datetime import timedelta

import pytest

from storehelm.core.period import Period
from storehelm.metrics.measure import DAILY_BACK, daily, measure

from .conftest import END, PERIOD

TODAY = END + timedelta(days=1)


@pytest.mark.parametrize("name", ["net_sales", "orders", "cm1"])
@pytest.mark.parametrize("period", [PERIOD, Period.last_days(7, before=TODAY), Period(END, TODAY + timedelta(days=3))])
def test_they_are_those_of_the_period_alone(sample, name, period):
    alone = measure(sample, [name], period, as_of=TODAY, by=("day",)).series(name)
    days = daily(sample, name, period, as_of=TODAY)
    assert days
    assert days == alone
    assert list(days) == sorted(days)


def test_a_period_from_before_the_shared_years_is_asked_for_itself(sample):
    long = Period(TODAY - timedelta(days=DAILY_BACK + 1), TODAY)
    assert daily(sample, "orders", long, as_of=TODAY) == measure(
        sample, ["orders"], long, as_of=TODAY, by=("day",)
    ).series("orders")


def test_two_periods_are_asked_for_once(sample, monkeypatch):
    asked = []
    plain = sample.engine.ask
    monkeypatch.setattr(sample.engine, "ask", lambda sql, *a, **k: (asked.append(sql), plain(sql, *a, **k))[1])
    monkeypatch.setattr(sample, "version", sample.version + 1)
    for days in (7, 28):
        daily(sample, "gross_sales", Period.last_days(days, before=TODAY), as_of=TODAY)
    assert sum("gross_sales" in sql for sql in asked) == 1
