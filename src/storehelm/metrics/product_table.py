"""The product table: one row a variant, what it sells, earns and holds on a morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

SOON_OUT_DAYS = 14
FLAGS = ("sold_out", "soon_out", "below_cost", "below_floor", "dearer", "not_selling", "no_cost")

_ZERO = "CAST(0 AS DECIMAL(14, 3))"
SQL = f"""
WITH sold AS (
    SELECT s.variant_id,
        SUM(CASE WHEN s.entry = 'sale' AND s.day >= $week THEN s.units ELSE {_ZERO} END) AS sold_7,
        SUM(CASE WHEN s.entry = 'sale' AND s.day >= $month THEN s.units ELSE {_ZERO} END) AS sold_30,
        SUM(CASE WHEN s.entry = 'sale' THEN s.units ELSE {_ZERO} END) AS sold_90,
        SUM(CASE WHEN s.entry = 'return' THEN -s.units ELSE {_ZERO} END) AS returned_90,
        SUM(CASE WHEN s.entry = 'sale' THEN s.net END) AS net_90
    FROM sales AS s WHERE s.day >= $quarter AND s.day < $today AND s.variant_id IS NOT NULL GROUP BY s.variant_id),
shelf AS (
    SELECT places.variant_id, SUM(places.on_hand) AS on_hand FROM (
        SELECT variant_id, location, arg_max(on_hand, day) AS on_hand FROM stock
        WHERE day < $today GROUP BY variant_id, location) AS places
    GROUP BY places.variant_id),
coming AS (
    SELECT variant_id, SUM(quantity) AS on_order FROM purchase_orders
    WHERE day < $today AND (received_day IS NULL OR received_day >= $today) GROUP BY variant_id),
cost_now AS (
    SELECT variant_id, cost, basis FROM cost_periods WHERE valid_from <= $today AND valid_to > $today),
rivals AS (
    SELECT seen.variant_id, MIN(seen.price) AS rival_price FROM (
        SELECT variant_id, competitor, arg_max(price_gross, day) AS price FROM competitor_prices
        WHERE day >= $month AND day < $today GROUP BY variant_id, competitor) AS seen
    GROUP BY seen.variant_id),
prices AS (
    SELECT priced.variant_id, MIN(priced.price_gross) AS lowest_30 FROM (
        SELECT variant_id, price_gross FROM products UNION ALL
        SELECT variant_id, price_gross FROM products__history WHERE superseded_at >= $since AND known_at < $until
    ) AS priced GROUP BY priced.variant_id),
listed AS (SELECT variant_id FROM products UNION SELECT variant_id FROM sold)
SELECT l.variant_id, p.sku, p.name, p.category, p.status, p.price_net, p.price_gross, p.floor_gross, c.cost, c.basis,
    s.sold_7, s.sold_30, s.sold_90, s.returned_90, s.net_90, h.on_hand, o.on_order, r.rival_price, m.lowest_30
FROM listed AS l
LEFT JOIN products AS p ON p.variant_id = l.variant_id
LEFT JOIN sold AS s ON s.variant_id = l.variant_id
LEFT JOIN shelf AS h ON h.variant_id = l.variant_id
LEFT JOIN coming AS o ON o.variant_id = l.variant_id
LEFT JOIN cost_now AS c ON c.variant_id = l.variant_id
LEFT JOIN rivals AS r ON r.variant_id = l.variant_id
LEFT JOIN prices AS m ON m.variant_id = l.variant_id
ORDER BY l.variant_id
"""


def product_rows(warehouse: Warehouse, as_of: date) -> list[dict[str, Any]]:
    """One dict a variant that is listed or sold in the last 90 days, on the morning of `as_of`.

    Money is in the store's currency: `price` as customers see it (with VAT where that is known, else the usual price of
    the last 90 days), `left` what one piece leaves after its goods, net. A column whose input the store does not have
    is None in every row: absent, not zero. `flags` are of `FLAGS`.
    """
    start = as_of - timedelta(days=30)
    bounds = {"today": as_of, "week": as_of - timedelta(days=7), "month": start}
    bounds |= {"quarter": as_of - timedelta(days=90)}
    moments = {"since": datetime.combine(start, time()), "until": warehouse.info.end_of(as_of)}
    rows = ask(warehouse, SQL, as_of=as_of, **bounds, **moments)
    filled = warehouse.filled_by(as_of)
    return [_finished(row, filled) for row in rows.dicts()]


def _finished(row: dict[str, Any], filled: frozenset[str]) -> dict[str, Any]:
    zero = Decimal(0)
    for name in ("sold_7", "sold_30", "sold_90"):
        row[name] = row[name] or zero
    net = row["net_90"] / row["sold_90"] if row["net_90"] is not None and row["sold_90"] else None
    price_net = row["price_net"] if row["price_net"] is not None else net
    row["price"] = row["price_gross"] if row["price_gross"] is not None else price_net
    row["left"] = price_net - row["cost"] if price_net is not None and row["cost"] is not None else None
    row["return_share"] = float((row["returned_90"] or zero) / row["sold_90"]) if row["sold_90"] else None
    row["on_order"] = (row["on_order"] or zero) if "purchase_orders" in filled else None
    stocked = row["on_hand"] is not None and row["sold_30"] > 0
    row["days_left"] = int(max(zero, row["on_hand"]) * 30 / row["sold_30"]) if stocked else None
    row["flags"] = tuple(name for name, holds in _flags(row, filled).items() if holds)
    unseen = ("price_net", "net_90", "returned_90")
    return {name: value for name, value in row.items() if name not in unseen}


def _flags(row: dict[str, Any], filled: frozenset[str]) -> dict[str, bool]:
    stock, price = row["on_hand"], row["price_gross"]
    dearer = price is not None and row["rival_price"] is not None and row["rival_price"] < price
    return {
        "sold_out": stock is not None and stock <= 0 and row["sold_90"] > 0,
        "soon_out": row["days_left"] is not None and 0 < row["days_left"] < SOON_OUT_DAYS,
        "below_cost": row["left"] is not None and row["left"] < 0,
        "below_floor": price is not None and row["floor_gross"] is not None and price < row["floor_gross"],
        "dearer": dearer,
        "not_selling": stock is not None and stock > 0 and row["sold_90"] == 0,
        "no_cost": "costs" in filled and row["cost"] is None,
    }
