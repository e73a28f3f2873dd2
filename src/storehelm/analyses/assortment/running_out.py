"""What runs out before a new delivery can be here?

Figures: `products` (how many run out), `sold_out` (how many of them have nothing left).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from storehelm.analyses.assortment._shelf import COST_NOW, IN_STOCK, ON_HAND, ON_ORDER, stale
from storehelm.analyses.assortment._worth import no_costs
from storehelm.core.money import Estimate, Money
from storehelm.core.period import Period
from storehelm.core.proposal import Change, Evidence, MeasurementPlan, Proposal, Resource
from storehelm.core.report import Finding, Report
from storehelm.core.text import Text, t
from storehelm.methods.counts import demand_quantile, expected_missed, rate_interval
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("products", "stock", "order_lines")
DAYS, COVER, REVIEW, MOST, SHOWN = 28, 30, 7, 5, 50
USUAL_LEAD = 14  # days, where the supplier's own are not known; said so
_LEAST_PIECES, _LEAST_DAYS = 5, 7

_SOLD = """
    SELECT variant_id, SUM(units) AS units, SUM(net) AS net, MAX(day) AS last_sale FROM sales
    WHERE entry = 'sale' AND day >= $start AND day < $today GROUP BY variant_id
"""
_SHELF = f"""
    SELECT p.variant_id, p.name, p.supplier_id, v.name AS supplier, v.lead_days, v.minimum_order_net, h.on_hand, h.free,
        i.days, s.units, s.net, o.coming, o.overdue, o.next_due, o.first_due, c.cost, c.cost_low, c.cost_high, c.basis
    FROM ({_SOLD}) AS s
    JOIN products AS p ON p.variant_id = s.variant_id
    JOIN ({ON_HAND}) AS h ON h.variant_id = s.variant_id
    LEFT JOIN ({IN_STOCK}) AS i ON i.variant_id = s.variant_id
    LEFT JOIN ({ON_ORDER}) AS o ON o.variant_id = s.variant_id
    LEFT JOIN ({COST_NOW}) AS c ON c.variant_id = s.variant_id
    LEFT JOIN suppliers AS v ON v.supplier_id = p.supplier_id
    WHERE coalesce(p.status, 'active') = 'active' AND s.units >= {_LEAST_PIECES} ORDER BY p.variant_id
"""
_ROWS = """
    SELECT day, on_hand, reserved, location FROM stock
    WHERE variant_id = $variant AND day >= $start AND day < $today ORDER BY day, location
"""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One variant on the morning: pieces `free`, sold `a_day` while in stock, days a delivery takes (`lead`), pieces
    that are `coming` (the first in `wait` days) or `overdue`."""

    row: dict[str, Any]
    free: float
    a_day: float
    lead: int
    coming: float
    overdue: float
    wait: int | None

    @property
    def days_left(self) -> float:
        return max(0.0, self.free) / self.a_day

    @property
    def revenue(self) -> float:
        """Net revenue a day while it is there."""
        return self.a_day * float(self.row["net"] / self.row["units"])

    @property
    def short(self) -> bool:
        """With all that is on its way, an order placed next week would come too late."""
        return max(0.0, self.free) + self.coming < self.a_day * (self.lead + REVIEW)

    @property
    def waits(self) -> bool:
        """The next delivery comes more than a day after the shelf is empty."""
        return self.wait is not None and self.wait > self.days_left + 1


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """One finding a product that runs out, the best sellers first (at most 50); at most five orders to place."""
    if (old := stale(warehouse, as_of)) is not None:
        return Report("", "", as_of, gaps=(old,))
    short = sorted((s for s in _shelves(warehouse, as_of) if s.short or s.waits), key=lambda s: -s.revenue)
    proposals = [p for s in short if (p := _proposal(warehouse, s, as_of)) is not None]
    proposals.sort(key=lambda p: (-p.expected.likely.amount, p.id))
    uncosted = any(s.row["cost"] is None for s in short)
    return Report(
        "",
        "",
        as_of,
        findings=tuple(_finding(warehouse, s, as_of) for s in short[:SHOWN]),
        proposals=tuple(proposals[:MOST]),
        gaps=(no_costs(),) if uncosted else (),
        figures={"products": len(short), "sold_out": sum(s.free <= 0 for s in short)},
    )


def _shelves(warehouse: Warehouse, as_of: date) -> list[_Shelf]:
    start, a_day = Period.last_days(DAYS, before=as_of).start, timedelta(days=1)
    rows = ask(warehouse, _SHELF, as_of=as_of, today=as_of, start=start, before=start - a_day, last=as_of - a_day)
    return [shelf for row in rows.dicts() if (shelf := _shelf(row, as_of)) is not None]


def _shelf(row: dict[str, Any], as_of: date) -> _Shelf | None:
    """None for a variant that was on the shelf too few days to know how fast it sells."""
    days = int(row["days"] or 0)
    if days < _LEAST_DAYS:
        return None
    lead = USUAL_LEAD if row["lead_days"] is None else ceil(row["lead_days"])
    pieces = {k: float(row[k] or 0) for k in ("free", "units", "coming", "overdue")}
    wait = None if row["next_due"] is None else (row["next_due"] - as_of).days
    return _Shelf(row, pieces["free"], pieces["units"] / days, lead, pieces["coming"], pieces["overdue"], wait)


def _finding(warehouse: Warehouse, shelf: _Shelf, as_of: date) -> Finding:
    stake = _missed(warehouse, shelf)
    return Finding(
        f"running_out:{shelf.row['variant_id']}",
        "note",
        _title(shelf),
        detail=_detail(shelf),
        money=stake,
        deadline=_latest_day(shelf, as_of),
        subject=shelf.row["variant_id"],
        evidence=(_evidence(shelf, as_of),),
    )


