"""The fan-out trap: an additive metric, summed over any of its dimensions, is its total to the cent."""

from decimal import Decimal

import pytest

from storehelm.metrics.measure import measure
from storehelm.metrics.registry import all_metrics, dimensions, metric, parts
from tests.metrics.conftest import PERIOD

CENT = Decimal("0.01")


def is_sum(name):
    """Not a ratio, and nothing distinct is counted in it."""
    return not metric(name).over[0] and all(metric(part).additive for part in parts(name))


ADDITIVE = [name for name in all_metrics() if is_sum(name)]


def test_most_metrics_are_tried():
    assert len(ADDITIVE) > 40
    assert {"net_sales", "cm1", "cm2", "cm3", "ad_spend", "sessions", "stock_value", "parcels_late"} <= set(ADDITIVE)


@pytest.mark.parametrize("name", ADDITIVE)
def test_parts_add_up_to_the_total(sample, name):
    total = measure(sample, [name], PERIOD, as_of=None).total(name)
    assert total is not None
    for dimension in dimensions(name):
        cut = measure(sample, [name], PERIOD, as_of=None, by=[dimension])
        summed = sum(cut.series(name).values())
        assert abs(Decimal(summed) - Decimal(total)) < CENT, dimension


def test_two_dimensions_at_once_add_up_too(sample):
    names = ["net_sales", "cm2", "shipping_cost", "orders"]
    totals = measure(sample, names, PERIOD, as_of=None)
    cut = measure(sample, names, PERIOD, as_of=None, by=["country", "customer_type"])
    for name in names:
        assert sum(cell[name] or 0 for cell in cut.cells.values()) == totals.total(name)
