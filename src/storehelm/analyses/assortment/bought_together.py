"""What is bought together?

Figures: `pairs` (how many lie clearly above chance), `baskets` (how many were looked at), `top` and `lines` (the
limits: products paired, and different products a counted basket may have).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from storehelm.analyses.assortment._pairs import LINES, PAIRS, TOP
from storehelm.analyses.assortment._shelf import COST_NOW
from storehelm.analyses.assortment._worth import YEAR, no_costs
from storehelm.core.money import Estimate, Money
from storehelm.core.period import Period
from storehelm.core.proposal import Change, Evidence, MeasurementPlan, Prior, Proposal, Resource
from storehelm.core.report import Grid, Report
from storehelm.core.text import t
from storehelm.methods.counts import needed_to_tell
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("orders", "order_lines", "products")
LEAST, LIFT, SHOWN, MOST = 10, 2.0, 100, 5
_TRIAL_DAYS = 84
_SURE = 4  # standard deviations above chance: thousands of pairs are looked at at once

SHOWN_ADDS = Prior(
    "share of baskets with the first product, without the second, that add it once it is shown beside",
    0.0,
    0.005,
    0.02,
    "Storehelm's own, before this store's results: no published figure fits",
)

_PIECE = f"""
    SELECT s.variant_id, CAST(SUM(s.net) AS DOUBLE) / CAST(SUM(s.units) AS DOUBLE) AS net, MAX(c.cost) AS cost
    FROM sales AS s JOIN ({COST_NOW}) AS c ON c.variant_id = s.variant_id
    WHERE s.entry = 'sale' AND s.units > 0 AND s.day >= $start AND s.day < $today GROUP BY s.variant_id
"""
_ORDERS = """
    SELECT a.day, a.order_id, a.units AS one_pieces, b.units AS other_pieces, a.net + b.net AS net
    FROM sales AS a JOIN sales AS b ON b.order_id = a.order_id AND b.entry = 'sale' AND b.variant_id = $other
    WHERE a.entry = 'sale' AND a.variant_id = $one AND a.day >= $start AND a.day < $today ORDER BY a.day, a.order_id
"""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two products and the baskets that hold both, each, and any, of so many `days`."""

    row: dict[str, Any]
    days: int

    @property
    def lift(self) -> float:
        """How many times more often together than if one had nothing to do with the other."""
        return self.row["together"] * self.row["baskets"] / (self.row["one_orders"] * self.row["other_orders"])

    @property
    def above_chance(self) -> float:
        """Baskets with both beyond those that chance would give, in standard deviations."""
        expected = self.row["one_orders"] * self.row["other_orders"] / self.row["baskets"]
        return (self.row["together"] - expected) / expected**0.5

    @property
    def support(self) -> float:
        return self.row["together"] / self.row["baskets"]


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """A grid of pairs, the surest first, and at most five products to be shown beside another."""
    start = Period.last_days(YEAR, before=as_of).start
    rows = ask(warehouse, PAIRS, as_of=as_of, today=as_of, start=start, lines=LINES, top=TOP, least=LEAST).dicts()
    days = _days(warehouse, start, as_of)
    pairs = [p for p in (_Pair(row, days) for row in rows) if p.lift >= LIFT and p.above_chance >= _SURE]
    pairs.sort(key=lambda p: (-round(p.above_chance, 9), p.row["one"], p.row["other"]))
    figures = {"pairs": len(pairs), "baskets": rows[0]["baskets"] if rows else 0, "top": TOP, "lines": LINES}
    proposals, uncosted = _proposals(warehouse, pairs, start, as_of)
    return Report(
        "",
        "",
        as_of,
        proposals=proposals,
        gaps=(no_costs(),) if uncosted else (),
        grids=(_grid(pairs),),
        figures=figures,
    )


def _days(warehouse: Warehouse, start: date, as_of: date) -> int:
    """Days looked at: a year, or as long as the store is known to have sold."""
    first = ask(warehouse, "SELECT min(day) AS first FROM placed WHERE day >= $start", as_of=as_of, start=start).value()
    return max(1, (as_of - (first or start)).days)


def _grid(pairs: list[_Pair]) -> Grid:
    rows = tuple(
        (
            p.row["one"],
            p.row["one_name"] or p.row["one"],
            p.row["other"],
            p.row["other_name"] or p.row["other"],
            p.row["together"],
            round(p.support, 5),
            round(p.lift, 2),
        )
        for p in pairs[:SHOWN]
    )
    title = t(
        "Bought together in the last year (the {top} products in most orders, baskets of up to {lines} products)",
        top=TOP,
        lines=LINES,
    )
    columns = ("Product", "Name", "With", "Its name", "Baskets with both", "Share of baskets", "Times more than chance")
    return Grid("pairs", title, columns, rows)


