"""Net revenue by day: what the files of this folder look back on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storehelm.core.money import Money
from storehelm.core.proposal import Evidence
from storehelm.core.text import t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

_NET = """
SELECT f.day, SUM(f.net) AS net, COUNT(DISTINCT CASE WHEN f.entry = 'sale' THEN f.order_id END) AS orders
FROM sales AS f WHERE f.day >= $start AND f.day < $end GROUP BY f.day ORDER BY f.day
"""
ROWS = "SELECT f.day, f.order_id, f.variant_id, f.entry, f.units, f.net FROM sales AS f"


def net_by_day(warehouse: Warehouse, *, as_of: date, days: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(net revenue, orders) of each day from the first with a sale, at most `days` back, to the day before `as_of`."""
    start = as_of - timedelta(days=days)
    rows = ask(warehouse, _NET, as_of=as_of, start=start, end=as_of)
    if not len(rows):
        return np.zeros(0), np.zeros(0)
    first = rows.rows[0][0]
    made = np.zeros((2, (as_of - first).days))
    for day, net, orders in rows:
        made[:, (day - first).days] = float(net), orders
    return made[0], made[1]


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
