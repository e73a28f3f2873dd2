"""How much of what was there to sell was sold?

Pieces sold in 90 days over pieces sold and still on the shelf. What was there to sell is taken from the two, as opening
stock and deliveries are not always known; pieces that came back or were lost count as the shelf shows them.

Figures: `sell_through` (0 to 1, of all pieces), `products` (how many had anything to sell).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from storehelm.analyses.assortment._shelf import COST_NOW, ON_HAND, stale
from storehelm.core.money import Money
from storehelm.core.period import Period
from storehelm.core.report import Grid, Report
from storehelm.core.text import t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("products", "stock", "order_lines")
DAYS, SHOWN = 90, 100

_ROWS = f"""
    SELECT h.variant_id, p.name, p.category, h.on_hand, s.units, h.on_hand * c.cost AS value
    FROM ({ON_HAND}) AS h LEFT JOIN products AS p ON p.variant_id = h.variant_id
    LEFT JOIN ({COST_NOW}) AS c ON c.variant_id = h.variant_id
    LEFT JOIN (SELECT variant_id, SUM(units) AS units FROM sales
        WHERE entry = 'sale' AND day >= $start AND day < $today GROUP BY variant_id) AS s
        ON s.variant_id = h.variant_id
    WHERE h.on_hand > 0 OR s.units > 0 ORDER BY h.variant_id
"""


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """A grid by category and one of the products that sold least of what was there (at most 100)."""
    if (old := stale(warehouse, as_of)) is not None:
        return Report("", "", as_of, gaps=(old,))
    start = Period.last_days(DAYS, before=as_of).start
    rows = ask(warehouse, _ROWS, as_of=as_of, today=as_of, start=start).dicts()
    for row in rows:
        row["sold"], row["left"] = row["units"] or Decimal(0), max(row["on_hand"], Decimal(0))
    through = _through(rows)
    return Report(
        "",
        "",
        as_of,
        grids=(_categories(rows), _slowest(warehouse, rows)),
        figures={"sell_through": through, "products": len(rows)},
    )


def _through(rows: Sequence[dict[str, Any]]) -> float | None:
    sold, left = (sum((row[k] for row in rows), Decimal(0)) for k in ("sold", "left"))
    return round(float(sold / (sold + left)), 4) if sold + left else None


def _categories(rows: Sequence[dict[str, Any]]) -> Grid:
    by_category = dict[str, list[dict[str, Any]]]()
    for row in rows:
        by_category.setdefault(row["category"] or "", []).append(row)
    made = [
        (name, len(group), *(int(sum(row[k] for row in group)) for k in ("sold", "left")), _through(group))
        for name, group in by_category.items()
    ]
    made.sort(key=lambda row: (row[4] if row[4] is not None else 0.0, row[0]))
    columns = ("Category", "Products", "Sold in 90 days", "On the shelf", "Share sold")
    return Grid("categories", t("Share sold by category"), columns, tuple(made))


def _slowest(warehouse: Warehouse, rows: Sequence[dict[str, Any]]) -> Grid:
    """Those with most money (or pieces) on the shelf per piece sold come first."""
    slow = sorted(rows, key=lambda row: (_through([row]) or 0.0, -(row["value"] or row["left"]), row["variant_id"]))
    made = tuple(
        (
            row["variant_id"],
            row["name"] or row["variant_id"],
            int(row["sold"]),
            int(row["left"]),
            _through([row]),
            None if row["value"] is None else Money.of(row["value"], warehouse.currency),
        )
        for row in slow[:SHOWN]
    )
    columns = ("Product", "Name", "Sold in 90 days", "On the shelf", "Share sold", "Stock at cost")
    return Grid("slowest", t("Products that sold least of what was there"), columns, made)
