"""How good the data is: what came in, what did not fit, and the totals a person confirms."""

from __future__ import annotations

from typing import Any

from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle
from storehelm.operations.registry import operation

SHOWN_SYNCS = 100
SHOWN_REJECTS = 200


@operation("read", audit="looked at data quality")
def data_quality(*, actor: Actor, store: StoreHandle) -> dict[str, Any]:
    """What came in and when, the rows that did not fit with their mends, the rows set aside, and what is absent."""
    del actor
    from storehelm.warehouse.tables import all_tables

    warehouse = store.warehouse
    filled = warehouse.filled
    return {
        "confirmed": store.info.confirmed,
        "prices_note": store.info.prices_note,
        "syncs": warehouse.syncs()[:SHOWN_SYNCS],
        "reject_count": warehouse.reject_count(),
        "rejects": warehouse.rejects(SHOWN_REJECTS),
        "set_aside": warehouse.set_aside(),
        "filled": sorted(filled),
        "absent": sorted(set(all_tables()) - filled),
    }


@operation("read", audit="looked at the totals")
def totals(*, actor: Actor, store: StoreHandle) -> dict[str, Any]:
    """Totals by month as they stand now, to be compared with the shop's own."""
    del actor
    from storehelm.metrics.measure import ask

    warehouse = store.warehouse
    rows = ask(warehouse, _BY_MONTH, as_of=None).dicts() if "orders" in warehouse.filled else []
    lines = ("orders", "cancelled", "net", "gross", "refunded")
    return {
        "confirmed": store.info.confirmed,
        "currency": store.info.currency,
        "months": rows,
        "total": {name: sum(row[name] or 0 for row in rows) for name in lines},
    }


_BY_MONTH = """
WITH placed_by_month AS (
    SELECT CAST(date_trunc('month', o.day) AS DATE) AS month,
        SUM(CASE WHEN o.status IN ('sold', 'shipped', 'delivered') THEN 1 ELSE 0 END) AS orders,
        SUM(CASE WHEN o.status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled
    FROM orders AS o GROUP BY CAST(date_trunc('month', o.day) AS DATE)),
sold_by_month AS (
    SELECT CAST(date_trunc('month', s.day) AS DATE) AS month, SUM(s.net) AS net,
        SUM(CASE WHEN s.entry = 'sale' THEN s.gross ELSE 0 END) AS gross,
        SUM(CASE WHEN s.entry = 'return' THEN -s.net ELSE 0 END) AS refunded
    FROM sales AS s GROUP BY CAST(date_trunc('month', s.day) AS DATE))
SELECT coalesce(p.month, s.month) AS month, coalesce(p.orders, 0) AS orders, coalesce(p.cancelled, 0) AS cancelled,
    coalesce(s.net, 0) AS net, coalesce(s.gross, 0) AS gross, coalesce(s.refunded, 0) AS refunded
FROM placed_by_month AS p FULL JOIN sold_by_month AS s ON s.month = p.month
ORDER BY 1 NULLS LAST
"""
