"""Which few products make most of the money?

Figures: `basis` ("margin" | "revenue"), `products` (how many make 80%), `of` (how many were sold), `share` (the first
over the second, 0 to 1), `top_share` (what the single best one makes).
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from storehelm.analyses.assortment._worth import Worth, worth
from storehelm.core.money import Money
from storehelm.core.report import Grid, Report
from storehelm.core.text import t
from storehelm.warehouse.store import Warehouse

NEEDS = ("order_lines",)
MOST_OF_IT, SHOWN = 0.8, 200


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """The last year's products by what they made, down to 80% of it (at most 200 shown)."""
    found = worth(warehouse, as_of=as_of)
    if not found.total:
        return Report("", "", as_of, figures={"products": 0, "of": 0})
    cumulated = found.cumulated()
    few = min(bisect_left(cumulated, MOST_OF_IT) + 1, len(found.lines))
    figures = {"basis": found.basis, "products": few, "of": len(found.lines), "share": few / len(found.lines)}
    return Report(
        "",
        "",
        as_of,
        grids=(_grid(warehouse, found, cumulated, few),),
        figures=figures | {"top_share": cumulated[0]},
    )


def _grid(warehouse: Warehouse, found: Worth, cumulated: list[float], few: int) -> Grid:
    rows = tuple(
        (line.variant, line.name, int(line.units), Money.of(line.worth, warehouse.currency), round(share, 4))
        for line, share in zip(found.lines[: min(few, SHOWN)], cumulated, strict=False)
    )
    title = t(
        "{n} of {of} products make 80% of {total} in a year",
        n=few,
        of=len(found.lines),
        total=Money.of(found.total, warehouse.currency),
    )
    return Grid("products", found.titled(title), ("Product", "Name", "Pieces", found.column, "Share so far"), rows)
