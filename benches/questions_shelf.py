"""What a store with costs, stock and purchases is asked besides, by hand; see `questions`."""

from __future__ import annotations

from benches.questions import QUESTIONS, SOLD, both, daily, lines, since

COST = "LEFT JOIN order_lines AS l ON l.line_id = r.line_id"


def left(days: int, bought: str, back: str, group: str) -> str:
    """Lines sold and given back with the cost frozen on the line."""
    returned = f"SELECT {back} FROM refunds AS r {COST} WHERE r.kind = 'product' AND r.day < $today"
    return f"{group} ({lines(bought, since(days))} UNION ALL {returned} AND r.day >= $today - {days})"


def worth(days: int) -> str:
    return f"""
SELECT x.*, p.name, p.category FROM ({
        left(
            days,
            "l.variant_id, l.net, l.net - l.unit_cost * l.quantity AS margin, l.quantity AS units",
            "r.variant_id, -r.net, -r.net + l.unit_cost * r.quantity, 0",
            "SELECT variant_id, sum(net) AS net, sum(margin) AS margin, sum(units) AS units FROM",
        )
    } GROUP BY 1) AS x LEFT JOIN products AS p USING (variant_id)"""


ON_HAND = "SELECT variant_id, arg_max(on_hand, day) AS on_hand, min(day) FILTER (on_hand > 0) AS since FROM stock \
WHERE day < $today GROUP BY 1"
COST_NOW = "SELECT variant_id, arg_max(cost, valid_from) AS cost FROM costs WHERE valid_from <= $today GROUP BY 1"
BELOW = f"""
SELECT p.variant_id, p.price_gross, p.floor_gross, s.* FROM products AS p LEFT JOIN (
    {
    lines(
        "l.variant_id, sum(l.quantity) AS units, sum(l.net) AS net, sum(l.unit_cost * l.quantity) AS cost, "
        "sum(l.unit_cost * l.quantity - l.net) FILTER (l.unit_cost * l.quantity > l.net) AS lost, "
        "max(l.day) FILTER (l.unit_cost * l.quantity > l.net) AS last_lost, "
        "sum(l.quantity) FILTER (l.day >= $today - 7) AS recent",
        since(30),
    )
} GROUP BY 1) AS s USING (variant_id)
WHERE p.price_gross < p.floor_gross OR s.last_lost >= $today - 7"""
DEAD = f"""
SELECT h.*, c.cost, p.name, p.created_day, s.last_sale, f.filled FROM ({ON_HAND}) AS h
LEFT JOIN products AS p USING (variant_id) LEFT JOIN ({COST_NOW}) AS c USING (variant_id)
LEFT JOIN ({lines("l.variant_id, max(l.day) AS last_sale", "true")} GROUP BY 1) AS s USING (variant_id)
LEFT JOIN (SELECT variant_id, max(day) AS filled FROM (
    SELECT variant_id, day, on_hand, lag(on_hand) OVER (PARTITION BY variant_id ORDER BY day) AS former FROM stock
    WHERE day >= $today - 181 AND day < $today) WHERE former <= 0 AND on_hand > 0 GROUP BY 1) AS f USING (variant_id)
WHERE h.on_hand > 0"""
WEAK = f"""
SELECT p.variant_id, p.name, p.status, h.*, c.cost, m.*, y.* FROM products AS p JOIN ({ON_HAND}) AS h USING (variant_id)
LEFT JOIN ({COST_NOW}) AS c USING (variant_id)
LEFT JOIN ({
    left(
        180,
        "l.variant_id, l.order_id, l.net, l.net - l.unit_cost * l.quantity AS margin, l.quantity AS units",
        "r.variant_id, r.order_id, -r.net, -r.net + l.unit_cost * r.quantity, 0",
        "SELECT variant_id, sum(net), sum(margin), sum(units), count(DISTINCT order_id) FROM",
    )
} GROUP BY 1) AS m USING (variant_id)
JOIN ({
    lines(
        "l.variant_id, sum(l.net) AS net, sum(l.net - l.unit_cost * l.quantity), sum(l.quantity) AS units, "
        "max(l.day) AS last_sale",
        since(365),
    )
} GROUP BY 1) AS y USING (variant_id)
WHERE h.on_hand > 0 AND y.units > 0"""
COMPANY = f"""
WITH few AS ({lines("l.variant_id, sum(l.net) AS net", since(180))} GROUP BY 1 ORDER BY net LIMIT 10),
mine AS ({lines("DISTINCT l.variant_id, l.order_id", since(180))} AND l.variant_id IN (SELECT variant_id FROM few))
SELECT m.variant_id, sum(l.net), sum(l.net - l.unit_cost * l.quantity), count(DISTINCT m.order_id)
FROM mine AS m JOIN order_lines AS l ON l.order_id = m.order_id AND l.variant_id <> m.variant_id
GROUP BY 1"""
RUNNING = f"""
WITH levels AS (
    SELECT variant_id, day, on_hand, lead(day) OVER (PARTITION BY variant_id ORDER BY day) AS upto FROM (
        SELECT variant_id, max(day) AS day, arg_max(on_hand, day) AS on_hand FROM stock
        WHERE day < $today - 28 GROUP BY 1
        UNION ALL SELECT variant_id, day, on_hand FROM stock WHERE day >= $today - 28 AND day < $today))
SELECT p.variant_id, p.name, s.units, s.net, h.on_hand, i.days, o.coming, o.due, c.cost, v.lead_days
FROM ({lines("l.variant_id, sum(l.quantity) AS units, sum(l.net) AS net", since(28))} GROUP BY 1) AS s
JOIN products AS p USING (variant_id) JOIN ({ON_HAND}) AS h USING (variant_id)
LEFT JOIN (SELECT variant_id, sum(least(coalesce(upto, $today), $today) - greatest(day, $today - 28)) AS days
    FROM levels WHERE on_hand > 0 GROUP BY 1) AS i USING (variant_id)
LEFT JOIN (SELECT variant_id, sum(quantity) AS coming, min(due_day) AS due FROM purchase_orders
    WHERE day < $today AND (received_day IS NULL OR received_day >= $today) GROUP BY 1) AS o USING (variant_id)
LEFT JOIN ({COST_NOW}) AS c USING (variant_id) LEFT JOIN suppliers AS v USING (supplier_id)
WHERE p.status = 'active' AND s.units >= 5"""
THROUGH = f"""
SELECT h.variant_id, p.name, p.category, h.on_hand, s.units, h.on_hand * c.cost AS value FROM ({ON_HAND}) AS h
LEFT JOIN products AS p USING (variant_id) LEFT JOIN ({COST_NOW}) AS c USING (variant_id)
LEFT JOIN ({lines("l.variant_id, sum(l.quantity) AS units", since(90))} GROUP BY 1) AS s USING (variant_id)"""
MARGIN_BY_DAY = (
    left(
        242,
        "l.day, l.net - l.unit_cost * l.quantity AS margin",
        "r.day, -r.net + l.unit_cost * r.quantity",
        "SELECT day, sum(margin) FROM",
    )
    + " GROUP BY 1"
)
COVERED = f"SELECT sum(net), sum(net) FILTER (unit_cost IS NOT NULL) FROM ({lines('l.net, l.unit_cost', since(90))})"
KEPT = left(
    90,
    "l.net, l.unit_cost * l.quantity AS cost",
    "-r.net, -l.unit_cost * r.quantity",
    "SELECT sum(net), sum(cost) FROM",
)
WITHOUT_COST = f"""
SELECT x.*, p.name, p.category, p.supplier_id, p.price_net FROM ({
    left(
        90,
        "l.variant_id, l.net, l.unit_cost",
        "r.variant_id, -r.net, l.unit_cost",
        "SELECT variant_id, sum(net) AS net, sum(net) FILTER (unit_cost IS NULL) AS bare FROM",
    )
} GROUP BY 1) AS x LEFT JOIN products AS p USING (variant_id)"""
PIECES = f"""
SELECT s.*, c.cost FROM ({lines("l.variant_id, sum(l.net) / sum(l.quantity) AS net", since(365))} GROUP BY 1) AS s
JOIN ({COST_NOW}) AS c USING (variant_id)"""

