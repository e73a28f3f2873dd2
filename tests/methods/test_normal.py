"""Ordinary values are called normal about as often as said, planted ones are not, and one odd week spoils nothing."""

import numpy as np
import pytest

from storehelm.methods.normal import DAYS_NEEDED, WEEKS_NEEDED, daily_range, usual_change, weekly_range

WEEKDAYS = np.array([1.0, 0.9, 1.0, 1.1, 1.3, 0.0, 0.7])


def noise(n, seed=1, spread=0.1):
    return np.exp(np.random.default_rng(seed).normal(0, spread, n))


def test_too_short_a_history_says_nothing():
    assert weekly_range(noise(WEEKS_NEEDED - 1)) is None
    assert weekly_range(noise(WEEKS_NEEDED)) is not None
    assert daily_range(noise(DAYS_NEEDED - 1)) is None
    assert daily_range(noise(DAYS_NEEDED)) is not None


def test_ordinary_weeks_are_mostly_normal():
    weeks = 1000 * noise(400)
    verdicts = [weekly_range(weeks[: n + 1]).verdict(weeks[n]) for n in range(60, 400)]
    assert 0.9 <= verdicts.count("normal") / len(verdicts) <= 0.985


@pytest.mark.parametrize(("factor", "verdict"), [(0.5, "below"), (1.0, "normal"), (2.0, "above")])
def test_a_planted_week_is_seen(factor, verdict):
    weeks = 1000 * noise(60)
    weeks[-1] = 1000 * factor
    assert weekly_range(weeks).verdict(weeks[-1]) == verdict


def test_one_odd_week_moves_neither_level_nor_range_much():
    weeks = 1000 * noise(60)
    plain = weekly_range(weeks)
    weeks[-4] = 50_000
    odd = weekly_range(weeks)
    assert odd.expected == pytest.approx(plain.expected, rel=0.1)
    assert odd.high < 2 * plain.high


def test_last_years_season_is_expected_again():
    season = np.ones(52)
    season[45:50] = 3.0
    weeks = 1000 * np.tile(season, 3) * noise(156, spread=0.05)
    third = weekly_range(weeks[: 2 * 52 + 46])
    assert third.seasonal
    assert third.verdict(3000) == "normal"
    assert third.verdict(1000) == "below"


def test_a_season_seen_once_may_or_may_not_come_again():
    season = np.ones(52)
    season[45:50] = 3.0
    weeks = 1000 * np.tile(season, 2) * noise(104, spread=0.05)
    second = weekly_range(weeks[: 52 + 46])
    assert [second.verdict(v) for v in (400, 1000, 3000, 6000)] == ["below", "normal", "normal", "above"]


def test_a_weekday_on_which_the_shop_is_shut_is_normal_and_a_silent_monday_is_not():
    days = 500 * np.tile(WEEKDAYS, 30)
    days *= noise(len(days))
    shut = days[: 7 * 29 + 6]
    assert shut[-1] == 0
    assert daily_range(shut).verdict(0) == "normal"
    monday = days[: 7 * 29 + 1].copy()
    monday[-1] = 0
    assert daily_range(monday).verdict(0) == "below"


def test_a_growing_store_is_not_above_normal_for_ever():
    weeks = 1000 * 1.02 ** np.arange(90) * noise(90, spread=0.05)
    verdicts = [weekly_range(weeks[: n + 1]).verdict(weeks[n]) for n in range(40, 90)]
    assert verdicts.count("normal") >= 44


def test_money_given_back_all_week_has_its_place():
    weeks = 1000 * noise(40)
    weeks[-1] = -500
    assert weekly_range(weeks).verdict(-500) == "below"


def test_a_usual_change_comes_from_past_pairs():
    before = 1000 * noise(60, seed=2)
    pairs = np.column_stack([before, before * noise(60, seed=3)])
    low, high = usual_change(pairs)
    assert -0.3 < low < -0.1 < 0.1 < high < 0.3
    assert usual_change(pairs[:25]) is None
    assert usual_change(np.column_stack([before, -before])) is None
