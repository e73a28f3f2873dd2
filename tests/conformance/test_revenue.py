"""The revenue analyses and the evidence they give, on both engines."""

import pytest

from storehelm.analyses import answer
from storehelm.core.serialise import plain
from storehelm.metrics.measure import ask
from tests.analyses.revenue.stores import END, NOW, busy_shop, later
from tests.conformance.conftest import alike, assert_alike

pytestmark = pytest.mark.clickhouse


def test_reports_and_evidence(both):
    shop = busy_shop(customers=300, days=300)
    for back in range(1, 8):
        for row in [x for x in shop.orders if (END - x["day"]).days == back]:
            row["country"] = "FR"
    both.load(shop.batch(), *later(shop, NOW), now=NOW)
    for as_of in (END, NOW.date()):
        for name in ("change", "customers", "cohorts", "anomalies"):
            reports = [answer(f"revenue.{name}", w, as_of=as_of) for w in (both.one, both.other)]
            assert alike(*map(plain, reports))
            for thing in (*reports[0].findings, *reports[0].proposals):
                for evidence in thing.evidence:
                    rows = [ask(w, evidence.sql, as_of=as_of, **evidence.params).rows for w in (both.one, both.other)]
                    assert_alike(*rows, ordered=False)
