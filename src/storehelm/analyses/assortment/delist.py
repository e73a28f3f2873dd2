"""What should leave the assortment or come back, and what leaves with it?

To leave: what was on sale for half a year, still sells now and then, and brings less than keeping its stock costs (a
quarter of its value a year, a rule of thumb that travels in the interval). What never sells is the question of dead
stock. To come back: what is no longer on sale, lies on the shelf and sold in the last year.

Figures: `leave`, `back` (how many of each).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from storehelm.analyses.assortment._pairs import LINES
from storehelm.analyses.assortment._shelf import COST_NOW, ON_HAND, stale
from storehelm.analyses.assortment._worth import no_costs
from storehelm.core.money import Estimate, Money
from storehelm.core.period import Period
from storehelm.core.proposal import Change, Evidence, MeasurementPlan, Prior, Proposal, Resource
from storehelm.core.report import Grid, Report
from storehelm.core.text import Text, t
from storehelm.methods.counts import rate_interval
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("products", "stock", "order_lines")
DAYS, YEAR, MOST, SHOWN = 180, 365, 5, 100
MONTHS = 6

KEEPING = Prior(
    "what keeping stock costs a year, as a share of its value",
    0.15,
    0.25,
    0.35,
    "H. Richardson, Transportation & Distribution 36 (1995): 25 to 55% with risk and handling; the lower part is taken",
)
LEAVES_TOO = Prior(
    "share of the other goods in its baskets that leaves with it",
    0.0,
    0.1,
    0.4,
    "Storehelm's own, before this store's results",
)

_VARIANTS = f"""
    SELECT p.variant_id, p.name, coalesce(p.status, 'active') AS status, h.on_hand, h.on_hand * c.cost AS value,
        c.cost, c.basis, m.margin, m.net, m.units, m.orders, y.net AS year_net, y.margin AS year_margin,
        y.units AS year_units, y.last_sale,
        CASE WHEN p.created_day < h.first_day THEN p.created_day ELSE h.first_day END AS since
    FROM products AS p JOIN ({ON_HAND}) AS h ON h.variant_id = p.variant_id
    LEFT JOIN ({COST_NOW}) AS c ON c.variant_id = p.variant_id
    LEFT JOIN (SELECT variant_id, SUM(net - cost) AS margin, SUM(net) AS net, COUNT(DISTINCT order_id) AS orders,
        SUM(CASE WHEN entry = 'sale' THEN units ELSE CAST(0 AS DECIMAL(14, 3)) END) AS units
        FROM margins WHERE day >= $start AND day < $today GROUP BY variant_id) AS m ON m.variant_id = p.variant_id
    LEFT JOIN (SELECT variant_id, SUM(net - cost) AS margin, SUM(net) AS net, MAX(day) AS last_sale,
        SUM(CASE WHEN entry = 'sale' THEN units ELSE CAST(0 AS DECIMAL(14, 3)) END) AS units
        FROM margins WHERE entry = 'sale' AND day >= $year AND day < $today GROUP BY variant_id) AS y
        ON y.variant_id = p.variant_id
    WHERE h.on_hand > 0 AND y.units > 0 ORDER BY p.variant_id
"""
_COMPANY = """
    WITH mine AS (SELECT DISTINCT variant_id, order_id FROM sales
        WHERE entry = 'sale' AND variant_id IN ($v1, $v2, $v3, $v4, $v5, $v6, $v7, $v8, $v9, $v10)
            AND day >= $start AND day < $today),
    small AS (SELECT order_id FROM sales WHERE entry = 'sale' AND day >= $start AND day < $today
        GROUP BY order_id HAVING COUNT(DISTINCT variant_id) <= $lines)
    SELECT o.variant_id, SUM(s.net) AS net, SUM(s.net - s.cost) AS margin, COUNT(DISTINCT o.order_id) AS orders
    FROM mine AS o JOIN small AS k ON k.order_id = o.order_id
    JOIN margins AS s ON s.order_id = o.order_id AND s.entry = 'sale' AND s.variant_id <> o.variant_id
    GROUP BY o.variant_id
