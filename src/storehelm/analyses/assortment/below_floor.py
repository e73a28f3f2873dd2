"""Which products are sold below their floor or below cost?

Figures: `lost` (Money, counted from the lines of the last 30 days sold below cost), `products` (how many).
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Any

from storehelm.analyses.assortment._shelf import COST_NOW
from storehelm.core.money import Estimate, Money
from storehelm.core.period import Period
from storehelm.core.proposal import Change, Evidence, MeasurementPlan, Prior, Proposal, Resource
from storehelm.core.report import Finding, Report
from storehelm.core.text import Text, t
from storehelm.methods.counts import rate_interval
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("products", "order_lines", "costs")
DAYS, RECENT, MOST, SHOWN = 30, 7, 5, 50
_GROSS = Decimal("0.01")

ELASTICITY = Prior(
    "price elasticity of demand",
    -5.0,
    -2.62,
    -0.5,
    "mean of 1,851 elasticities in T. Bijmolt, H. van Heerde, R. Pieters, Journal of Marketing Research 42 (2005); "
    "the range is Storehelm's own",
)

_SOLD = """
    SELECT variant_id, SUM(units) AS units, SUM(net) AS net, SUM(cost) AS cost,
        SUM(CASE WHEN cost > net THEN cost - net END) AS lost,
        SUM(CASE WHEN cost > net THEN units END) AS lost_units,
        MAX(CASE WHEN cost > net THEN day END) AS last_lost,
        SUM(CASE WHEN day >= $recent THEN units END) AS recent_units,
        SUM(CASE WHEN day >= $recent THEN net END) AS recent_net
    FROM margins WHERE entry = 'sale' AND day >= $start AND day < $today GROUP BY variant_id
"""
_PRODUCTS = f"""
    SELECT p.variant_id, p.name, p.price_gross, p.price_net, p.floor_gross, p.vat_rate, c.cost, c.basis, s.units, s.net,
        s.lost, s.lost_units, s.recent_units, s.recent_net
    FROM products AS p LEFT JOIN ({COST_NOW}) AS c ON c.variant_id = p.variant_id
    LEFT JOIN ({_SOLD}) AS s ON s.variant_id = p.variant_id
    WHERE coalesce(p.status, 'active') = 'active' AND (p.price_gross < p.floor_gross OR s.last_lost >= $recent)
    ORDER BY s.lost DESC NULLS LAST, p.variant_id
"""
_EARLIER = """
    SELECT price_gross FROM (
        SELECT variant_id, price_gross, known_at FROM products__history
        UNION ALL SELECT variant_id, price_gross, known_at FROM products) AS versions
    WHERE variant_id = $variant AND known_at < $cut AND price_gross > $price AND price_gross >= $floor
    ORDER BY known_at DESC, price_gross LIMIT 1
"""
_LINES = """
    SELECT day, order_id, variant_id, units, net, cost, cost - net AS lost FROM margins
    WHERE entry = 'sale' AND variant_id = $variant AND day >= $start AND day < $today AND cost > net
    ORDER BY day, order_id
"""
_PRICE = "SELECT variant_id, price_gross, floor_gross, price_net FROM products WHERE variant_id = $variant"


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """One finding a product, the largest loss first (at most 50); at most five proposals to put the price back."""
    rows = _rows(warehouse, as_of)
    proposals = [p for row in rows if (p := _proposal(warehouse, row, as_of)) is not None]
    proposals.sort(key=lambda p: (-p.expected.likely.amount, p.id))
    lost = sum((row["lost"] or Decimal(0) for row in rows), Decimal(0))
    return Report(
        "",
        "",
        as_of,
        findings=tuple(_finding(warehouse, row, as_of) for row in rows[:SHOWN]),
        proposals=tuple(proposals[:MOST]),
        figures={"lost": Money.of(lost, warehouse.currency), "products": len(rows)},
    )


def _rows(warehouse: Warehouse, as_of: date) -> list[dict[str, Any]]:
    start, recent = (Period.last_days(n, before=as_of).start for n in (DAYS, RECENT))
    return ask(warehouse, _PRODUCTS, as_of=as_of, today=as_of, start=start, recent=recent).dicts()


def _finding(warehouse: Warehouse, row: dict[str, Any], as_of: date) -> Finding:
    """Losing where lines were sold below cost; a note where only the owner's own floor is broken."""
    lost = Money.of(row["lost"] or 0, warehouse.currency)
    losing = lost.amount > 0
    return Finding(
        f"below_floor:{row['variant_id']}",
        "losing" if losing else "note",
        _title(row, losing),
        detail=_detail(warehouse, row, lost),
        money=Estimate.counted(lost) if losing else None,
        subject=row["variant_id"],
        evidence=(_evidence(row, as_of),),
    )


def _title(row: dict[str, Any], losing: bool) -> Text:
    name = row["name"] or row["variant_id"]
    return (
        t("{product} is sold below what it costs", product=name)
        if losing
        else t("{product} costs less than your lowest price", product=name)
    )


