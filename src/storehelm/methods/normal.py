"""What is normal for a day or a week of money: recent level, weekday or season, and how far it usually strays.

Values are compared on a scale that is logarithmic for large and linear near zero (the inverse hyperbolic sine:
Burbidge, Magee, Robb 1988), so that a day of nothing, or of returns only, has its place. Levels are medians and the
range comes from how far the method itself has strayed before: the four fifths that strayed least, widened as a normal
law would, so that one odd week, or a yearly peak, neither moves the level nor widens the range much.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Series = NDArray[np.float64]
RECENT_WEEKS, YEAR, FEWEST, MOST, CORE = 8, 52, 12, 104, 0.8
WEEKS_NEEDED = RECENT_WEEKS + FEWEST + 1
DAYS_NEEDED = 7 + 7 * RECENT_WEEKS + 60


@dataclass(frozen=True, slots=True)
class Range:
    """The normal range of one value. `seasonal` says whether last year's shape was used; `seen` is how many past
    values the range rests on."""

    low: float
    expected: float
    high: float
    seasonal: bool = False
    seen: int = 0

    def verdict(self, value: float) -> str:
        """ "below", "normal" or "above"."""
        if value < self.low:
            return "below"
        return "above" if value > self.high else "normal"


def weekly_range(weeks: Any, level: float = 0.95) -> Range | None:
    """The normal range of the last of `weeks` (oldest first, one value a week) judged by those before it.

    The level is the median of the eight weeks before. The week's distance from its level a year ago is added, whole, by
    half or not at all, whichever has erred least; until two years are known that cannot be told, and what
    of it is more than ordinary straying widens the range to its side. None under 21 weeks.
    """
    values = np.asarray(weeks, dtype=float)
    if len(values) < WEEKS_NEEDED:
        return None
    scale = _scale(values[:-1])
    z = np.arcsinh(values / scale)
    recent = np.concatenate([np.full(RECENT_WEEKS, np.nan), np.median(_before(z, RECENT_WEEKS), axis=1)])
    season = np.full(len(z), np.nan)
    season[YEAR:] = z[:-YEAR] - recent[:-YEAR]
    if np.isnan(season[-1]):
        return _range(z, recent, scale, level)
    if (~np.isnan(season[:-1])).sum() < YEAR - RECENT_WEEKS:
        return _range(z, recent, scale, level, open_season=float(season[-1]))
    weight = _season_weight(z, recent, season)
    return _range(z, recent + weight * season if weight else recent, scale, level, seasonal=weight > 0)


def _season_weight(z: Series, recent: Series, season: Series) -> float:
    known = ~np.isnan(season[:-1])
    errors = {w: np.mean(np.abs(z - recent - w * season)[:-1][known]) for w in (0.0, 0.5, 1.0)}
    return min(errors, key=lambda w: (errors[w], w))


def daily_range(days: Any, level: float = 0.95) -> Range | None:
    """The normal range of the last of `days` (oldest first, one value a day) judged by those before it.

    The level is the seven days before; the weekday's distance from it is the median of the last eight such weekdays.
    None under 123 days.
    """
    values = np.asarray(days, dtype=float)
    if len(values) < DAYS_NEEDED:
        return None
    scale = _scale(values[:-1])
    z = np.arcsinh(values / scale)
    week = np.concatenate([np.full(7, np.nan), np.arcsinh(_before(values, 7).mean(axis=1) / scale)])
    off = z - week
    same = np.stack([np.concatenate([np.full(7 * k, np.nan), off[: -7 * k]]) for k in range(1, RECENT_WEEKS + 1)])
    return _range(z, week + np.median(same, axis=0), scale, level)


def usual_change(totals: Any, level: float = 0.9) -> tuple[float, float] | None:
    """The range in which `after / before - 1` usually lies, from past pairs: `totals` is (n, 2), before and after.

    Pairs with a side that is not above zero are left out; None under 26 pairs (half a year of weeks).
    """
    pairs = np.asarray(totals, dtype=float).reshape(-1, 2)
    pairs = pairs[(pairs > 0).all(axis=1)]
    if len(pairs) < 26:
        return None
    low, high = np.quantile(np.log(pairs[:, 1] / pairs[:, 0]), [(1 - level) / 2, (1 + level) / 2])
    return float(np.expm1(low)), float(np.expm1(high))


def _scale(values: Series) -> float:
    """A tenth of the usual size: what lies above it is compared by ratio, what lies below by difference."""
    size = np.abs(values[values != 0])
    return float(np.median(size)) / 10 if len(size) else 1.0


def _before(values: Series, n: int) -> Series:
    """For each value from the `n`th on, the `n` values before it."""
    return sliding_window_view(values, n)[:-1]


def _widen(level: float) -> float:
    """From the range that holds `CORE` of a normal law to the one that holds `level`."""
    law = NormalDist()
    return law.inv_cdf((1 + level) / 2) / law.inv_cdf((1 + CORE) / 2)


def _range(
    z: Series, forecast: Series, scale: float, level: float, *, seasonal: bool = False, open_season: float = 0.0
) -> Range | None:
    errors = (z - forecast)[:-1]
    errors = errors[~np.isnan(errors)][-MOST:]
    if len(errors) < FEWEST or np.isnan(forecast[-1]):
        return None
    bias = np.median(errors)
    half = max(float(np.quantile(np.abs(errors - bias), CORE)) * _widen(level), 1e-9)
    beyond = np.sign(open_season) * max(abs(open_season) - half, 0.0)
    steps = (min(beyond, 0.0) - half, beyond / 2, max(beyond, 0.0) + half)
    low, middle, high = (float(scale * np.sinh(forecast[-1] + bias + step)) for step in steps)
    return Range(low, middle, high, seasonal or bool(beyond), len(errors))
