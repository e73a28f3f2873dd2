"""Who is late by their own rhythm, and what a letter to them is worth."""

from datetime import timedelta

import pytest

from storehelm.analyses import answer
from storehelm.analyses.revenue._win_back import PRIOR, history
from storehelm.analyses.revenue.customers import run
from storehelm.core.store import StoreInfo
from storehelm.core.text import say
from storehelm.metrics.measure import ask
from tests.analyses.revenue.stores import END, Shop, busy_shop, days_back


def visits(shop, customer, *backs, net=100):
    for back in backs:
        shop.order(days_back(back), customer, ("v1", 2, net))


def segments(shop):
    return {row[0]: row[2] for row in run(shop.open(), as_of=END).grids[0].rows}


@pytest.fixture
def steady():
    """Ten who buy every 30 days and did so lately: the store's gap is 30 days."""
    shop = Shop()
    for n in range(10):
        visits(shop, f"steady{n}", *range(5 + n, 300, 30))
    return shop


@pytest.mark.parametrize(
    ("backs", "segment"),
    [
        ((10,), "new"),
        ((60,), "once"),
        ((400,), "gone"),
        ((100, 70), "late"),
        ((50, 20), "regular"),
        ((290, 200, 110), "late"),
        ((460, 370, 280, 190, 100), "regular"),  # late for the store's gap, on time for their own
    ],
)
def test_a_customer_is_seen_by_their_own_rhythm(steady, backs, segment):
    visits(steady, "x", *backs, net=1)
    plain = {"best": 3, "regular": 7}
    plain[segment] = plain.get(segment, 0) + 1
    assert segments(steady) == plain


def test_the_fifth_that_buys_for_most_is_best_even_when_late(steady):
    visits(steady, "x", 200, 170, 140, net=5000)
    found = segments(steady)
    assert found["best_late"] == 1
    assert sum(found.values()) == 11


def test_history_counts_those_who_were_late_and_came_back(steady):
    visits(steady, "came", 260, 230, 100)  # late 120, 180 days ago; back 100 days ago
    visits(steady, "never", 260, 230)
    past = history(steady.open(), 30.0, as_of=END)
    assert (past.late, past.back) == (5, 1)  # came at 180 and 120, never at 180, 120 and 60 days ago
    assert past.mean == 100


@pytest.fixture(scope="module")
def busy():
    warehouse = busy_shop(customers=300).open()
    yield warehouse
    warehouse.close()


def test_the_letter(busy):
    report = run(busy, as_of=END)
    (letter,) = report.proposals
    plan = letter.measurement
    assert plan.design == "holdout"
    assert not set(plan.units) & set(plan.controls)
    late = sum(row[2] for row in report.grids[0].rows if row[0] in ("late", "best_late"))
    assert len(plan.units) + len(plan.controls) == late
    assert letter.prior == PRIOR
    assert 0 <= letter.expected.low.amount < letter.expected.likely.amount < letter.expected.high.amount
    assert len(ask(busy, letter.evidence[0].sql, as_of=END, **letter.evidence[0].params)) == late
    assert run(busy, as_of=END).proposals == report.proposals


def test_the_letters_worth_is_the_product_of_what_is_known(busy):
    report = run(busy, as_of=END)
    past = history(busy, report.figures["usual_gap_days"], as_of=END)
    (letter,) = report.proposals
    goods = ask(busy, "SELECT SUM(m.cost) / SUM(m.net) AS part FROM margins AS m", as_of=END).value()
    rough = len(letter.measurement.units) * PRIOR.likely * past.mean * (1 - float(goods))
    assert float(letter.expected.likely.amount) == pytest.approx(rough, rel=0.25)


def test_the_lots_differ_from_day_to_day_only_by_their_seed(busy):
    (today,), (tomorrow,) = (run(busy, as_of=END + timedelta(days=n)).proposals for n in (0, 1))
    assert today.measurement.seed != tomorrow.measurement.seed


def test_without_costs_there_is_the_finding_alone():
    report = run(busy_shop(customers=300, costs=False).open(), as_of=END)
    assert not report.proposals
    assert report.gaps[0].missing == ("costs",)
    (finding,) = report.findings
    assert "customers have not come back" in say(finding.title)


def test_an_unconfirmed_store_gets_no_letter():
    info = StoreInfo("small", currency="EUR", timezone="Europe/Warsaw", confirmed=False)
    report = answer("revenue.customers", busy_shop(customers=300).open(info), as_of=END)
    assert not report.proposals
    assert any(gap.held for gap in report.gaps)


def test_a_finding_opens_to_its_customers(busy):
    report = run(busy, as_of=END)
    (finding,) = report.findings
    (evidence,) = finding.evidence
    rows = ask(busy, evidence.sql, as_of=END, **evidence.params)
    assert len(rows) == finding.title.params["n"]
    assert float(sum(rows.column("net"))) / 12 == pytest.approx(float(finding.money.likely.amount), abs=0.01)


def test_a_store_that_knows_nobody_says_so():
    shop = Shop()
    for back in range(1, 100):
        shop.order(days_back(back), None, ("v1", 1, 10))
    report = run(shop.open(), as_of=END)
    assert not report.findings
    assert report.gaps[0].missing == ("customers",)
