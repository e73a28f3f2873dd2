"""Where a period will end: what is there so far, and the remaining days drawn from recent ones of their weekday."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

RECENT_WEEKS = 8
YEAR = 364  # whole weeks, so that a weekday meets the same weekday
_AROUND = 3  # days before and after that make a week's level
_MOST, _LEAST = 4.0, 0.25
_UNKNOWN_SEASON = 0.2  # how far, as a share, a shop's next weeks lie from its last eight; now and then much farther


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The drawn totals of the period (1-d array) and how much the season lifts each remaining day (1-d array)."""

    totals: Any
    season: Any
    seasonal: bool

    def chance(self, target: float) -> float:
        """How likely the total reaches `target`, 0 to 1; never quite 0 or 1 while days remain."""
        reached, draws = int((self.totals >= target).sum()), len(self.totals)
        return float(reached / draws) if len(self.season) == 0 else (reached + 0.5) / (draws + 1)

    def interval(self, level: float = 0.9) -> tuple[float, float, float]:
        """Low, likely (the median) and high of the total."""
        import numpy as np

        tail = (1 - level) / 2
        low, likely, high = np.quantile(self.totals, [tail, 0.5, 1 - tail])
        return float(low), float(likely), float(high)


def period_end(daily: Any, remaining: int, so_far: float, *, seed: int = 7, draws: int = 4000) -> PeriodEnd:
    """Totals of a period that has `so_far` and lasts `remaining` days more.

    `daily` is a 1-d array with one value a day, zeros included, ending with the last whole day; at least two weeks.
    A remaining day is drawn from the last eight weeks' days of the same weekday (a bootstrap in two stages, weeks
    first and days in them, so that the level's own uncertainty is in the interval) and lifted by the season: the level
    of the same week last year beside last year's same eight weeks, with its own error. With less than a year of
    history the season is taken as flat (`seasonal` is False) with a wide, heavy-tailed error (Student's t, 3 degrees):
    a season may lie ahead that nobody has seen.

    Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), chapters 6 and 8; the seasonal index is
    the ratio to a moving level of R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, section 3.4.
    """
    import numpy as np

    daily = np.asarray(daily, dtype=float)
    season, seasonal = season_index(daily, remaining)
    if remaining <= 0:
        return PeriodEnd(np.full(draws, so_far), np.zeros(0), seasonal)
    rng = np.random.default_rng(seed)
    weeks = min(RECENT_WEEKS, len(daily) // 7)
    recent = daily[-7 * weeks :].reshape(weeks, 7)  # column d is the weekday of the d-th day from today
    chosen = rng.integers(weeks, size=(draws, weeks))
    which = chosen[np.arange(draws)[:, None], rng.integers(weeks, size=(draws, remaining))]
    drawn = recent[which, np.arange(remaining) % 7]
    off = rng.normal(0.0, season_error(recent), draws) if seasonal else rng.standard_t(3, draws) * _UNKNOWN_SEASON
    lifts = season * np.clip(np.exp(off), _LEAST, _MOST)[:, None]
    return PeriodEnd(so_far + (drawn * lifts).sum(axis=1), season, seasonal)


def season_index(daily: Any, remaining: int) -> tuple[Any, bool]:
    """How much more each of the next `remaining` days brings than the last eight weeks did, by last year; ones where
    last year is not there. The second value says whether last year was used."""
    import numpy as np

    daily = np.asarray(daily, dtype=float)
    first = len(daily) - YEAR - 7 * RECENT_WEEKS
    if first < 0:
        return np.ones(max(0, remaining)), False
    base = daily[first : first + 7 * RECENT_WEEKS].mean()
    if base <= 0:
        return np.ones(max(0, remaining)), False
    at = len(daily) - YEAR + np.arange(max(0, remaining))
    level = np.array([daily[max(0, i - _AROUND) : i + _AROUND + 1].mean() for i in at])
    return np.clip(level / base, _LEAST, _MOST), True


def season_error(recent: Any) -> float:
    """The error, as a share, of a level taken from one week of days: how much weeks of `recent` (weeks, 7) vary."""
    import numpy as np

    weekly = np.asarray(recent, dtype=float).sum(axis=1)
    if len(weekly) < 2 or weekly.mean() <= 0:
        return 0.0
    return float(min(0.5, weekly.std(ddof=1) / weekly.mean()))


def expected_path(daily_before: Any, days: int, total: float) -> Any:
    """The cumulated path, one value a day, on which a period of `days` reaches `total` if weekdays and season are as
    before. `daily_before` ends with the day before the period."""
    import numpy as np

    before = np.asarray(daily_before, dtype=float)
    weeks = min(RECENT_WEEKS, len(before) // 7)
    weekday = before[-7 * weeks :].reshape(weeks, 7).mean(axis=0) if weeks else np.ones(7)
    season, _ = season_index(before, days)
    shape = np.maximum(weekday[np.arange(days) % 7], 0.0) * season
    if shape.sum() <= 0:
        shape = np.ones(days)
    return total * np.cumsum(shape) / shape.sum()
