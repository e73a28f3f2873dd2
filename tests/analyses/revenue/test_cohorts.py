"""The shares of those who came back, counted by hand; and a planted fall."""

from datetime import date
from decimal import Decimal

import pytest

from storehelm.analyses.revenue.cohorts import run
from storehelm.core.text import say
from storehelm.metrics.measure import ask
from tests.analyses.revenue.stores import END, Shop, days_back


def test_the_grid_by_hand():
    shop = Shop()
    for customer, days in {
        "ann": [date(2024, 1, 5), date(2024, 1, 20), date(2024, 2, 3), date(2024, 4, 1)],
        "bob": [date(2024, 1, 9), date(2024, 4, 30)],
        "eve": [date(2024, 3, 2)],
        None: [date(2024, 3, 3)],
    }.items():
        for day in days:
            shop.order(day, customer, ("v1", 1, 10))
    rows = run(shop.open(), as_of=END).grids[0].rows
    half, none = Decimal("0.5"), Decimal(0)
    assert rows[0][:7] == (date(2024, 1, 1), 2, half, none, Decimal(1), none, None)
    assert rows[1][:5] == (date(2024, 3, 1), 1, none, none, None)
    assert len(rows) == 2


def new_customers(shop, first, last, share, name):
    """One a day first buys `first` to `last` days back; the share of them, evenly, comes back 30 days later."""
    for n, back in enumerate(range(first, last, -1)):
        shop.order(days_back(back), f"{name}{n}", ("v1", 1, 10))
        if int((n + 1) * share) > int(n * share):
            shop.order(days_back(back - 30), f"{name}{n}", ("v1", 1, 10))


@pytest.mark.parametrize(
    ("now", "kind", "title"),
    [
        (0.1, "note", "Fewer new customers come back: 10 of 100, against 40 before"),
        (0.8, "note", "More new customers come back: 80 of 100, against 40 before"),
        (0.37, "normal", "New customers come back about as before: 37 of 100, against 40"),
    ],
)
def test_newer_against_older(now, kind, title):
    shop = Shop()
    new_customers(shop, 620, 514, 0.0, "first")
    new_customers(shop, 514, 424, 0.4, "old")
    new_customers(shop, 150, 60, now, "new")
    warehouse = shop.open()
    report = run(warehouse, as_of=END)
    (finding,) = report.findings
    assert (finding.kind, say(finding.title)) == (kind, title)
    rows = ask(warehouse, finding.evidence[0].sql, as_of=END, **finding.evidence[0].params)
    assert (len(rows), sum(rows.column("back"))) == report.figures["newer"] == (90, int(90 * now))


def test_a_short_history_says_so():
    shop = Shop()
    new_customers(shop, 200, 60, 0.3, "new")
    report = run(shop.open(), as_of=END)
    assert not report.findings
    assert "longer history" in say(report.gaps[0].text)
    assert report.grids[0].rows


def test_nobody_known():
    shop = Shop()
    shop.order(days_back(40), None, ("v1", 1, 10))
    report = run(shop.open(), as_of=END)
    assert not report.grids
    assert report.gaps[0].missing == ("customers",)