def _title(shelf: _Shelf) -> Text:
    name = shelf.row["name"] or shelf.row["variant_id"]
    if shelf.free <= 0:
        return t("{product} is sold out", product=name)
    return t(
        "{product} runs out in {n} day", plural="{product} runs out in {n} days", product=name, n=int(shelf.days_left)
    )


def _detail(shelf: _Shelf) -> Text:
    parts = {"free": int(shelf.free), "sold": round(shelf.a_day, 1), "lead": shelf.lead}
    if shelf.overdue > 0:
        return t(
            "{free} left, {sold} sold a day. {late} pieces were due on {due} and have not come: press the supplier.",
            **parts,
            late=int(shelf.overdue),
            due=shelf.row["first_due"],
        )
    if shelf.coming > 0:
        coming = {"coming": int(shelf.coming), "due": shelf.row["next_due"]}
        return t(
            "{free} left, {sold} sold a day. {coming} are on their way, the first due on {due}.", **parts, **coming
        )
    if shelf.row["lead_days"] is None:
        return t("{free} left, {sold} sold a day. A delivery is taken to need {lead} days; nobody entered it.", **parts)
    return t("{free} left, {sold} sold a day, nothing on its way; a delivery takes {lead} days.", **parts)


def _latest_day(shelf: _Shelf, as_of: date) -> date:
    """The last day on which an order still arrives in time; today where it is too late already."""
    return as_of + timedelta(days=max(0, int(shelf.days_left) - shelf.lead))


def _evidence(shelf: _Shelf, as_of: date) -> Evidence:
    start = Period.last_days(DAYS, before=as_of).start
    params = {"variant": shelf.row["variant_id"], "start": start, "today": as_of}
    return Evidence(t("Pieces on the shelf, by day"), _ROWS, params, ("days_of_stock",))


def _missed(warehouse: Warehouse, shelf: _Shelf) -> Estimate | None:
    """Margin of the pieces asked for but not there in the 30 days after the earliest delivery, if none is ordered.

    The interval is on the wide side: the pace is known from few sales, and at each end of it demand varies by chance.
    """
    cost = shelf.row["cost"]
    if cost is None:
        return None
    net = float(shelf.row["net"] / shelf.row["units"])
    days = float(shelf.row["units"]) / shelf.a_day
    few, many = rate_interval(float(shelf.row["units"]))
    slow, likely, quick = (_pieces_missed(rate / days, shelf) for rate in (few, float(shelf.row["units"]), many))
    low = demand_quantile(slow, 0.05) * (net - float(shelf.row["cost_high"]))
    high = demand_quantile(quick, 0.95) * (net - float(shelf.row["cost_low"]))
    ends = sorted((low, likely * (net - float(cost)), high))
    basis = "assumed" if shelf.row["basis"] == "assumed" else "estimated"
    return Estimate(*(Money.of(v, warehouse.currency) for v in ends), per="once", basis=basis)


def _pieces_missed(a_day: float, shelf: _Shelf) -> float:
    """Of the demand of `COVER` days after the earliest delivery, the pieces that what is left then cannot give."""
    there = max(0.0, shelf.free) + shelf.coming
    later = a_day * (shelf.lead + COVER)
    return max(0.0, expected_missed(later, there) - expected_missed(a_day * shelf.lead, there))


def _proposal(warehouse: Warehouse, shelf: _Shelf, as_of: date) -> Proposal | None:
    """An order to place; None where one is already late (that one is to be pressed for) or nothing would be left."""
    expected = _missed(warehouse, shelf)
    pieces = ceil(shelf.a_day * (shelf.lead + COVER) - max(0.0, shelf.free) - shelf.coming)
    if expected is None or not shelf.short or shelf.overdue > 0 or expected.likely.amount <= 0 or pieces <= 0:
        return None
    row = shelf.row
    product = Resource("product", row["variant_id"])
    touches = (product, Resource("supplier", row["supplier_id"])) if row["supplier_id"] else (product,)
    return Proposal(
        f"running_out:{row['variant_id']}",
        "reorder",
        "assortment",
        t(
            "Order {n} piece of {product}",
            plural="Order {n} pieces of {product}",
            n=pieces,
            product=row["name"] or row["variant_id"],
        ),
        _why(shelf),
        expected,
        MeasurementPlan.cannot_be_known(t("Nobody can see what an empty shelf would have sold.")),
        effort_minutes=15,
        changes=(Change(product, "purchase_quantity", delta=Decimal(pieces), reversibility="partly"),),
        touches=touches,
        deadline=_latest_day(shelf, as_of),
        expires=as_of + timedelta(days=REVIEW),
        evidence=(_evidence(shelf, as_of),),
        unknowns=_unknowns(warehouse, shelf, pieces),
    )


def _why(shelf: _Shelf) -> Text:
    return t(
        "What is left lasts about {days} days, a delivery takes {lead}. The order covers the 30 days after it arrives.",
        days=int(shelf.days_left),
        lead=shelf.lead,
    )


def _unknowns(warehouse: Warehouse, shelf: _Shelf, pieces: int) -> tuple[Text, ...]:
    told = [t("Whether the coming weeks sell faster or slower than the last four.")]
    if shelf.row["lead_days"] is None:
        told.append(t("How long the supplier takes; {n} days are assumed.", n=USUAL_LEAD))
    least, cost = shelf.row["minimum_order_net"], shelf.row["cost"]
    if least and cost is not None and cost * pieces < least:
        told.append(
            t(
                "The supplier's smallest order is {least}: add other products.",
                least=Money.of(least, warehouse.currency),
            )
        )
    return tuple(told)
