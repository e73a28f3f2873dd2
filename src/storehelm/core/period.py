"""Half-open periods of store-local days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from storehelm.core.errors import BadInput


def month_start(day: date) -> date:
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies `months` after `day`'s month."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def year_before(day: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, not including, `end`, in the store's own time zone."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise BadInput(f"A period cannot end ({self.end}) before it starts ({self.start}).")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @classmethod
    def day(cls, day: date) -> Self:
        return cls(day, day + timedelta(days=1))

    @classmethod
    def last_days(cls, n: int, *, before: date) -> Self:
        """The `n` whole days that end with the day before `before`."""
        return cls(before - timedelta(days=n), before)

    @classmethod
    def month(cls, day: date) -> Self:
        """The calendar month that holds `day`."""
        return cls(month_start(day), add_months(day, 1))

    def before(self) -> Period:
        """The period of the same length that ends where this one starts."""
        return Period(self.start - timedelta(days=self.days), self.start)

    def back(self, days: int) -> Period:
        return Period(self.start - timedelta(days=days), self.end - timedelta(days=days))

    def year_before(self) -> Period:
        return Period(year_before(self.start), year_before(self.end))
