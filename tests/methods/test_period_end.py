"""Where a period will end."""

import numpy as np
import pytest

from storehelm.methods.period_end import YEAR, expected_path, period_end, season_index

WEEK = np.array([10.0, 8, 8, 8, 9, 20, 0])


def test_weekdays_are_not_spread_evenly():
    """Eight equal weeks, five days from a Monday: Monday to Friday, not five sevenths of a week."""
    end = period_end(np.tile(WEEK, 8), 5, 100.0)
    assert not end.seasonal
    assert np.median(end.totals) == pytest.approx(100 + WEEK[:5].sum(), rel=0.03)


def test_last_years_season_lifts_the_days_to_come():
    days = np.concatenate([np.tile(WEEK, 8), np.tile(WEEK, 52) * 3])  # the year goes on at three times
    days[-56:] = np.tile(WEEK, 8)
    season, known = season_index(days, 14)
    assert known
    assert season[7:] == pytest.approx(3.0)
    assert np.median(period_end(days, 14, 0.0).totals) > 2 * WEEK.sum() * 2


def test_less_than_a_year_is_flat_and_wider():
    rng = np.random.default_rng(1)
    days = rng.poisson(50, YEAR + 56 + 7).astype(float)
    low, likely, high = period_end(days, 20, 0.0).interval()
    short = period_end(days[-100:], 20, 0.0)
    assert not short.seasonal
    assert short.interval()[2] - short.interval()[0] > high - low
    assert low < likely < high


def test_the_chance_is_the_share_of_draws_that_reach_it():
    end = period_end(np.tile(WEEK, 8), 7, 0.0)
    assert end.chance(-1) > 0.999
    assert end.chance(1e9) < 0.001
    assert 0.3 < end.chance(float(np.median(end.totals))) < 0.7


def test_when_the_period_is_over_it_is_known():
    end = period_end(np.tile(WEEK, 8), 0, 500.0)
    assert end.chance(500.0) == 1.0
    assert end.chance(500.01) == 0.0
    assert end.interval() == (500.0, 500.0, 500.0)


def test_the_same_again():
    days = np.tile(WEEK, 10)
    assert (period_end(days, 9, 1.0).totals == period_end(days, 9, 1.0).totals).all()


def test_nine_of_ten_periods_end_inside():
    """Sixty made-up shops with weekdays, noise and a season: the interval holds about as often as it says."""
    rng = np.random.default_rng(5)
    inside = 0
    for shop in range(60):
        n = np.arange(YEAR + 56 + 200)
        season = 1 + 0.4 * np.sin((n + 6 * shop) / 364 * 2 * np.pi)
        days = rng.poisson(np.tile(WEEK, len(n) // 7 + 1)[: len(n)] * season * 4).astype(float)
        cut = len(n) - 30 - shop % 7
        low, _, high = period_end(days[:cut], 20, 0.0).interval()
        inside += low <= days[cut : cut + 20].sum() <= high
    assert inside >= 48


def test_the_path_reaches_the_total_by_weekday():
    path = expected_path(np.tile(WEEK, 8), 14, 126.0)
    assert path[-1] == pytest.approx(126.0)
    assert np.diff(path, prepend=0.0)[:7] == pytest.approx(WEEK)
