"""What lies on the shelf and no longer sells?

Figures: `products` (how many), `value` (Money at cost tied up in them), `share` (of the whole stock at cost, 0 to 1).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from typing import Any

from storehelm.analyses.assortment._shelf import COST_NOW, ON_HAND, RESTOCKED, stale
from storehelm.analyses.assortment._worth import no_costs
from storehelm.core.money import Estimate, Money
from storehelm.core.period import Period
from storehelm.core.proposal import Change, Evidence, MeasurementPlan, Prior, Proposal, Resource
from storehelm.core.report import Finding, Gap, Report
from storehelm.core.text import Text, t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("products", "stock", "order_lines")
DAYS, MOST, SHOWN, HORIZON = 180, 5, 50, 60
_MARKED_DOWN = Decimal("0.7")
_CENT = Decimal("0.01")
_CONTROLS = 3

SOLD_AFTER = Prior(
    "share of the dead pieces that sell within 60 days of a price cut by 30%",
    0.0,
    0.15,
    0.5,
    "Storehelm's own, before this store's results: no published figure fits",
)

_STOCKED = f"""
    SELECT h.variant_id, p.name, p.status, p.price_gross, p.floor_gross, p.vat_rate, h.on_hand, c.cost, c.basis,
        h.on_hand * c.cost AS value, s.last_sale, r.restocked,
        CASE WHEN p.created_day < h.first_day THEN p.created_day ELSE h.first_day END AS since
    FROM ({ON_HAND}) AS h LEFT JOIN products AS p ON p.variant_id = h.variant_id
    LEFT JOIN ({COST_NOW}) AS c ON c.variant_id = h.variant_id
    LEFT JOIN (SELECT variant_id, MAX(day) AS last_sale FROM sales
        WHERE entry = 'sale' AND day < $today GROUP BY variant_id) AS s ON s.variant_id = h.variant_id
    LEFT JOIN ({RESTOCKED}) AS r ON r.variant_id = h.variant_id
    WHERE h.on_hand > 0 ORDER BY coalesce(h.on_hand * c.cost, CAST(0 AS DECIMAL(18, 4))) DESC, h.variant_id
"""
_ROWS = """
    SELECT day, location, on_hand FROM stock WHERE variant_id = $variant AND day < $today ORDER BY day DESC, location
