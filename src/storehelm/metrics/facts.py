"""The facts metrics are summed from, and the dimensions each can be cut by."""

from __future__ import annotations

from functools import cache

from storehelm.metrics.definition import Dimension, Fact

SOLD = "('sold', 'shipped', 'delivered')"

CALENDAR = {
    "day": Dimension("day", "f.day"),
    "week": Dimension("week", "CAST(date_trunc('week', f.day) AS DATE)"),
    "month": Dimension("month", "CAST(date_trunc('month', f.day) AS DATE)"),
}

_PRODUCT_JOIN = "LEFT JOIN products AS p ON p.variant_id = f.variant_id"
_FIRST_JOIN = "LEFT JOIN first_orders AS n ON n.customer_key = f.customer_key"
PRODUCT = {
    "product": Dimension("product", "f.variant_id"),
    "category": Dimension("category", "p.category", _PRODUCT_JOIN),
}
ORDER = {
    "channel": Dimension("channel", "f.channel"),
    "country": Dimension("country", "f.country"),
    "device": Dimension("device", "f.device"),
    "campaign": Dimension("campaign", "f.campaign_id"),
    "customer_type": Dimension(
        "customer_type",
        "CASE WHEN f.customer_key IS NULL THEN 'unknown' WHEN f.order_id = n.order_id THEN 'new' ELSE 'returning' END",
        _FIRST_JOIN,
    ),
}


def _lines(unit_cost: bool) -> str:
    """Lines sold and given back. A returned line's cost is looked up only where it is asked for: it takes a pass over
    all lines."""
    cost = ", l.unit_cost" if unit_cost else ""
    frozen = "SELECT line_id, unit_cost FROM order_lines WHERE unit_cost IS NOT NULL"
    bought = f"LEFT JOIN ({frozen}) AS l ON l.line_id = r.line_id" if unit_cost else ""
    return f"""
    SELECT l.day, l.order_id, l.line_id, l.variant_id, o.customer_key, o.country, o.channel, o.device, o.campaign_id,
        'sale' AS entry, l.quantity AS units, l.net, l.gross, l.discount_net AS discount{cost}
    FROM order_lines AS l JOIN orders AS o ON o.order_id = l.order_id
    WHERE l.kind = 'product' AND o.status IN {SOLD}
    UNION ALL
    SELECT r.day, r.order_id, r.line_id, r.variant_id, coalesce(r.customer_key, o.customer_key) AS customer_key,
        coalesce(r.country, o.country) AS country, coalesce(r.channel, o.channel) AS channel, o.device, o.campaign_id,
        'return' AS entry, -r.quantity AS units, -r.net AS net, -r.gross AS gross,
        CAST(NULL AS DECIMAL(18, 4)) AS discount{cost}
    FROM refunds AS r LEFT JOIN orders AS o ON o.order_id = r.order_id
    {bought}
    WHERE r.kind = 'product'
    """


SALES = Fact(
    "sales",
    "a product line sold (positive) or given back (negative), on the day it happened",
    _lines(unit_cost=False),
    needs=("order_lines",),
    dimensions=CALENDAR | PRODUCT | ORDER,
)

FIRST_ORDERS = Fact(
    "first_orders",
    "a customer's first order",
    f"""
    SELECT customer_key, order_id, day FROM (
        SELECT customer_key, order_id, day,
            row_number() OVER (PARTITION BY customer_key ORDER BY placed_at, order_id) AS nth
        FROM orders WHERE status IN {SOLD} AND customer_key IS NOT NULL) AS ranked
    WHERE nth = 1
    """,
    needs=("orders",),
)

PLACED = Fact(
    "placed",
    "an order that counts as a sale",
    f"""
    SELECT o.day, o.order_id, o.customer_key, o.country, o.channel, o.device, o.campaign_id, o.shipping_net,
        o.payment_fee_net
    FROM orders AS o WHERE o.status IN {SOLD}
    """,
    needs=("orders",),
    dimensions=CALENDAR | ORDER,
)

COST_PERIODS = Fact(
    "cost_periods",
    "a variant's cost from a day up to, not including, the day of its next one",
    """
    SELECT variant_id, valid_from, cost, cost_low, cost_high, basis,
        coalesce(lead(valid_from) OVER (PARTITION BY variant_id ORDER BY valid_from), DATE '2261-01-01') AS valid_to
    FROM costs
    """,
    needs=("costs",),
)

MARGINS = Fact(
    "margins",
    "a product line sold or given back, with what its goods cost",
    f"""
    SELECT s.day, s.order_id, s.variant_id, s.customer_key, s.country, s.channel, s.device, s.campaign_id, s.entry,
        s.units, s.net, coalesce(s.unit_cost, c.cost) * s.units AS cost,
        coalesce(s.unit_cost, c.cost_low) * s.units AS cost_low,
        coalesce(s.unit_cost, c.cost_high) * s.units AS cost_high,
        CASE WHEN s.unit_cost IS NOT NULL THEN 'known' ELSE c.basis END AS basis
    FROM ({_lines(unit_cost=True)}) AS s
    LEFT JOIN cost_periods AS c ON c.variant_id = s.variant_id AND s.day >= c.valid_from AND s.day < c.valid_to
    """,
    needs=("order_lines", "costs"),
    dimensions=SALES.dimensions,
)

FACTS = (SALES, FIRST_ORDERS, PLACED, COST_PERIODS, MARGINS)


@cache
def all_facts() -> dict[str, Fact]:
    """Every fact by name: these, and those that the catalogue's files add in their own `FACTS`."""
    from storehelm.core.discovery import load, names

    catalogue = "storehelm.metrics.catalogue"
    added = [fact for name in names(catalogue) for fact in getattr(load(catalogue, name), "FACTS", ())]
    return {fact.name: fact for fact in (*FACTS, *added)}


@cache
def fact_sql() -> tuple[tuple[str, str], ...]:
    """Facts as (name, SELECT) pairs, the form in which the warehouse takes them."""
    return tuple((fact.name, fact.sql) for fact in all_facts().values())
