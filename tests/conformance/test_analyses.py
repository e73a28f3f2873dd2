"""Every analysis' whole report on both engines: findings, money, grids and figures."""

from dataclasses import asdict
from datetime import date

import pytest

from storehelm.analyses import analysis_names, answer
from tests.conformance.conftest import SAMPLE_END

pytestmark = pytest.mark.clickhouse


@pytest.mark.parametrize("name", analysis_names())
@pytest.mark.parametrize("as_of", [SAMPLE_END, date(2024, 3, 20)], ids=str)
def test_analysis_of_the_sample_store(sample, name, as_of):
    report = sample.same(lambda w: asdict(answer(name, w, as_of=as_of)))
    assert report["name"] == name


@pytest.mark.parametrize("name", analysis_names())
def test_analysis_of_the_small_store(stocked, name):
    stocked.same(lambda w: asdict(answer(name, w, as_of=date(2024, 4, 29))))
