"""The brief's questions as somebody would write them by hand: one statement each, straight over the tables.

No facts, no versions, no as-of day, no texts: only the sums, series, segments and pairs the analyses think with.
`$today` is the brief's morning. `SHELF` are those only a store with costs and stock can be asked.
"""

from __future__ import annotations

SOLD = "o.status IN ('sold', 'shipped', 'delivered')"


def lines(columns: str, where: str) -> str:
    """Product lines that count as sold."""
    return (
        f"SELECT {columns} FROM order_lines AS l JOIN orders AS o USING (order_id) "
        f"WHERE l.kind = 'product' AND {SOLD} AND l.day < $today AND {where}"
    )


def both(bought: str, back: str, where: str) -> str:
    """Lines sold and, with their own columns, lines given back."""
    returned = f"SELECT {back} FROM refunds AS r WHERE r.kind = 'product' AND r.day < $today AND "
    return f"{lines(bought, where)} UNION ALL {returned}{where.replace('l.', 'r.')}"


def since(days: int) -> str:
    return f"l.day >= $today - {days}"


def daily(days: int) -> str:
    return f"SELECT day, sum(net) FROM ({both('l.day, l.net', 'r.day, -r.net', since(days))}) GROUP BY day ORDER BY day"


def orders_by_day(days: int) -> str:
    return (
        f"SELECT day, count(*) FROM orders AS o WHERE {SOLD} AND day >= $today - {days} AND day < $today GROUP BY day"
    )


def by_product(days: int) -> str:
    return f"""
SELECT x.variant_id, p.name, p.category, x.net, x.units FROM (
    SELECT variant_id, sum(net) AS net, sum(units) AS units FROM (
        {both("l.variant_id, l.net, l.quantity AS units", "r.variant_id, -r.net, 0", since(days))}) GROUP BY 1) AS x
LEFT JOIN products AS p USING (variant_id)"""


WEEKLY = f"""
SELECT variant_id, min(week), sum(units), sum(units * units) FROM (
    {
    lines(
        "l.variant_id, date_trunc('week', l.day) AS week, sum(l.quantity) AS units",
        "l.day >= date_trunc('week', $today) - INTERVAL 26 WEEK AND l.day < date_trunc('week', $today)",
    )
}
    GROUP BY ALL) GROUP BY variant_id"""
PAIRS = f"""
WITH baskets AS ({lines("DISTINCT l.order_id, l.variant_id", since(365))}),
small AS (SELECT order_id FROM baskets GROUP BY 1 HAVING count(*) <= 40),
kept AS (SELECT b.* FROM baskets AS b SEMI JOIN small USING (order_id)),
often AS (SELECT variant_id, count(*) AS orders FROM kept GROUP BY 1),
top AS (SELECT * FROM often ORDER BY orders DESC, variant_id LIMIT 300),
best AS (SELECT * FROM kept JOIN top USING (variant_id))
SELECT a.variant_id, b.variant_id, count(*) AS together, any_value(a.orders), any_value(b.orders),
    (SELECT count(*) FROM small)
FROM best AS a JOIN best AS b ON a.order_id = b.order_id AND a.variant_id < b.variant_id
GROUP BY 1, 2 HAVING count(*) >= 10"""
LAST_YEARS_MONTH = f"""
SELECT sum(net) FROM ({
    both(
        "l.net",
        "-r.net",
        "l.day >= date_trunc('month', $today) - INTERVAL 1 YEAR AND l.day < "
        "date_trunc('month', $today) - INTERVAL 11 MONTH",
    )
})"""
_MONTH = "date_trunc('month', $today - 1)"
SPANS = {
    "28 days": ("l.day >= $today - 28", "l.day >= $today - 56"),
    "month": (
        f"l.day >= {_MONTH}",
        f"(l.day >= {_MONTH} OR l.day >= {_MONTH} - INTERVAL 1 YEAR AND l.day < $today - INTERVAL 1 YEAR)",
    ),
}


def totals(now: str, where: str) -> str:
    """What two spans sold to known customers and to others, and what came back."""
    bought = f"{now} AS now, o.customer_key IS NOT NULL AS known, l.quantity AS units, l.net, 0 AS back"
    back = f"{now.replace('l.', 'r.')}, NULL, 0, 0, r.net"
    return f"SELECT now, known, sum(units), sum(net), sum(back) FROM ({both(bought, back, where)}) GROUP BY ALL"


def buyers(now: str, where: str) -> str:
    return (
        f"SELECT {now} AS now, count(DISTINCT customer_key), count(customer_key), count(*) FROM orders AS o "
        f"WHERE {SOLD} AND day < $today AND {where} GROUP BY 1"
    ).replace("l.", "o.")


def prices(now: str, where: str) -> str:
    """What other prices of the same products made."""
    columns = f"""l.variant_id, sum(l.quantity) FILTER ({now}) AS u1, sum(l.net) FILTER ({now}) AS n1,
        sum(l.quantity) FILTER (NOT {now}) AS u0, sum(l.net) FILTER (NOT {now}) AS n0"""
    each = lines(columns, f"o.customer_key IS NOT NULL AND {where}")
    return (
        f"SELECT sum((u1 + u0)::DOUBLE / 2 * (n1::DOUBLE / u1 - n0::DOUBLE / u0)) FROM ({each} GROUP BY 1) "
        "WHERE u1 > 0 AND u0 > 0"
    )


