"""Intervals that hold as often as they say, ranges multiplied, lots drawn."""

import numpy as np
import pytest

from storehelm.methods.proportions import difference, smallest_seen
from storehelm.methods.uncertain import left_alone, product, split_normal


def test_the_interval_holds_the_true_difference():
    rng = np.random.default_rng(3)
    held = 0
    for a, b in zip(rng.binomial(80, 0.1, 500), rng.binomial(120, 0.2, 500), strict=True):
        low, _, high = difference(int(a), 80, int(b), 120)
        held += low <= -0.1 <= high
    assert 0.93 <= held / 500 <= 0.985


@pytest.mark.parametrize("hits", [0, 1, 50])
def test_the_difference_lies_in_its_own_interval(hits):
    low, plain, high = difference(hits, 50, 0, 50)
    assert low <= plain <= high


def test_the_smallest_difference_seen_is_the_textbooks():
    # 3% against 4% at 95% and 80% needs about 5,300 an arm
    assert smallest_seen(0.035, 5300, 5300) == pytest.approx(0.01, rel=0.01)
    assert smallest_seen(0.1, 0, 10) == float("inf")


def test_points_of_a_split_range_are_where_they_were_said_to_be():
    values = split_normal((0.0, 1.0, 5.0), np.random.default_rng(0).standard_normal(200_000))
    assert np.quantile(values, (0.05, 0.5, 0.95)) == pytest.approx([0, 1, 5], abs=0.05)


def test_a_product_of_certain_numbers_is_certain():
    assert product([(2, 2, 2), (3, 3, 3)], seed=1) == (6, 6, 6)


def test_a_product_keeps_order_and_seed():
    ranges = [(1.0, 2.0, 4.0), (0.0, 0.5, 1.0)]
    low, likely, high = product(ranges, seed=1)
    assert low < likely < high
    assert likely == pytest.approx(1.0, rel=0.1)
    assert product(ranges, seed=1) == (low, likely, high)
    assert product(ranges, seed=2) != (low, likely, high)


def test_lots_are_drawn_evenly_and_the_same_for_a_seed():
    drawn = sum(left_alone(10, 3, seed=s).astype(int) for s in range(2000))
    assert drawn.sum() == 6000
    assert drawn.min() > 500
    assert (left_alone(50, 9, seed=4) == left_alone(50, 9, seed=4)).all()
