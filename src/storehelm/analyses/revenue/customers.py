"""Who are the customers by when, how often and for how much they buy, and whom is it worth writing to?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from storehelm.analyses.revenue import _win_back
from storehelm.analyses.revenue._days import money
from storehelm.analyses.revenue._rhythm import rhythm, usual_gap
from storehelm.core.money import Estimate
from storehelm.core.period import year_before
from storehelm.core.proposal import Evidence
from storehelm.core.report import Finding, Gap, Grid, Report
from storehelm.core.text import t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("orders", "order_lines")
FEWEST = 30

SEGMENTS = {
    "best": t("Best: the fifth that buys for most, and on time"),
    "best_late": t("Best, but late: their usual time between orders has passed"),
    "regular": t("Regulars: they come back on time"),
    "late": t("Late: their usual time between orders has passed"),
    "new": t("New: first order not long ago"),
    "once": t("Bought once and not since"),
    "gone": t("Gone: nothing for a year or more"),
}

_KNOWN = f"""
SELECT r.customer_key, r.visits, r.since, r.usual, r.state, coalesce(s.net, 0) AS net,
    NTILE(5) OVER (ORDER BY coalesce(s.net, 0) DESC, r.customer_key) AS fifth
FROM ({rhythm("SELECT CAST($end AS DATE) AS moment")}) AS r
LEFT JOIN (
    SELECT f.customer_key, SUM(f.net) AS net FROM sales AS f
    WHERE f.customer_key IS NOT NULL AND f.day >= $year_ago AND f.day < $end GROUP BY f.customer_key) AS s
ON s.customer_key = r.customer_key
"""
_SEGMENTED = f"""
SELECT k.*, CASE WHEN k.fifth = 1 AND k.state = 'regular' THEN 'best' WHEN k.fifth = 1 AND k.state = 'late'
    THEN 'best_late' ELSE k.state END AS segment
FROM ({_KNOWN}) AS k
"""
_COUNTED = f"""
SELECT g.segment, COUNT(*) AS customers, SUM(g.net) AS net FROM ({_SEGMENTED}) AS g
GROUP BY g.segment ORDER BY g.segment
"""
_ROWS = f"""
SELECT g.customer_key, g.visits, g.since, g.usual, g.net FROM ({_SEGMENTED}) AS g
WHERE g.segment IN ('late', 'best_late') ORDER BY g.net DESC, g.customer_key
"""


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """The grid `customers` (segment, title, customers, net revenue of 12 months); who is late; whom to write to."""
    gap = usual_gap(warehouse, as_of=as_of)
    if not gap:
        text = t("No customer who came back is known: the store's data does not say who bought, or is too young.")
        return Report("revenue.customers", __doc__ or "", as_of, gaps=(Gap("revenue", ("customers",), text),))
    params = {"end": as_of, "gap": gap, "year_ago": year_before(as_of)}
    counted = {row[0]: (int(row[1]), Decimal(row[2])) for row in ask(warehouse, _COUNTED, as_of=as_of, **params)}
    figures: dict[str, Any] = {"usual_gap_days": gap, "segments": {k: v[0] for k, v in counted.items()}}
    history = _win_back.history(warehouse, gap, as_of=as_of)
    figures["return_share"] = history.share
    findings = [found] if (found := _late(warehouse, counted, history, params)) else []
    proposals, gaps = _win_back.propose(warehouse, gap, history, as_of=as_of)
    rows = tuple((name, SEGMENTS[name], counted[name][0], _net(warehouse, counted, name)) for name in _present(counted))
    grid = Grid("customers", t("Customers and what they bought for in 12 months"), _COLUMNS, rows)
    return Report("revenue.customers", __doc__ or "", as_of, tuple(findings), proposals, gaps, (grid,), figures)


_COLUMNS = ("segment", "title", "customers", "money")


def _present(counted: dict[str, Any]) -> list[str]:
    return [name for name in SEGMENTS if name in counted]


def _net(warehouse: Warehouse, counted: dict[str, tuple[int, Decimal]], name: str) -> Any:
    return money(warehouse, counted[name][1])


def _late(warehouse: Warehouse, counted: dict[str, Any], history: Any, params: dict[str, Any]) -> Finding | None:
    late = [counted[name] for name in ("late", "best_late") if name in counted]
    n, net = sum(c[0] for c in late), sum((c[1] for c in late), Decimal(0))
    if n < FEWEST:
        return None
    values: dict[str, Any] = {"money": money(warehouse, net), "days": round(params["gap"])}
    if history.late >= FEWEST:
        detail = t(
            "They bought for {money} in the last 12 months. Customers come back after about {days} days; of 100 who "
            "were as late before, {back} still came within {horizon} days.",
            back=round(100 * history.share),
            horizon=_win_back.HORIZON,
            **values,
        )
    else:
        detail = t(
            "They bought for {money} in the last 12 months. Customers come back after about {days} days.", **values
        )
    return Finding(
        "revenue.customers.late",
        "note",
        t(
            "{n} customer has not come back in the usual time",
            plural="{n} customers have not come back in their usual time",
            n=n,
        ),
        detail,
        Estimate.counted(money(warehouse, net / 12)),
        evidence=(Evidence(t("Customers who are late"), _ROWS, params, ("net_sales",)),),
    )