"""
_ROWS = """
    SELECT s.day, s.order_id, s.variant_id, s.units, s.net FROM sales AS s
    WHERE s.entry = 'sale' AND s.day >= $start AND s.day < $today AND s.order_id IN (SELECT order_id FROM sales
        WHERE entry = 'sale' AND variant_id = $variant AND day >= $start AND day < $today)
    ORDER BY s.day, s.order_id, s.variant_id
"""
_AT_ONCE = 10


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """Grids of what may leave and come back; at most five proposals, those that keep most first."""
    if (old := stale(warehouse, as_of)) is not None:
        return Report("", "", as_of, gaps=(old,))
    start, year = (Period.last_days(n, before=as_of).start for n in (DAYS, YEAR))
    rows = ask(warehouse, _VARIANTS, as_of=as_of, today=as_of, start=start, year=year).dicts()
    leave = sorted((r for r in rows if _weak(r, start)), key=lambda r: (_keeps(r), r["variant_id"]))[::-1]
    back = sorted((r for r in rows if r["status"] == "archived"), key=lambda r: (-r["year_net"], r["variant_id"]))
    company = _company(warehouse, [r["variant_id"] for r in leave[:_AT_ONCE]], start, as_of)
    proposals = [_leave(warehouse, r, company.get(r["variant_id"]), start, as_of) for r in leave[:_AT_ONCE]]
    proposals += [_back(warehouse, r, year, as_of) for r in back]
    made = sorted((p for p in proposals if p), key=lambda p: (-p.expected.likely.amount, p.id))
    return Report(
        "",
        "",
        as_of,
        proposals=tuple(made[:MOST]),
        gaps=(no_costs(),) if rows and all(r["cost"] is None for r in rows) else (),
        grids=(_leaving(warehouse, leave, company), _returning(warehouse, back)),
        figures={"leave": len(leave), "back": len(back)},
    )


def _weak(row: dict[str, Any], start: date) -> bool:
    """On sale for half a year, sold in it, and left less than keeping it cost."""
    known = row["value"] is not None and row["margin"] is not None
    return known and row["status"] == "active" and row["since"] < start and bool(row["units"]) and _keeps(row) > 0


def _keeps(row: dict[str, Any], a_year: float = KEEPING.likely) -> float:
    """Money a month that its leaving keeps: the cost of its stock less what it brought."""
    return float(row["value"]) * a_year / 12 - float(row["margin"]) / MONTHS


def _company(warehouse: Warehouse, variants: list[str], start: date, as_of: date) -> dict[str, dict[str, Any]]:
    """What else lay in the baskets of each of at most ten variants (baskets of up to 40 products)."""
    if not variants:
        return {}
    filled = (variants + [variants[0]] * _AT_ONCE)[:_AT_ONCE]
    names = {f"v{n}": variant for n, variant in enumerate(filled, 1)}
    rows = ask(warehouse, _COMPANY, as_of=as_of, today=as_of, start=start, lines=LINES, **names)
    return {row["variant_id"]: row for row in rows.dicts()}


def _leave(
    warehouse: Warehouse, row: dict[str, Any], company: dict[str, Any] | None, start: date, as_of: date
) -> Proposal | None:
    """Take it off sale; None where what leaves with it is likely worth more than what is kept."""
    other = max(0.0, float(company["margin"] or 0)) / MONTHS if company else 0.0
    ends = [
        _keeps(row, keep) - other * gone
        for keep, gone in (
            (KEEPING.low, LEAVES_TOO.high),
            (KEEPING.likely, LEAVES_TOO.likely),
            (KEEPING.high, LEAVES_TOO.low),
        )
    ]
    if ends[1] <= 0:
        return None
    low, likely, high = (Money.of(v, warehouse.currency) for v in ends)
    with_it = Money.of(company["net"] / MONTHS if company else 0, warehouse.currency)
    return _proposal(
        row,
        ("delist", "archived", start, as_of),
        t("Take {product} off sale once its shelf is cleared", product=row["name"] or row["variant_id"]),
        t(
            "It leaves less than keeping its stock costs. Other goods in its baskets: {net} a month.",
            net=with_it,
        ),
        Estimate(low, likely, high, basis="assumed"),
        LEAVES_TOO,
        (
            t("Whether buyers of its company come for it: without it they may buy elsewhere."),
            t("What its shelf would fetch in a clearance is not counted."),
        ),
    )


def _back(warehouse: Warehouse, row: dict[str, Any], year: date, as_of: date) -> Proposal | None:
    """Put it on sale again; None where its cost is not known or it left nothing."""
    if row["cost"] is None or not row["year_margin"] or row["year_margin"] <= 0:
        return None
    left = float(row["year_margin"] / row["year_units"])
    few, many = rate_interval(float(row["year_units"]))
    shelf = float(row["on_hand"])
    months = max(1.0, (row["last_sale"] - year).days / 30)
    pieces = [min(shelf, n / months) for n in (few, float(row["year_units"]), many)]
    low, likely, high = (Money.of(n * left, warehouse.currency) for n in pieces)
    return _proposal(
        row,
        ("relist", "active", year, as_of),
        t("Put {product} on sale again", product=row["name"] or row["variant_id"]),
        t(
            "{n} pieces lie on the shelf, and it sold {sold} in the last year.",
            n=int(shelf),
            sold=int(row["year_units"]),
        ),
        Estimate(low, likely, high, basis="assumed" if row["basis"] == "assumed" else "estimated"),
        None,
        (t("Why it was taken off sale."),),
    )


def _proposal(
    row: dict[str, Any],
    step: tuple[str, str, date, date],
    title: Text,
    why: Text,
    expected: Estimate,
    prior: Prior | None,
    unknowns: tuple[Text, ...],
) -> Proposal:
    kind, status, start, as_of = step
    product = Resource("product", row["variant_id"])
    params = {"variant": row["variant_id"], "start": start, "today": as_of}
    return Proposal(
        f"{kind}:{row['variant_id']}",
        kind,
        "assortment",
        title,
        why,
        expected,
        MeasurementPlan.cannot_be_known(
            t("One product on or off sale has nothing to be compared with, and it sells too seldom to tell.")
        ),
        effort_minutes=20,
        changes=(Change(product, "status", before=row["status"], after=status),),
        alternatives=f"price:{row['variant_id']}",
        touches=(product,),
        prior=prior,
        evidence=(Evidence(t("Its baskets, line by line"), _ROWS, params, ("net_sales",)),),
        unknowns=unknowns,
    )


def _leaving(warehouse: Warehouse, rows: list[dict[str, Any]], company: dict[str, dict[str, Any]]) -> Grid:
    made = list[tuple[Any, ...]]()
    for row in rows[:SHOWN]:
        beside = company.get(row["variant_id"])
        made.append(
            (
                row["variant_id"],
                row["name"] or row["variant_id"],
                int(row["units"]),
                Money.of(row["margin"], warehouse.currency),
                Money.of(row["value"], warehouse.currency),
                Money.of(beside["net"] if beside else Decimal(0), warehouse.currency) if len(made) < _AT_ONCE else None,
            )
        )
    columns = ("Product", "Name", "Sold in 180 days", "Left after goods", "Stock at cost", "Other goods in its baskets")
    return Grid("leave", t("Products that cost more to keep than they bring"), columns, tuple(made))


def _returning(warehouse: Warehouse, rows: list[dict[str, Any]]) -> Grid:
    made = tuple(
        (
            row["variant_id"],
            row["name"] or row["variant_id"],
            int(row["on_hand"]),
            int(row["year_units"]),
            Money.of(row["year_net"], warehouse.currency),
            row["last_sale"],
        )
        for row in rows[:SHOWN]
    )
    columns = ("Product", "Name", "On the shelf", "Sold in a year", "Net revenue", "Last sold")
    return Grid("back", t("Products no longer on sale that still lie on the shelf"), columns, made)
