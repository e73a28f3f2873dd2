"""A store as operations hold it: its record, what is known of it, and its facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from storehelm.core.errors import BadInput, NotFound
from storehelm.core.settings import current
from storehelm.core.store import StoreInfo
from storehelm.warehouse.pool import Pool
from storehelm.warehouse.store import Warehouse


@cache
def pool() -> Pool:
    """The store files that this process has open."""
    settings = current()
    return Pool(settings.stores, memory_limit=settings.memory_limit, threads=settings.threads)


@dataclass(frozen=True, slots=True)
class StoreHandle:
    """`record` is the `state` model, `info` what every room may know of the store."""

    record: Any
    info: StoreInfo

    @property
    def warehouse(self) -> Warehouse:
        return pool().get(self.info)

    @property
    def slug(self) -> str:
        return self.info.slug


def info_of(record: Any) -> StoreInfo:
    """What every room may know of a store, from its record."""
    return StoreInfo(
        slug=record.slug,
        title=record.title,
        currency=record.currency,
        timezone=record.timezone,
        country=record.country,
        simulated=record.simulated,
        attribution=record.attribution,
        prices_note=record.prices_note,
        confirmed=record.confirmed_at is not None,
    )


def open_store(slug: str) -> StoreHandle:
    """The store of that slug; `NotFound` when there is none."""
    from storehelm.state.models import Store

    record = Store.objects.filter(slug=slug).first()
    if record is None:
        raise NotFound(f"There is no store '{slug}'.", mend="`storehelm stores` lists them.")
    return StoreHandle(record, info_of(record))


def now() -> datetime:
    """The moment, as naive UTC. Operations are called by doors; below them no clock is read."""
    return datetime.now(UTC).replace(tzinfo=None)


def morning(store: StoreHandle, as_of: date | None) -> date:
    """The day a question is about: the one asked for, else today.

    A bundled store's facts end on a known day (the real one's in 2011): its morning is the day after its last order.
    """
    if as_of is not None:
        if not 1970 <= as_of.year < 2200:
            raise BadInput(f"{as_of} is too far away.", field="as_of", mend="Give a day from 1970 to 2199.")
        return as_of
    today = store.info.day_of(now())
    bundled = store.record.connector in ("online_retail", "sample")
    last = store.warehouse.last_day() if bundled else None
    return min(today, last + timedelta(days=1)) if last is not None else today


def moment(store: StoreHandle) -> datetime:
    """When what is entered now becomes known, as naive UTC: now, or in a store whose facts ended long ago its morning.

    So what is entered into the bundled real store of 2011 counts in the brief of its own morning.
    """
    present = now()
    end_of_morning = store.info.end_of(morning(store, None)) - timedelta(seconds=1)
    return min(present, end_of_morning)