VISITS = (
    f"SELECT DISTINCT customer_key, day FROM orders AS o WHERE {SOLD} AND customer_key IS NOT NULL AND day < $today"
)
FIRST = f"SELECT customer_key, min(day) AS first FROM orders AS o WHERE {SOLD} AND customer_key IS NOT NULL GROUP BY 1"
COHORTS = f"""
WITH first AS ({FIRST})
SELECT date_trunc('month', f.first), date_trunc('month', o.day), count(DISTINCT o.customer_key)
FROM orders AS o JOIN first AS f USING (customer_key)
WHERE {SOLD} AND f.first >= date_trunc('month', $today) - INTERVAL 13 MONTH AND o.day < date_trunc('month', $today)
GROUP BY 1, 2"""


def came_back(days_ago: int) -> str:
    """Of those who first bought in 90 days, how many did again within 60."""
    return f"""
WITH first AS ({FIRST} HAVING min(day) >= $today - {days_ago} AND min(day) < $today - {days_ago - 90})
SELECT count(DISTINCT f.customer_key), count(DISTINCT f.customer_key) FILTER (o.day > f.first AND o.day <= f.first + 60)
FROM first AS f JOIN orders AS o USING (customer_key) WHERE {SOLD} AND o.day < $today"""


GAP = f"""
SELECT sum(span)::DOUBLE / sum(visits - 1) FROM (
    SELECT count(*) AS visits, max(day) - min(day) AS span FROM ({VISITS}) GROUP BY customer_key HAVING count(*) > 1)"""


def states(moment: str) -> str:
    """Each customer at a moment, by their own rhythm. `{gap}` is the store's usual gap in days."""
    return f"""
SELECT *, CASE WHEN since > 365 AND since > 3 * usual THEN 'gone' WHEN visits = 1 AND since <= usual THEN 'new'
    WHEN visits = 1 THEN 'once' WHEN since <= 1.5 * usual THEN 'regular' ELSE 'late' END AS state
FROM (SELECT customer_key, count(*) AS visits, {moment} - max(day) AS since,
        (2 * {{gap}} + (max(day) - min(day))) / (count(*) + 1) AS usual
    FROM ({VISITS}) WHERE day < {moment} GROUP BY customer_key)"""


SEGMENTS = f"""
WITH spent AS (SELECT customer_key, sum(net) AS net FROM (
    {both("o.customer_key, l.net", "r.customer_key, -r.net", "l.day >= $today - INTERVAL 1 YEAR")})
    WHERE customer_key IS NOT NULL GROUP BY 1),
known AS (SELECT s.*, coalesce(p.net, 0) AS net,
        ntile(5) OVER (ORDER BY coalesce(p.net, 0) DESC, s.customer_key) AS fifth
    FROM ({states("$today")}) AS s LEFT JOIN spent AS p USING (customer_key))
SELECT CASE WHEN fifth = 1 AND state = 'regular' THEN 'best' WHEN fifth = 1 AND state = 'late' THEN 'best_late'
    ELSE state END AS segment, count(*), sum(net) FROM known GROUP BY 1"""
LATE = f"SELECT customer_key FROM ({states('$today')}) WHERE state = 'late' ORDER BY visits DESC, since LIMIT 5000"
LATE_BEFORE = " UNION ALL ".join(
    f"""
SELECT count(*), count(b.net), sum(b.net), sum(b.net * b.net) FROM (
    SELECT customer_key FROM ({states(f"($today - {ago})")}) WHERE state = 'late'
    ORDER BY visits DESC, since, customer_key LIMIT 5000) AS s
LEFT JOIN ({
        lines("o.customer_key, sum(l.net)::DOUBLE AS net", f"l.day >= $today - {ago} AND l.day < $today - {ago - 60}")
    }
    GROUP BY 1) AS b USING (customer_key)"""
    for ago in (60, 120, 180, 240)
)

QUESTIONS: dict[str, dict[str, str]] = {
    "assortment.abc_xyz": {"worth": by_product(365), "weekly": WEEKLY},
    "assortment.bought_together": {"pairs": PAIRS},
    "assortment.margin_pareto": {"worth": by_product(365)},
    "assortment.missing_costs": {"without cost": by_product(90)},
    "goals.pace": {"daily": daily(460), "last year's month": LAST_YEARS_MONTH},
    "revenue.anomalies": {"daily": daily(1092), "orders": orders_by_day(1092)},
    "revenue.change": {
        "daily": daily(730),
        **{f"totals, {name}": totals(*span) for name, span in SPANS.items()},
        **{f"buyers, {name}": buyers(*span) for name, span in SPANS.items()},
        **{f"prices, {name}": prices(*span) for name, span in SPANS.items()},
    },
    "revenue.cohorts": {"grid": COHORTS, "newer": came_back(150), "older": came_back(514)},
    "revenue.customers": {"gap": GAP, "segments": SEGMENTS, "late": LATE, "late before": LATE_BEFORE},
    "revenue.numbers": {"daily": daily(253), "orders": orders_by_day(253)},
}