"""


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """One finding a product unsold for 180 days or since it came, the dearest first (at most 50); five price cuts."""
    start = Period.last_days(DAYS, before=as_of).start
    first = ask(warehouse, "SELECT min(day) AS first FROM placed", as_of=as_of).value()
    if first is None or first > start:
        gap = Gap(
            "assortment", (), t("Less than half a year of sales is known: too short to call anything unsellable.")
        )
        return Report("", "", as_of, gaps=(gap,))
    if (old := stale(warehouse, as_of)) is not None:
        return Report("", "", as_of, gaps=(old,))
    stocked = ask(warehouse, _STOCKED, as_of=as_of, today=as_of, start=start, before=start - timedelta(days=1)).dicts()
    dead = [row for row in stocked if _dead(row, start)]
    value, whole = (sum((row["value"] or Decimal(0) for row in rows), Decimal(0)) for rows in (dead, stocked))
    proposals = [p for row in dead if (p := _proposal(warehouse, row, dead, as_of)) is not None]
    proposals.sort(key=lambda p: (-p.expected.likely.amount, p.id))
    return Report(
        "",
        "",
        as_of,
        findings=tuple(_finding(warehouse, row, as_of) for row in dead[:SHOWN]),
        proposals=tuple(proposals[:MOST]),
        gaps=(no_costs(),) if any(row["cost"] is None for row in dead) else (),
        figures={
            "products": len(dead),
            "value": Money.of(value, warehouse.currency),
            "share": float(value / whole) if whole else 0.0,
        },
    )


def _dead(row: dict[str, Any], start: date) -> bool:
    """Neither sold nor filled again since `start`, and there before it."""
    filled_again = row["restocked"] is not None
    return row["since"] < start and not filled_again and (row["last_sale"] is None or row["last_sale"] < start)


def _finding(warehouse: Warehouse, row: dict[str, Any], as_of: date) -> Finding:
    name, last = row["name"] or row["variant_id"], row["last_sale"]
    pieces = int(row["on_hand"])
    title = (
        t("{product}: not one sold since {day}", product=name, day=last)
        if last
        else t("{product}: not one sold since it came on {day}", product=name, day=row["since"])
    )
    money = (
        Estimate.counted(Money.of(row["value"], warehouse.currency), per="once") if row["value"] is not None else None
    )
    return Finding(
        f"dead_stock:{row['variant_id']}",
        "note",
        title,
        detail=_detail(pieces, money),
        money=money,
        subject=row["variant_id"],
        evidence=(_evidence(row, as_of),),
    )


def _detail(pieces: int, money: Estimate | None) -> Text:
    if money is None:
        return t("{n} piece on the shelf.", plural="{n} pieces on the shelf.", n=pieces)
    return t(
        "{n} piece on the shelf, bought for {value}.",
        plural="{n} pieces on the shelf, bought for {value}.",
        n=pieces,
        value=money.likely,
    )


def _evidence(row: dict[str, Any], as_of: date) -> Evidence:
    return Evidence(
        t("Pieces on the shelf, by day"), _ROWS, {"variant": row["variant_id"], "today": as_of}, ("stock_value",)
    )


def _proposal(warehouse: Warehouse, row: dict[str, Any], dead: list[dict[str, Any]], as_of: date) -> Proposal | None:
    """A price cut by 30%, not below the floor or cost; None for what has no price or cost, or is not for sale."""
    if not row["price_gross"] or row["cost"] is None or (row["status"] or "active") != "active":
        return None
    vat = Decimal(str(row["vat_rate"] or 0))
    least = max(row["floor_gross"] or Decimal(0), row["cost"] * (1 + vat))
    after = max(row["price_gross"] * _MARKED_DOWN, least).quantize(_CENT, rounding=ROUND_UP)
    if after >= row["price_gross"]:
        return None
    product = Resource("product", row["variant_id"])
    return Proposal(
        f"dead_stock:{row['variant_id']}",
        "markdown",
        "assortment",
        t(
            "Cut {product} from {before} to {after}",
            product=row["name"] or row["variant_id"],
            before=Money.of(row["price_gross"], warehouse.currency),
            after=Money.of(after, warehouse.currency),
        ),
        t("It has not sold for half a year; what was paid for it is tied up."),
        _expected(warehouse, row, float(after / (1 + vat))),
        _measurement(row, dead),
        effort_minutes=10,
        changes=(Change(product, "price_gross", before=row["price_gross"], after=after),),
        alternatives=f"price:{row['variant_id']}",
        touches=(product,),
        prior=SOLD_AFTER,
        evidence=(_evidence(row, as_of),),
        unknowns=(
            t("Whether anybody wants it at any price: half a year without a sale tells nothing about a lower one."),
            t("Whether buyers see it at all in the shop."),
        ),
    )


def _expected(warehouse: Warehouse, row: dict[str, Any], net: float) -> Estimate:
    """Margin of the pieces that may sell at the lower price, by the prior alone."""
    left = float(row["on_hand"]) * (net - float(row["cost"]))
    low, likely, high = (
        Money.of(max(0.0, left) * share, warehouse.currency)
        for share in (SOLD_AFTER.low, SOLD_AFTER.likely, SOLD_AFTER.high)
    )
    return Estimate(low, likely, high, per="once", basis="assumed")


def _measurement(row: dict[str, Any], dead: list[dict[str, Any]]) -> MeasurementPlan:
    """Beside the dead products that keep their price; where there are too few of them it cannot be told."""
    controls = tuple(r["variant_id"] for r in dead if r["variant_id"] != row["variant_id"])
    if len(controls) < _CONTROLS:
        return MeasurementPlan.cannot_be_known(
            t("Too few other products lie unsold to be compared with; a sale may also have come without the cut.")
        )
    return MeasurementPlan(
        "difference_in_differences",
        units=(row["variant_id"],),
        controls=controls,
        pre_days=DAYS,
        horizon_days=HORIZON,
    )
