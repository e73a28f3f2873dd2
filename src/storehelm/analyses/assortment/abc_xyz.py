"""Which products carry the shop, and which of them sell steadily?

A: the products that make the first 80%, B: up to 95%, C: the rest, by money left after goods in a year, or by net
revenue where too few costs are known. X: weekly pieces vary by at most half of their mean, Y: by at most the mean,
Z: by more, over the last 26 whole weeks (ISO, from Monday), from the week of the first sale in them; what has sold for
less than eight weeks is Z.

Figures: `basis`; `classes`: {"AX": number of products, ...}.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import sqrt

from storehelm.analyses.assortment._worth import Line, Worth, worth
from storehelm.core.money import Money
from storehelm.core.report import Grid, Report
from storehelm.core.text import t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("order_lines",)
WEEKS, SHOWN = 26, 200
_LEAST_WEEKS = 8
FIRST, SECOND = 0.8, 0.95
STEADY, UNSTEADY = 0.5, 1.0

_WEEKLY = """
    SELECT variant_id, MIN(week) AS first, SUM(units) AS units, SUM(units * units) AS squares FROM (
        SELECT variant_id, CAST(date_trunc('week', day) AS DATE) AS week, SUM(units) AS units FROM sales
        WHERE entry = 'sale' AND day >= $start AND day < $end AND variant_id IS NOT NULL
        GROUP BY variant_id, CAST(date_trunc('week', day) AS DATE)) AS weeks
    GROUP BY variant_id
"""


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """A grid of the nine classes and one of their products, the best first (at most 200)."""
    found = worth(warehouse, as_of=as_of)
    spread = _spread(warehouse, as_of)
    classed = [
        (line, _abc(before) + _xyz(spread.get(line.variant)))
        for line, before in zip(found.lines, [0.0, *found.cumulated()], strict=False)
    ]
    counts = {a + x: sum(c == a + x for _, c in classed) for a in "ABC" for x in "XYZ"}
    return Report(
        "",
        "",
        as_of,
        grids=(
            _classes(warehouse, classed, found),
            _products(warehouse, classed, spread, found),
        ),
        figures={"basis": found.basis, "classes": counts},
    )


def _spread(warehouse: Warehouse, as_of: date) -> dict[str, float]:
    """How much a variant's weekly pieces vary: standard deviation over mean, weeks without a sale included."""
    end = as_of - timedelta(days=as_of.weekday())
    rows = ask(warehouse, _WEEKLY, as_of=as_of, start=end - timedelta(weeks=WEEKS), end=end)
    spread = dict[str, float]()
    for variant, first, units, squares in rows:
        weeks = (end - first).days // 7
        if weeks < _LEAST_WEEKS:
            continue
        mean = float(units) / weeks
        spread[variant] = sqrt(max(0.0, float(squares) / weeks - mean * mean)) / mean if mean > 0 else float("inf")
    return spread


def _abc(before: float) -> str:
    """By the share reached before the product: the one that crosses a threshold still belongs above it."""
    return "A" if before < FIRST else "B" if before < SECOND else "C"


def _xyz(spread: float | None) -> str:
    return "Z" if spread is None or spread > UNSTEADY else "Y" if spread > STEADY else "X"


def _classes(warehouse: Warehouse, classed: list[tuple[Line, str]], found: Worth) -> Grid:
    rows = list[tuple[object, ...]]()
    for name in (a + x for a in "ABC" for x in "XYZ"):
        made = sum((line.worth for line, c in classed if c == name), Decimal(0))
        share = round(float(made / found.total), 4) if found.total else None
        rows.append((name, sum(c == name for _, c in classed), Money.of(made, warehouse.currency), share))
    columns = ("Class", "Products", found.column, "Share")
    return Grid("classes", found.titled(t("Classes of products")), columns, tuple(rows))


def _products(warehouse: Warehouse, classed: list[tuple[Line, str]], spread: dict[str, float], found: Worth) -> Grid:
    rows = tuple(
        (
            line.variant,
            line.name,
            name,
            Money.of(line.worth, warehouse.currency),
            int(line.units),
            _varies(spread, line),
        )
        for line, name in classed[:SHOWN]
    )
    columns = ("Product", "Name", "Class", found.column, "Pieces", "Weekly variation")
    return Grid("products", found.titled(t("Products by class")), columns, rows)


def _varies(spread: dict[str, float], line: Line) -> float | None:
    value = spread.get(line.variant)
    return None if value is None or value == float("inf") else round(value, 2)
