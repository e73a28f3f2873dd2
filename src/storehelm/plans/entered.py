"""Everything people entered, brought into the warehouse like any other source."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storehelm.plans import costs, fees, goals
from storehelm.warehouse.store import Warehouse


def load(store: Any, warehouse: Warehouse, *, known_at: datetime, now: datetime) -> int:
    """Costs, fees and goals of the store, as after a sync; returns how many rows that changed.

    `store` is the operational record; `known_at` and `now` are naive UTC.
    """
    return sum(part.load(store, warehouse, known_at=known_at, now=now) for part in (costs, fees, goals))
