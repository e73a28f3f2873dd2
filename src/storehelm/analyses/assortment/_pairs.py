"""Pairs of products in one basket, as SQL that stays quick on a million lines.

Only the `$top` products in most orders are paired, and only baskets of up to `$lines` different products count: a
wholesaler's basket of 200 products says nothing of what goes together. Both limits are told to the reader.
"""

from __future__ import annotations

TOP, LINES = 300, 40

BASKETS = """
    SELECT DISTINCT order_id, variant_id FROM sales
    WHERE entry = 'sale' AND variant_id IS NOT NULL AND day >= $start AND day < $today
"""
PAIRS = f"""
    WITH baskets AS ({BASKETS}),
    small AS (SELECT order_id FROM baskets GROUP BY order_id HAVING COUNT(*) <= $lines),
    bought AS (SELECT b.order_id, b.variant_id FROM baskets AS b JOIN small AS s ON s.order_id = b.order_id),
    counted AS (SELECT variant_id, COUNT(*) AS orders FROM bought GROUP BY variant_id),
    ranked AS (SELECT variant_id, orders, row_number() OVER (ORDER BY orders DESC, variant_id) AS place FROM counted),
    kept AS (SELECT b.order_id, b.variant_id, r.place FROM bought AS b
        JOIN ranked AS r ON r.variant_id = b.variant_id WHERE r.place <= $top),
    paired AS (SELECT a.variant_id AS one, b.variant_id AS other, COUNT(*) AS together
        FROM kept AS a JOIN kept AS b ON b.order_id = a.order_id AND b.place > a.place
        GROUP BY a.variant_id, b.variant_id HAVING COUNT(*) >= $least)
    SELECT p.one, p.other, p.together, a.orders AS one_orders, b.orders AS other_orders,
        (SELECT COUNT(*) FROM small) AS baskets, x.name AS one_name, y.name AS other_name
    FROM paired AS p JOIN counted AS a ON a.variant_id = p.one JOIN counted AS b ON b.variant_id = p.other
    LEFT JOIN products AS x ON x.variant_id = p.one LEFT JOIN products AS y ON y.variant_id = p.other
    WHERE x.product_id IS NULL OR y.product_id IS NULL OR x.product_id <> y.product_id
    ORDER BY p.one, p.other
"""
"""One row a pair bought together at least `$least` times; variants of one product are no pair."""
