"""Which missing cost would change the ranking most?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from storehelm.core.money import Money
from storehelm.core.proposal import Evidence
from storehelm.core.report import Finding, Grid, Report
from storehelm.core.text import Text, t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("order_lines",)
DAYS = 90
SHARE = Decimal("0.8")

_SQL = """
SELECT f.variant_id, max(p.name) AS name, max(p.category) AS category, max(p.supplier_id) AS supplier_id,
    max(p.price_net) AS price_net, SUM(f.net) AS net, SUM(CASE WHEN f.cost IS NULL THEN f.net ELSE 0 END) AS bare
FROM margins AS f LEFT JOIN products AS p ON p.variant_id = f.variant_id
WHERE f.day >= $start AND f.day < $end GROUP BY f.variant_id ORDER BY bare DESC, f.variant_id NULLS LAST
"""


@dataclass(frozen=True, slots=True)
class MissingCosts:
    """Products without a cost, the largest net revenue first. Shares are of the net revenue from `start` to `end`.

    `products` are rows with variant_id, name, category, supplier_id, price_net, `net` (what is sold without a cost).
    The first `fewest` of them bring the covered share from `covered` to `reached`, at least the share asked for.
    """

    start: date
    end: date
    total: Decimal
    covered: float
    reached: float
    fewest: int
    products: tuple[dict[str, Any], ...]


def missing_costs(warehouse: Warehouse, *, as_of: date, share: Decimal = SHARE) -> MissingCosts:
    """Over the 90 days before `as_of`, or over all days where these saw no sale."""
    start = as_of - timedelta(days=DAYS)
    rows = ask(warehouse, _SQL, as_of=as_of, start=start, end=as_of).dicts()
    if not rows:
        start = date(1970, 1, 1)
        rows = ask(warehouse, _SQL, as_of=as_of, start=start, end=as_of).dicts()
    total = sum((row["net"] for row in rows), Decimal(0))
    bare = [row for row in rows if row["bare"] > 0]
    covered = total - sum((row["bare"] for row in bare), Decimal(0))
    reached, fewest = covered, 0
    while fewest < len(bare) and reached < share * total:
        reached += bare[fewest]["bare"]
        fewest += 1
    products = tuple({k: v for k, v in row.items() if k != "bare"} | {"net": row["bare"]} for row in bare)
    return MissingCosts(start, as_of, total, _of(covered, total), _of(reached, total), fewest, products)


def _of(part: Decimal, whole: Decimal) -> float:
    return float(part / whole) if whole > 0 else 0.0


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """At most one note: the product whose cost is missed most, and how few costs would cover most of the sales."""
    found = missing_costs(warehouse, as_of=as_of)
    figures = {"cost_covered": found.covered, "costs_missing": len(found.products), "costs_to_enter": found.fewest}
    if not found.products:
        return Report("assortment.missing_costs", __doc__ or "", as_of, figures=figures)
    finding = _finding(warehouse, found)
    columns = ("variant_id", "name", "net")
    rows = tuple(tuple(row[c] for c in columns) for row in found.products[: max(found.fewest, 10)])
    grid = Grid("missing_costs", t("Products whose cost is not known"), columns, rows)
    return Report("assortment.missing_costs", __doc__ or "", as_of, (finding,), grids=(grid,), figures=figures)


def _finding(warehouse: Warehouse, found: MissingCosts) -> Finding:
    first = found.products[0]
    name = str(first["name"] or first["variant_id"])
    detail = t(
        "Begin with {product}: it sold for {money} without VAT, and nothing says what it costs you.",
        product=name,
        money=Money.of(first["net"], warehouse.currency),
    )
    rows = Evidence(
        t("Net revenue without a cost, by product"),
        _EVIDENCE,
        {"start": found.start, "end": found.end},
        ("net_sales", "cost_coverage"),
    )
    return Finding("missing_cost", "note", _title(found, name), detail, subject=first["variant_id"], evidence=(rows,))


def _title(found: MissingCosts, name: str) -> Text:
    if not found.fewest:
        return t("Enter the cost of {product}: it is your largest product without one", product=name)
    return t(
        "Enter the cost of {n} product and {share} of your sales is covered",
        "Enter the cost of {n} products and {share} of your sales is covered",
        n=found.fewest,
        share=f"{found.reached:.0%}",
    )


_EVIDENCE = """
SELECT variant_id, SUM(net) AS net FROM margins WHERE cost IS NULL AND day >= $start AND day < $end
GROUP BY variant_id ORDER BY net DESC, variant_id NULLS LAST
"""