WITH_SHELF: dict[str, dict[str, str]] = QUESTIONS | {
    "assortment.abc_xyz": QUESTIONS["assortment.abc_xyz"] | {"worth": worth(365)},
    "assortment.margin_pareto": {"worth": worth(365)},
    "assortment.missing_costs": {"without cost": WITHOUT_COST},
    "assortment.bought_together": QUESTIONS["assortment.bought_together"] | {"pieces": PIECES},
    "assortment.below_floor": {"below": BELOW},
    "assortment.dead_stock": {"dead": DEAD},
    "assortment.delist": {"weak": WEAK, "company": COMPANY},
    "assortment.running_out": {"running": RUNNING},
    "assortment.sell_through": {"through": THROUGH},
    "goals.pace": {"goals": "SELECT * FROM goals WHERE start_day <= $today AND end_day > $today", "daily": daily(460)},
    "revenue.customers": QUESTIONS["revenue.customers"] | {"kept": KEPT},
    "revenue.numbers": QUESTIONS["revenue.numbers"] | {"margin": MARGIN_BY_DAY, "covered": COVERED},
}


def causes(days: int) -> dict[str, str]:
    """Where a gap of the last `days` lies: asked only when the brief finds one."""
    cuts = {
        "country": ("o.country", "r.country"),
        "channel": ("o.channel", "r.channel"),
        "product": ("l.variant_id", "r.variant_id"),
    }
    sums = f"sum(net) FILTER (day >= $today - {days}), sum(net) FILTER (day < $today - {days})"
    made = {
        name: f"SELECT v, {sums} FROM ("
        f"{both(f'{own} AS v, l.day, l.net', f'{back}, r.day, -r.net', since(days + 56))}) GROUP BY 1"
        for name, (own, back) in cuts.items()
    }
    made["device"] = f"SELECT v, {sums} FROM ({lines('o.device AS v, l.day, l.net', since(days + 56))}) GROUP BY 1"
    inner = both("l.variant_id, l.day, l.net", "r.variant_id, r.day, -r.net", since(days + 56))
    made["category"] = f"SELECT category, {sums} FROM ({inner}) LEFT JOIN products USING (variant_id) GROUP BY 1"
    first = f"SELECT customer_key, min(order_id) AS first FROM orders AS o WHERE {SOLD} GROUP BY 1"
    kinds = lines("l.order_id = f.first AS v, l.day, l.net", since(days + 56)).replace(
        "USING (order_id)", f"USING (order_id) LEFT JOIN ({first}) AS f USING (customer_key)"
    )
    made["customers"] = f"SELECT v, {sums} FROM ({kinds}) GROUP BY 1"
    return {f"by {name}, {days} days": sql for name, sql in made.items()}
