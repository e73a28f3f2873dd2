"""How often customers buy, and who is late by their own rhythm.

A customer's usual gap is the mean of their own gaps between days with an order, drawn towards the store's as if two
gaps of it had been seen (so that two orders do not make a habit). Late is one and a half usual gaps without an order;
gone is a year, or three usual gaps where that is longer.
"""

from __future__ import annotations

from datetime import date

from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

LATE, GONE_GAPS, GONE_DAYS = "1.5", 3, 365

VISITS = "SELECT f.customer_key, f.day FROM placed AS f WHERE f.customer_key IS NOT NULL AND f.day < $end \
GROUP BY f.customer_key, f.day"

_GAP = f"""
SELECT CAST(SUM(c.span) AS DOUBLE) / SUM(c.visits - 1) AS days FROM (
    SELECT COUNT(*) AS visits, CAST(MAX(v.day) AS DATE) - CAST(MIN(v.day) AS DATE) AS span
    FROM ({VISITS}) AS v GROUP BY v.customer_key HAVING COUNT(*) > 1) AS c
"""


def usual_gap(warehouse: Warehouse, *, as_of: date) -> float | None:
    """Days between two orders of a customer who comes back, on average; None where nobody came back on another day."""
    return ask(warehouse, _GAP, as_of=as_of, end=as_of).value()


def rhythm(moments: str) -> str:
    """SELECT of every customer at each of `moments` (a SELECT of `moment` days): visits until then, days since the
    last (`since`), the usual gap (`usual`), and the state new | once | regular | late | gone.

    Takes `$end` and `$gap`, the store's usual gap in days. State `new` or `once` is a customer with a single visit.
    """
    return f"""
    SELECT z.moment, z.customer_key, z.visits, z.since, z.usual,
        CASE WHEN z.since > {GONE_DAYS} AND z.since > {GONE_GAPS} * z.usual THEN 'gone'
            WHEN z.visits = 1 AND z.since <= z.usual THEN 'new'
            WHEN z.visits = 1 THEN 'once'
            WHEN z.since <= CAST({LATE} AS DOUBLE) * z.usual THEN 'regular'
            ELSE 'late' END AS state
    FROM (
        SELECT y.moment, y.customer_key, y.visits, CAST(y.moment AS DATE) - CAST(y.last_day AS DATE) AS since,
            (2 * CAST($gap AS DOUBLE) + CAST(CAST(y.last_day AS DATE) - CAST(y.first_day AS DATE) AS DOUBLE))
                / (y.visits + 1) AS usual
        FROM (
            SELECT m.moment, v.customer_key, COUNT(*) AS visits, MIN(v.day) AS first_day, MAX(v.day) AS last_day
            FROM ({VISITS}) AS v CROSS JOIN ({moments}) AS m WHERE v.day < m.moment
            GROUP BY m.moment, v.customer_key) AS y) AS z
    """