def _detail(warehouse: Warehouse, row: dict[str, Any], lost: Money) -> Text:
    parts: dict[str, Any] = {"n": int(row["lost_units"] or 0), "lost": lost}
    if row["price_gross"] is not None and row["floor_gross"] is not None and row["price_gross"] < row["floor_gross"]:
        parts |= {k: Money.of(row[f"{k}_gross"], warehouse.currency) for k in ("price", "floor")}
        return t(
            "Price {price}, lowest allowed {floor}. Pieces sold below cost in the last 30 days: {n}, {lost} lost.",
            **parts,
        )
    return t("Pieces sold below cost in the last 30 days: {n}, {lost} lost.", **parts)


def _evidence(row: dict[str, Any], as_of: date) -> Evidence:
    """The lines that lost money; where none did, the price beside the floor."""
    if not row["lost"]:
        return Evidence(t("Price and lowest price"), _PRICE, {"variant": row["variant_id"]})
    start = Period.last_days(DAYS, before=as_of).start
    params = {"variant": row["variant_id"], "start": start, "today": as_of}
    return Evidence(t("Lines sold below cost"), _LINES, params, ("cm1",))


def _proposal(warehouse: Warehouse, row: dict[str, Any], as_of: date) -> Proposal | None:
    """Back to the earlier price, or up to the floor; None where a price, a cost or a sale to reckon from is missing."""
    price, cost = row["price_gross"], row["cost"]
    if not price or cost is None or not row["units"]:
        return None
    after = _target(warehouse, row, as_of)
    if after is None or after <= price:
        return None
    product = Resource("product", row["variant_id"])
    return Proposal(
        f"below_floor:{row['variant_id']}",
        "price",
        "assortment",
        t(
            "Raise {product} from {before} to {after}",
            product=row["name"] or row["variant_id"],
            before=Money.of(price, warehouse.currency),
            after=Money.of(after, warehouse.currency),
        ),
        t("At today's price it is below your lowest price or below cost."),
        _expected(warehouse, row, after),
        _measurement(row),
        effort_minutes=5,
        changes=(Change(product, "price_gross", before=price, after=after),),
        alternatives=f"price:{row['variant_id']}",
        touches=(product,),
        prior=ELASTICITY,
        evidence=(_evidence(row, as_of),),
        unknowns=(
            t("How many buyers the higher price turns away; taken from what is usual elsewhere."),
            t("Whether the low price was meant, for example to clear the shelf."),
        ),
    )


def _target(warehouse: Warehouse, row: dict[str, Any], as_of: date) -> Decimal | None:
    """The latest earlier price that keeps the floor (or cost, where no floor is set), else the floor itself."""
    vat = Decimal(str(row["vat_rate"] or 0))
    least = max(row["floor_gross"] or Decimal(0), row["cost"] * (1 + vat)).quantize(_GROSS, rounding=ROUND_UP)
    earlier = warehouse.query(
        _EARLIER,
        as_of=None,
        variant=row["variant_id"],
        cut=warehouse.info.end_of(as_of),
        price=row["price_gross"],
        floor=least,
    ).value()
    return earlier or least


def _expected(warehouse: Warehouse, row: dict[str, Any], after: Decimal) -> Estimate:
    """Margin a month at the new price less today's, over how many buyers stay and how few sales were seen."""
    seen, days, net_now = _pace(row)
    ratio = float(after / row["price_gross"])
    cost, left = float(row["cost"]), list[float]()
    few, many = rate_interval(seen)
    for pieces, elasticity in ((few, ELASTICITY.low), (seen, ELASTICITY.likely), (many, ELASTICITY.high)):
        a_month = pieces * 30 / days
        stay = a_month * ratio**elasticity
        left.append(stay * (net_now * ratio - cost) - a_month * (net_now - cost))
    low, likely, high = (Money.of(v, warehouse.currency) for v in (min(left), left[1], max(left)))
    basis = "assumed" if row["basis"] == "assumed" else "estimated"
    return Estimate(low, likely, high, basis=basis)


def _pace(row: dict[str, Any]) -> tuple[float, int, float]:
    """Pieces sold, in how many days, and at what net: the last week's, or where it sold none the month's pieces at
    today's price."""
    if row["recent_units"]:
        return float(row["recent_units"]), RECENT, float(row["recent_net"] / row["recent_units"])
    return float(row["units"]), DAYS, float(row["price_gross"]) / (1 + (row["vat_rate"] or 0.0))


def _measurement(row: dict[str, Any]) -> MeasurementPlan:
    """One product's price cannot be tried on half the buyers; its own weeks before and after say little."""
    seen, days, _ = _pace(row)
    return MeasurementPlan.cannot_be_known(
        t(
            "One product at one price has nothing to be compared with: about {n} pieces a week are too few to tell the "
            "price from chance.",
            n=round(seen * 7 / days),
        )
    )
