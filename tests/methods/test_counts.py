"""Rates, demand beside a shelf, and how many are needed to tell two shares apart."""

import math

import pytest

from storehelm.methods.counts import demand_quantile, expected_missed, needed_to_tell, rate_interval


def poisson(mean: float, n: int) -> float:
    return math.exp(-mean) * mean**n / math.factorial(n)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 2.9957), (3, 0.8177, 7.7537), (10, 5.4254, 16.9622)])
def test_exact_interval_of_a_rate(count, low, high):
    assert rate_interval(count) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("mean", "pieces"), [(3.0, 0), (3.0, 2), (5.5, 7), (20.0, 20)])
def test_missed_pieces_are_the_mean_of_what_is_asked_beyond_the_shelf(mean, pieces):
    by_hand = sum((n - pieces) * poisson(mean, n) for n in range(pieces + 1, 120))
    assert expected_missed(mean, pieces) == pytest.approx(by_hand, rel=1e-9)


def test_quantile_is_the_smallest_that_suffices():
    for mean in (0.3, 4.0, 33.0):
        n = demand_quantile(mean, 0.95)
        assert sum(poisson(mean, k) for k in range(n + 1)) >= 0.95 > sum(poisson(mean, k) for k in range(n))


def test_three_against_four_per_cent_needs_about_5300_an_arm():
    assert needed_to_tell(0.03, 0.04) == pytest.approx(5300, abs=5)
