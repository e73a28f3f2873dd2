"""When people buy: week, year, trend, Black Friday and Christmas, and the store's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

TIMEZONE = "Europe/Warsaw"
AHEAD = 120  # days after the last one that the buyer still plans for
BEHIND = 30
GROWTH_A_YEAR = 1.14
_WEEKDAYS = np.array([1.12, 1.06, 1.03, 1.00, 0.94, 0.82, 1.03])
_HOURS = np.array([2, 1, 1, 1, 1, 2, 4, 8, 12, 15, 16, 16, 16, 15, 15, 15, 16, 17, 19, 23, 25, 21, 13, 6], dtype=float)
_SEASONS = {"winter": (-0.30, 11), "summer": (0.30, 6), "spring": (0.25, 4), "even": (0.0, 0)}


def black_friday(year: int) -> date:
    """The fourth Friday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(4 - first.weekday()) % 7 + 21)


def _bump(day: date, month: int, of_month: int, height: float, width: float) -> float:
    distance = min(abs((day - date(year, month, of_month)).days) for year in (day.year - 1, day.year, day.year + 1))
    return height * float(np.exp(-0.5 * (distance / width) ** 2))


def demand_of(day: date, start: date) -> float:
    """Orders of a day beside an even day of the first year."""
    level = 1.0 + _bump(day, 12, 11, 0.95, 11) + _bump(day, 5, 22, 0.14, 7) - _bump(day, 7, 20, 0.13, 25)
    level -= _bump(day, 12, 27, 0.75, 3)
    if 0 <= (day - black_friday(day.year)).days <= 3:
        level *= 1.6
    trend = GROWTH_A_YEAR ** ((day - start).days / 365.25)
    return level * trend * float(_WEEKDAYS[day.weekday()])


def season_of(name: str, days: list[date]) -> np.ndarray:
    """How much more a category of that season sells on each of `days`; around 1."""
    swing, peak_month = _SEASONS[name]
    angle = np.array([(d.timetuple().tm_yday / 365.25 - (peak_month - 0.5) / 12) * 2 * np.pi for d in days])
    return 1.0 + abs(swing) * np.cos(angle)


def midnight(day: date) -> int:
    """Seconds since 1970 (UTC) at which `day` begins in the store."""
    return int(datetime.combine(day, time(), ZoneInfo(TIMEZONE)).astimezone(UTC).timestamp())


def seconds_of_day(chance: np.ndarray, length: int, *, spare: int = 900) -> np.ndarray:
    """Moments of a store day `length` seconds long, none in its last `spare` seconds, by how busy each hour is."""
    edges = np.concatenate([[0.0], np.cumsum(_HOURS) / _HOURS.sum()])
    hours = np.interp(chance, edges, np.arange(25))
    return (hours / 24 * (length - spare)).astype(np.int64)
