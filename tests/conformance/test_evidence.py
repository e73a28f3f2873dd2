"""The rows behind every line that an analysis says, on both engines."""

import pytest

from storehelm.analyses import analysis_names, answer
from storehelm.metrics.measure import ask
from tests.conformance.conftest import SAMPLE_END

pytestmark = pytest.mark.clickhouse


@pytest.mark.parametrize("name", analysis_names())
def test_evidence_opens_to_the_same_rows(sample, name):
    report = answer(name, sample.one, as_of=SAMPLE_END)
    for line in (*report.findings, *report.proposals):
        for piece in line.evidence:
            if piece.sql:
                sql, params = piece.sql, piece.params
                rows = sample.same(lambda w, s=sql, p=params: sorted(ask(w, s, as_of=SAMPLE_END, **p).rows, key=repr))
                assert rows
