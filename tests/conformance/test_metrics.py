"""Every metric, whole and along each of its dimensions, on both engines."""

from datetime import date, timedelta

import pytest

from storehelm.core.period import Period
from storehelm.metrics.measure import measure
from storehelm.metrics.registry import all_metrics, dimensions
from tests.conformance.small_store import FIRST, LAST

pytestmark = pytest.mark.clickhouse
PERIOD = Period(FIRST, LAST + timedelta(days=1))


@pytest.mark.parametrize("name", sorted(all_metrics()))
@pytest.mark.parametrize("as_of", [None, date(2024, 3, 31)], ids=str)
def test_metric(stocked, name, as_of):
    total = stocked.same(lambda w: measure(w, [name], PERIOD, as_of=as_of).cells)
    assert total[()][name] is not None
    for dimension in dimensions(name):
        cells = stocked.same(lambda w, d=dimension: measure(w, [name], PERIOD, as_of=as_of, by=[d]).cells)
        assert cells


@pytest.mark.parametrize("name", sorted(all_metrics()))
def test_metric_of_the_sample_store(sample, name):
    month = Period(date(2024, 3, 1), date(2024, 4, 1))
    total = sample.same(lambda w: measure(w, [name], month, as_of=date(2024, 4, 30)).cells)
    assert total[()][name] is not None
    for dimension in dimensions(name)[-2:]:
        sample.same(lambda w, d=dimension: measure(w, [name], month, as_of=None, by=[d]).cells)
