"""The product table: one row a variant, what it sells, earns and holds on a morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

SOON_OUT_DAYS = 14
OFTEN_RETURNED, ENOUGH_SOLD = 0.15, 20
WINDOW = 30
FLAGS = ("sold_out", "soon_out", "below_cost", "below_floor", "dearer", "not_selling", "no_cost", "comes_back")

_MONEY = {
    "price_net": "p.price_net",
    "price_gross": "p.price_gross",
    "floor_gross": "p.floor_gross",
    "cost": "c.cost",
    "cost_low": "c.cost_low",
    "cost_high": "c.cost_high",
    "net_90": "s.net_90",
    "ad_spend": "a.ad_spend",
    "rival_price": "r.rival_price",
    "lowest_30": "m.lowest_30",
}
_PIECES = {
    "sold_7": "s.sold_7",
    "sold_30": "s.sold_30",
    "sold_90": "s.sold_90",
    "returned_90": "s.returned_90",
    "on_hand": "h.on_hand",
    "on_order": "o.on_order",
}
_WHOLE = ",\n    ".join(
    f"CAST({sql} * {10**places} AS BIGINT) AS {name}"
    for columns, places in ((_MONEY, 4), (_PIECES, 3))
    for name, sql in columns.items()
)
SCALES = dict.fromkeys((*_MONEY, "price", "left", "left_low", "left_high"), 4) | dict.fromkeys(_PIECES, 3)
"""Amounts travel as whole numbers of ten-thousandths, pieces of thousandths: 20,000 rows are there in a blink."""

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
counts AS (
    SELECT variant_id, location, on_hand, day AS from_day FROM stock WHERE day > $month AND day < $today
    UNION ALL
    SELECT variant_id, location, arg_max(on_hand, day) AS on_hand, CAST($month AS DATE) AS from_day
    FROM stock WHERE day <= $month GROUP BY variant_id, location),
spells AS (
    SELECT variant_id, location, on_hand, from_day,
        lead(from_day) OVER (PARTITION BY variant_id, location ORDER BY from_day) AS next_day
    FROM counts),
places AS (
    SELECT variant_id, location, SUM(CASE WHEN next_day IS NULL THEN on_hand ELSE 0 END) AS on_hand,
        SUM(CASE WHEN on_hand <= 0 THEN date_diff('day', from_day, coalesce(next_day, $today)) ELSE 0 END) AS days_out
    FROM spells GROUP BY variant_id, location),
shelf AS (
    SELECT variant_id, SUM(on_hand) AS on_hand, MIN(days_out) AS days_out FROM places GROUP BY variant_id),
brought AS (
    SELECT s.campaign_id, s.variant_id, CAST(SUM(s.net) AS DOUBLE) AS net FROM sales AS s
    WHERE s.entry = 'sale' AND s.day >= $month AND s.day < $today AND s.campaign_id IS NOT NULL
        AND s.variant_id IS NOT NULL
    GROUP BY s.campaign_id, s.variant_id),
ads AS (
    SELECT b.variant_id, CAST(SUM(CAST(a.cost AS DOUBLE) * b.net / w.net) AS DECIMAL(18, 2)) AS ad_spend
    FROM brought AS b
    JOIN (SELECT campaign_id, SUM(net) AS net FROM brought GROUP BY campaign_id) AS w
        ON w.campaign_id = b.campaign_id
    JOIN (
        SELECT campaign_id, SUM(cost_net) AS cost FROM ad_spend WHERE day >= $month AND day < $today
        GROUP BY campaign_id
    ) AS a ON a.campaign_id = b.campaign_id
    WHERE w.net > 0 GROUP BY b.variant_id),
coming AS (
    SELECT variant_id, SUM(quantity) AS on_order FROM purchase_orders
    WHERE day < $today AND (received_day IS NULL OR received_day >= $today) GROUP BY variant_id),
cost_now AS (
    SELECT variant_id, cost, cost_low, cost_high, basis FROM cost_periods
    WHERE valid_from <= $today AND valid_to > $today),
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
SELECT l.variant_id, p.sku, p.name, p.category, p.status, p.created_day, c.basis, h.days_out,
    {_WHOLE}
FROM listed AS l
LEFT JOIN products AS p ON p.variant_id = l.variant_id
LEFT JOIN sold AS s ON s.variant_id = l.variant_id
LEFT JOIN shelf AS h ON h.variant_id = l.variant_id
LEFT JOIN ads AS a ON a.variant_id = l.variant_id
LEFT JOIN coming AS o ON o.variant_id = l.variant_id
LEFT JOIN cost_now AS c ON c.variant_id = l.variant_id
LEFT JOIN rivals AS r ON r.variant_id = l.variant_id
LEFT JOIN prices AS m ON m.variant_id = l.variant_id
ORDER BY l.variant_id
"""


