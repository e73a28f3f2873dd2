"""Net revenue by day: what the files of this folder look back on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storehelm.core.money import Money
from storehelm.core.period import Period
from storehelm.core.proposal import Evidence
from storehelm.core.text import t
from storehelm.metrics.measure import daily
from storehelm.warehouse.store import Warehouse

ROWS = "SELECT f.day, f.order_id, f.variant_id, f.entry, f.units, f.net FROM sales AS f"


def net_by_day(warehouse: Warehouse, *, as_of: date, days: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(net revenue, orders) of each day from the first with a sale, at most `days` back, to the day before `as_of`."""
    period = Period.last_days(days, before=as_of)
    net, orders = (daily(warehouse, name, period, as_of=as_of) for name in ("net_sales", "orders"))
    known = [period.start + timedelta(days=n) for n in range(period.days)]
    known = known[known.index(min(net)) :] if net else []
    return np.array([float(net.get(d, 0)) for d in known]), np.array([float(orders.get(d, 0)) for d in known])


def by_week(days: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of seven days, the last ending with the last day; the odd days at the beginning are left out."""
    whole = len(days) // 7 * 7
    return days[len(days) - whole :].reshape(-1, 7).sum(axis=1)


def evidence(start: date, end: date, title: Any = None, join: str = "", where: str = "", **params: Any) -> Evidence:
    """The sold and returned lines of the half-open period, by day."""
    extra = f" AND {where}" if where else ""
    return Evidence(
        title or t("Lines sold and given back from {start} to {last}", start=start, last=end - timedelta(days=1)),
        f"{ROWS} {join} WHERE f.day >= $start AND f.day < $end{extra} ORDER BY f.day, f.order_id NULLS LAST, f.net",
        {"start": start, "end": end, **params},
        ("net_sales",),
    )


def money(warehouse: Warehouse, value: Any) -> Money:
    return Money.of(value, warehouse.currency)
