"""The shelf as SQL: pieces on hand on a morning, days a variant could be bought, what is on its way."""

from __future__ import annotations

from datetime import date, timedelta

from storehelm.core.report import Gap
from storehelm.core.text import t
from storehelm.warehouse.store import Warehouse

FRESH_DAYS = 7

ON_HAND = """
    SELECT variant_id, SUM(on_hand) AS on_hand, SUM(free) AS free, MIN(first_day) AS first_day FROM (
        SELECT variant_id, location, arg_max(on_hand, day) AS on_hand,
            arg_max(on_hand - coalesce(reserved, CAST(0 AS DECIMAL(14, 3))), day) AS free,
            MIN(CASE WHEN on_hand > 0 THEN day END) AS first_day
        FROM stock WHERE day < $today GROUP BY variant_id, location) AS places
    GROUP BY variant_id
"""
"""One row a variant: pieces on hand, free ones, and the first day it was known to be stocked."""

LEVELS = """
    SELECT variant_id, day, SUM(moved) OVER (PARTITION BY variant_id ORDER BY day) AS level,
        LEAD(day) OVER (PARTITION BY variant_id ORDER BY day) AS next_day
    FROM (SELECT variant_id, day, SUM(moved) AS moved FROM (
            SELECT variant_id, day, on_hand - coalesce(LAG(on_hand) OVER (
                PARTITION BY variant_id, location ORDER BY day), CAST(0 AS DECIMAL(14, 3))) AS moved
            FROM (
                SELECT variant_id, location, $before AS day, arg_max(on_hand, day) AS on_hand
                FROM stock WHERE day < $start GROUP BY variant_id, location
                UNION ALL
                SELECT variant_id, location, day, on_hand FROM stock WHERE day >= $start AND day < $today
            ) AS known
        ) AS moves GROUP BY variant_id, day) AS days
"""
"""One row a variant and day on which its pieces over all places changed, from `$start` on (the opening level first)."""

IN_STOCK = f"""
    SELECT variant_id, SUM(DATE_DIFF('day', day, coalesce(next_day, $last))) AS days FROM ({LEVELS}) AS levels
    WHERE level > 0 GROUP BY variant_id
"""
"""One row a variant: days from `$start` up to `$today` that began with something on the shelf.

`$before` is the day before `$start`, `$last` the day before `$today`.
"""

RESTOCKED = f"""
    SELECT variant_id, MAX(next_day) AS restocked FROM ({LEVELS}) AS levels WHERE level <= 0 GROUP BY variant_id
"""
"""One row a variant that was sold out on a day from `$before` on: the last day on which it was filled again."""

ON_ORDER = """
    SELECT variant_id,
        SUM(CASE WHEN due_day >= $today THEN quantity ELSE CAST(0 AS DECIMAL(14, 3)) END) AS coming,
        SUM(CASE WHEN due_day < $today THEN quantity ELSE CAST(0 AS DECIMAL(14, 3)) END) AS overdue,
        SUM(CASE WHEN due_day IS NULL THEN quantity ELSE CAST(0 AS DECIMAL(14, 3)) END) AS undated,
        MIN(CASE WHEN due_day >= $today THEN due_day END) AS next_due, MIN(due_day) AS first_due
    FROM purchase_orders WHERE day < $today AND (received_day IS NULL OR received_day >= $today) GROUP BY variant_id
"""
"""One row a variant: pieces on their way by when they are due, as of the morning; received ones are not among them."""

COST_NOW = """
    SELECT variant_id, cost, cost_low, cost_high, basis FROM cost_periods
    WHERE valid_from <= $today AND valid_to > $today
"""
"""One row a variant: what a piece costs on the morning."""


def stale(warehouse: Warehouse, as_of: date) -> Gap | None:
    """The gap of a store whose shelf was last counted more than a week ago: old stock makes no advice."""
    latest = warehouse.query("SELECT max(day) AS latest FROM stock WHERE day < $today", as_of=as_of, today=as_of)
    day = latest.value()
    if day is not None and day >= as_of - timedelta(days=FRESH_DAYS):
        return None
    if day is None:
        return Gap("assortment", ("stock",), t("What lies on the shelf was not known by then."))
    return Gap("assortment", ("stock",), t("What lies on the shelf was last heard of on {day}.", day=day))