def product_rows(warehouse: Warehouse, as_of: date) -> list[dict[str, Any]]:
    """One dict a variant that is listed or sold in the last 90 days, on the morning of `as_of`.

    The columns of `SCALES` are whole numbers of so many decimals, to sort by; `readable` makes decimals of them.

    Money is in the store's currency: `price` as customers see it (with VAT where that is known, else the usual price of
    the last 90 days), `left` what one piece leaves after its goods, net, from `left_low` to `left_high` where the cost
    is a range (`basis` "assumed"). `days_left` is what is on hand by the daily sales of the last 30 days, without the
    days on which nothing was there. `ad_spend` is what campaigns cost in 30 days, shared among the products of the
    orders that name them by net revenue. A column whose input the store does not have is None in every row: absent,
    not zero. `flags` are of `FLAGS`.
    """
    start = as_of - timedelta(days=WINDOW)
    bounds = {"today": as_of, "week": as_of - timedelta(days=7), "month": start}
    bounds |= {"quarter": as_of - timedelta(days=90)}
    moments = {"since": datetime.combine(start, time()), "until": warehouse.info.end_of(as_of)}
    rows = ask(warehouse, SQL, as_of=as_of, **bounds, **moments)
    filled = warehouse.filled_by(as_of)
    return [_finished(row, filled, as_of) for row in rows.dicts()]


def readable(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its amounts and pieces as decimals."""
    return {
        name: Decimal(value).scaleb(-SCALES[name]) if name in SCALES and value is not None else value
        for name, value in row.items()
    }


def _finished(row: dict[str, Any], filled: frozenset[str], as_of: date) -> dict[str, Any]:
    for name in ("sold_7", "sold_30", "sold_90", "returned_90"):
        row[name] = row[name] or 0
    sold, net = row["sold_90"], row["price_net"]
    if net is None and row["net_90"] is not None and sold:
        net = round(row["net_90"] * 1000 / sold)
    row["price"] = row["price_gross"] if row["price_gross"] is not None else net
    priced = net is not None and row["cost"] is not None
    for name, cost in (("left", "cost"), ("left_low", "cost_high"), ("left_high", "cost_low")):
        row[name] = net - row[cost] if priced else None
    row["return_share"] = row["returned_90"] / sold if sold else None
    row["on_order"] = (row["on_order"] or 0) if "purchase_orders" in filled else None
    row["days_left"] = _days_left(row, as_of)
    row["flags"] = _flags(row, filled)
    for unseen in ("price_net", "net_90", "returned_90", "days_out", "created_day"):
        del row[unseen]
    return row


def _days_left(row: dict[str, Any], as_of: date) -> int | None:
    """Whole days that the stock lasts; None where no stock is known or nothing was sold in 30 days."""
    if row["on_hand"] is None or row["sold_30"] <= 0:
        return None
    created = row["created_day"]
    offered = min(WINDOW, max(1, (as_of - created).days)) if created else WINDOW
    with_stock = max(1, offered - int(row["days_out"] or 0))
    return max(0, row["on_hand"]) * with_stock // row["sold_30"]


def _flags(row: dict[str, Any], filled: frozenset[str]) -> tuple[str, ...]:
    stock, price, rival = row["on_hand"], row["price_gross"], row["rival_price"]
    sold, left, floor, days = row["sold_90"], row["left"], row["floor_gross"], row["days_left"]
    holds = (
        ("sold_out", stock is not None and stock <= 0 < sold),
        ("soon_out", days is not None and stock is not None and stock > 0 and days < SOON_OUT_DAYS),
        ("below_cost", left is not None and left < 0),
        ("below_floor", price is not None and floor is not None and price < floor),
        ("dearer", price is not None and rival is not None and rival < price),
        ("not_selling", stock is not None and stock > 0 and sold == 0),
        ("no_cost", row["cost"] is None and "costs" in filled),
        ("comes_back", sold >= ENOUGH_SOLD * 1000 and row["return_share"] >= OFTEN_RETURNED),
    )
    return tuple(name for name, here in holds if here)
