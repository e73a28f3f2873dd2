"""What becomes known after the day leaves that day's reports as they were."""

from datetime import datetime, timedelta

import pytest

from storehelm.analyses import answer
from storehelm.core.serialise import loads, plain
from storehelm.core.text import say
from tests.analyses.revenue.stores import END, busy_shop, later

NAMES = ("change", "customers", "cohorts", "anomalies")


@pytest.fixture(scope="module")
def told():
    """Reports before and after the store learns more, and those of a reader who asks about today's knowledge."""
    shop = busy_shop(customers=300)
    warehouse = shop.open()
    before = {n: plain(answer(f"revenue.{n}", warehouse, as_of=END)) for n in NAMES}
    known_at = datetime.combine(END + timedelta(days=2), datetime.min.time())
    for batch in later(shop, known_at):
        assert warehouse.load(batch, now=known_at).changed_anything
    after = {n: plain(answer(f"revenue.{n}", warehouse, as_of=END)) for n in NAMES}
    fresh = {n: plain(answer(f"revenue.{n}", warehouse, as_of=END + timedelta(days=3))) for n in NAMES}
    return before, after, fresh


@pytest.mark.parametrize("name", NAMES)
def test_the_same_report(told, name):
    before, after, _ = told
    assert after[name] == before[name]
    assert before[name]["findings"] or before[name]["grids"] or before[name]["figures"]


def test_a_later_day_sees_it(told):
    before, _, fresh = told
    assert fresh["change"]["figures"] != before["change"]["figures"]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_travels_as_json_and_speaks_polish(told, name):
    import json

    report = loads(json.dumps(told[0][name]))
    for thing in (*report.findings, *report.proposals):
        assert say(thing.title, "pl") != say(thing.title, "en")
