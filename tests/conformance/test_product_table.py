"""The product table on both engines."""

from datetime import date

import pytest

from storehelm.metrics.product_table import product_rows, readable
from tests.conformance.small_store import LAST

pytestmark = pytest.mark.clickhouse


@pytest.mark.parametrize("as_of", [date(2024, 2, 10), date(2024, 3, 31), LAST], ids=str)
def test_the_same_rows(stocked, as_of):
    rows = stocked.same(lambda w: product_rows(w, as_of))
    assert rows
    assert all(readable(row)["sold_90"] >= 0 for row in rows)
