"""Which few products make most of the money?

Figures: `basis` ("margin" | "revenue"), `products` (how many make 80%), `of` (how many were sold), `share` (the first
over the second, 0 to 1), `top_share` (what the single best one makes).
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from storehelm.analyses.assortment._worth import WORTH, YEAR, Worth, worth
from storehelm.core.money import Money
from storehelm.core.period import Period
from storehelm.core.proposal import Evidence
from storehelm.core.report import Finding, Grid, Report
from storehelm.core.text import t
from storehelm.warehouse.store import Warehouse

NEEDS = ("order_lines",)
MOST_OF_IT, SHOWN = 0.8, 200

_PRODUCTS = f"SELECT * FROM ({WORTH}) AS w ORDER BY net DESC, variant_id"


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
        findings=(_finding(warehouse, found, few, as_of),),
        grids=(_grid(warehouse, found, cumulated, few),),
        figures=figures | {"top_share": cumulated[0]},
    )


def _finding(warehouse: Warehouse, found: Worth, few: int, as_of: date) -> Finding:
    parts = {"n": few, "of": len(found.lines), "total": Money.of(found.total, warehouse.currency)}
    title = (
        t("{n} of {of} products make 80% of the money left after goods ({total} in a year)", **parts)
        if found.basis == "margin"
        else t("{n} of {of} products make 80% of net revenue ({total} in a year)", **parts)
    )
    start = Period.last_days(YEAR, before=as_of).start
    evidence = Evidence(t("By product"), _PRODUCTS, {"start": start, "end": as_of}, ("net_sales", "cm1"))
    note = found.note()
    return Finding("margin_pareto", "note", title, detail=note[0] if note else None, evidence=(evidence,))


def _grid(warehouse: Warehouse, found: Worth, cumulated: list[float], few: int) -> Grid:
    rows = tuple(
        (line.variant, line.name, int(line.units), Money.of(line.worth, warehouse.currency), round(share, 4))
        for line, share in zip(found.lines[: min(few, SHOWN)], cumulated, strict=False)
    )
    columns = ("Product", "Name", "Pieces", found.column, "Share so far")
    return Grid("products", t("Products that make 80%"), columns, rows)
