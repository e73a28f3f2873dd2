"""What each variant brought in a period: money left after goods where costs are known, revenue where they are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from storehelm.core.period import Period
from storehelm.core.report import Gap
from storehelm.core.text import Text, t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

COVERED = Decimal("0.8")  # share of revenue whose cost must be known before money left can rank products
YEAR = 365

WORTH = """
    SELECT variant_id, SUM(net) AS net, SUM(net - cost) AS margin,
        SUM(CASE WHEN cost IS NOT NULL THEN net ELSE CAST(0 AS DECIMAL(18, 4)) END) AS costed,
        SUM(CASE WHEN entry = 'sale' THEN units ELSE CAST(0 AS DECIMAL(14, 3)) END) AS units
    FROM margins WHERE day >= $start AND day < $end AND variant_id IS NOT NULL GROUP BY variant_id
"""
"""One row a variant: net revenue and margin less returns, the revenue whose cost is known, pieces sold."""


@dataclass(frozen=True, slots=True)
class Line:
    """One variant. `worth` is its margin or its revenue, whichever the list's `basis` says."""

    variant: str
    name: str
    category: str
    net: Decimal
    margin: Decimal | None
    units: Decimal
    worth: Decimal


@dataclass(frozen=True, slots=True)
class Worth:
    """Variants, the best first; `basis` is "margin" or "revenue", `total` the sum of the positive ones."""

    basis: str
    lines: tuple[Line, ...]
    total: Decimal

    @property
    def column(self) -> str:
        return "Money left after goods" if self.basis == "margin" else "Net revenue"

    def titled(self, title: Text) -> Text:
        """The title of a list, saying so where revenue stands in for money left."""
        if self.basis == "margin":
            return title
        return t("{title}; ranked by net revenue, because too few costs are known", title=title)

    def cumulated(self) -> list[float]:
        """Share of the total reached with each line, 0 to 1."""
        shares, reached = list[float](), Decimal(0)
        for line in self.lines:
            reached += max(line.worth, Decimal(0))
            shares.append(float(reached / self.total) if self.total else 0.0)
        return shares


def worth(warehouse: Warehouse, *, as_of: date, days: int = YEAR) -> Worth:
    """Every variant sold in the last `days`, by money left after goods; by revenue where costs cover too little."""
    period = Period.last_days(days, before=as_of)
    rows = ask(
        warehouse,
        f"SELECT w.variant_id, p.name, p.category, w.net, w.margin, w.costed, w.units FROM ({WORTH}) AS w "
        "LEFT JOIN products AS p ON p.variant_id = w.variant_id ORDER BY w.variant_id",
        as_of=as_of,
        start=period.start,
        end=period.end,
    )
    net = sum((row[3] for row in rows), Decimal(0))
    by_margin = net > 0 and sum((row[5] or Decimal(0) for row in rows), Decimal(0)) >= COVERED * net
    lines = [
        Line(v, name or v, category or "", n, m, units, (m or Decimal(0)) if by_margin else n)
        for v, name, category, n, m, _, units in rows
    ]
    lines.sort(key=lambda line: (-line.worth, line.variant))
    total = sum((max(line.worth, Decimal(0)) for line in lines), Decimal(0))
    return Worth("margin" if by_margin else "revenue", tuple(lines), total)


def no_costs() -> Gap:
    """Advice that needs a cost is not given without one."""
    return Gap(
        "assortment", ("costs",), t("Without what the goods cost, nobody can say what a change would leave you.")
    )