def _proposals(warehouse: Warehouse, pairs: list[_Pair], start: date, as_of: date) -> tuple[tuple[Proposal, ...], bool]:
    """The five pairs that may keep most, each product shown on one other page only; whether costs are missing."""
    if not pairs or "costs" not in warehouse.filled_by(as_of):
        return (), bool(pairs)
    pieces = {row["variant_id"]: row for row in ask(warehouse, _PIECE, as_of=as_of, today=as_of, start=start).dicts()}
    made = [_proposal(warehouse, *way, pieces, start, as_of) for p in pairs[:SHOWN] for way in _ways(p)]
    best = sorted((p for p in made if p), key=lambda p: (-p.expected.likely.amount, p.id))
    chosen, used = list[Proposal](), set[str]()
    for proposal in best:
        ids = {resource.id for resource in proposal.touches}
        if not ids & used and len(chosen) < MOST:
            chosen.append(proposal)
            used |= ids
    return tuple(chosen), any(p.row[k] not in pieces for p in pairs[:SHOWN] for k in ("one", "other"))


def _ways(pair: _Pair) -> tuple[tuple[_Pair, str, str], ...]:
    return (pair, "one", "other"), (pair, "other", "one")


def _proposal(
    warehouse: Warehouse, pair: _Pair, page: str, shown: str, pieces: dict[str, Any], start: date, as_of: date
) -> Proposal | None:
    """Show `shown` on the page of `page`; None where a piece of it leaves nothing or its cost is not known."""
    row, piece = pair.row, pieces.get(pair.row[shown])
    left = piece["net"] - float(piece["cost"]) if piece else 0.0
    if piece is None or left <= 0:
        return None
    on, what = Resource("product", row[page]), Resource("product", row[shown])
    params = {"one": row[page], "other": row[shown], "start": start, "today": as_of}
    return Proposal(
        f"bought_together:{row[page]}:{row[shown]}",
        "related_products",
        "assortment",
        t(
            "Show {other} beside {product}",
            other=row[f"{shown}_name"] or row[shown],
            product=row[f"{page}_name"] or row[page],
        ),
        t(
            "{n} baskets of the last year hold both, {times} times more than chance would give.",
            n=row["together"],
            times=round(pair.lift, 1),
        ),
        _expected(warehouse, pair, page, left),
        _measurement(pair, page),
        effort_minutes=5,
        changes=(Change(on, "related_products", delta=(row[shown],)),),
        touches=(on, what),
        prior=SHOWN_ADDS,
        evidence=(Evidence(t("Orders with both"), _ORDERS, params, ("orders",)),),
        unknowns=(
            t("Whether the page shows it already."),
            t("How many more buyers add it when they see it; taken from a guess, not from this store."),
        ),
    )


def _without(pair: _Pair, page: str) -> float:
    """Baskets a month with the page's product and without the one to be shown."""
    return (pair.row[f"{page}_orders"] - pair.row["together"]) * 30 / pair.days


def _expected(warehouse: Warehouse, pair: _Pair, page: str, left: float) -> Estimate:
    ends = [_without(pair, page) * share * left for share in (SHOWN_ADDS.low, SHOWN_ADDS.likely, SHOWN_ADDS.high)]
    low, likely, high = (Money.of(v, warehouse.currency) for v in ends)
    return Estimate(low, likely, high, basis="assumed")


def _measurement(pair: _Pair, page: str) -> MeasurementPlan:
    """Weeks with and weeks without, where three months have baskets enough to see the hoped-for share."""
    now = pair.row["together"] / pair.row[f"{page}_orders"]
    hoped = min(0.999, now + SHOWN_ADDS.likely * (1 - now))
    needed = needed_to_tell(now, hoped) if hoped > now else 0
    there = int(pair.row[f"{page}_orders"] * _TRIAL_DAYS / pair.days / 2)
    if needed and there >= needed:
        return MeasurementPlan("switchback", units=(pair.row[page],), seed=7, pre_days=28, horizon_days=_TRIAL_DAYS)
    return MeasurementPlan.cannot_be_known(
        t(
            "To see it, {needed} baskets with and as many without are needed; three months have {there} of each.",
            needed=needed,
            there=there,
        )
    )
