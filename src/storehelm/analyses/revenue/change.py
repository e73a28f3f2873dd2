"""What moved revenue against the period before (28 days against the 28 before, this month against last year)?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from storehelm.analyses.revenue._days import evidence, money, net_by_day
from storehelm.core.money import Estimate, Money
from storehelm.core.period import Period, add_months, month_start, year_before
from storehelm.core.report import Finding, Gap, Grid, Report
from storehelm.core.text import Text, t
from storehelm.methods.decompose import chain_parts, to_cents
from storehelm.methods.normal import usual_change
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("orders", "order_lines")
DAYS, LOOK_BACK = 28, 2 * 365
CENT = Decimal("0.01")

PARTS = {
    "before": t("Before"),
    "customers": t("Number of customers"),
    "frequency": t("Orders per customer"),
    "orders": t("Number of orders"),
    "pieces": t("Pieces per order"),
    "prices": t("Prices of the same products"),
    "mix": t("Which products were bought"),
    "guests": t("Orders without a known customer"),
    "returns": t("Returns and refunds"),
    "now": t("Now"),
}

_LINES = """
SELECT CASE WHEN f.day >= $start AND f.day < $end THEN 1 ELSE 0 END AS is_now, f.customer_key, f.variant_id, f.entry,
    f.units, f.net
FROM sales AS f
WHERE f.day >= $old_start AND f.day < $end
    AND ((f.day >= $start AND f.day < $end) OR (f.day >= $old_start AND f.day < $old_end))
"""
_TOTALS = f"""
SELECT x.is_now,
    SUM(CASE WHEN x.entry = 'sale' AND x.customer_key IS NOT NULL THEN x.units ELSE 0 END) AS known_units,
    SUM(CASE WHEN x.entry = 'sale' AND x.customer_key IS NOT NULL THEN x.net ELSE 0 END) AS known_net,
    SUM(CASE WHEN x.entry = 'sale' AND x.customer_key IS NULL THEN x.units ELSE 0 END) AS guest_units,
    SUM(CASE WHEN x.entry = 'sale' AND x.customer_key IS NULL THEN x.net ELSE 0 END) AS guest_net,
    SUM(CASE WHEN x.entry = 'return' THEN x.net ELSE 0 END) AS returns
FROM ({_LINES}) AS x GROUP BY x.is_now
"""
_BUYERS = """
SELECT x.is_now, COUNT(DISTINCT x.customer_key) AS customers, COUNT(x.customer_key) AS known_orders,
    COUNT(*) - COUNT(x.customer_key) AS guest_orders
FROM (
    SELECT CASE WHEN f.day >= $start AND f.day < $end THEN 1 ELSE 0 END AS is_now, f.customer_key FROM placed AS f
    WHERE (f.day >= $start AND f.day < $end) OR (f.day >= $old_start AND f.day < $old_end)) AS x
GROUP BY x.is_now
"""
_PRICES = f"""
SELECT SUM((y.units_now + y.units_old) / 2 * (y.net_now / y.units_now - y.net_old / y.units_old)) AS effect
FROM (
    SELECT x.variant_id,
        CAST(SUM(CASE WHEN x.is_now = 1 THEN x.units ELSE 0 END) AS DOUBLE) AS units_now,
        CAST(SUM(CASE WHEN x.is_now = 1 THEN x.net ELSE 0 END) AS DOUBLE) AS net_now,
        CAST(SUM(CASE WHEN x.is_now = 0 THEN x.units ELSE 0 END) AS DOUBLE) AS units_old,
        CAST(SUM(CASE WHEN x.is_now = 0 THEN x.net ELSE 0 END) AS DOUBLE) AS net_old
    FROM ({_LINES}) AS x WHERE x.entry = 'sale' AND (x.customer_key IS NOT NULL OR $guests)
    GROUP BY x.variant_id) AS y
WHERE y.units_now > 0 AND y.units_old > 0
"""


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """Two comparisons, each with a grid `waterfall_<name>` (part, title, money, running total) exact to the cent."""
    net, _ = net_by_day(warehouse, as_of=as_of, days=LOOK_BACK)
    first = as_of - timedelta(days=len(net))
    findings: list[Finding] = []
    grids: list[Grid] = []
    gaps: list[Gap] = []
    figures: dict[str, Any] = {}
    for name, now, old in periods(as_of):
        if not len(net) or (old.start < first and not _older(warehouse, old.start, as_of)):
            gaps.append(Gap("revenue", (), t("No sales from {day} on to compare with.", day=old.start)))
            continue
        parts = decompose(warehouse, now, old, as_of=as_of)
        change = parts["now"] - parts["before"]
        usual = _usual(net) if name == "28_days" else None
        verdict = _verdict(parts["before"], change, usual)
        figures[name] = parts | {"change": change, "verdict": verdict}
        grids.append(_waterfall(warehouse, name, now, old, parts))
        if parts["before"] or parts["now"]:
            findings.append(_finding(warehouse, name, now, old, parts, verdict))
    return Report("revenue.change", __doc__ or "", as_of, tuple(findings), (), tuple(gaps), tuple(grids), figures)


def periods(as_of: date) -> tuple[tuple[str, Period, Period], ...]:
    """(name, period, the one it is held against); on the first of a month the month is the whole one before."""
    recent = Period.last_days(DAYS, before=as_of)
    month = Period(month_start(as_of - timedelta(days=1)), as_of)
    start = year_before(month.start)
    same_days = Period(start, min(start + timedelta(days=month.days), add_months(start, 1)))
    return ("28_days", recent, recent.before()), ("month", month, same_days)


def month_before(as_of: date) -> tuple[Period, Period]:
    """The month so far, and the same days of the month before it."""
    month = Period(month_start(as_of - timedelta(days=1)), as_of)
    start = add_months(month.start, -1)
    return month, Period(start, min(start + timedelta(days=month.days), month.start))


def against_month_before(warehouse: Warehouse, *, as_of: date) -> Grid | None:
    """The waterfall of the month so far from the same days of the month before; None where nothing was sold in them."""
    now, old = month_before(as_of)
    parts = decompose(warehouse, now, old, as_of=as_of)
    return _waterfall(warehouse, "month_before", now, old, parts) if parts["before"] else None


def _older(warehouse: Warehouse, start: date, as_of: date) -> bool:
    """Whether the store sold on or before `start`."""
    sql = "SELECT MIN(f.day) AS day FROM placed AS f"
    day = ask(warehouse, sql, as_of=as_of).value()
    return day is not None and day <= start


def decompose(warehouse: Warehouse, now: Period, old: Period, *, as_of: date) -> dict[str, Decimal]:
    """Net revenue `before` and `now`, and between them each part's money in whole cents: they add up exactly.

    Known customers' sales are customers x orders a customer x pieces an order x price and mix. Orders without a
    customer, and what was given back, are parts of their own. Where no customer is known at all, orders lead.
    """
    spans = {"start": now.start, "end": now.end, "old_start": old.start, "old_end": old.end}
    sums: list[dict[str, Any]] = [{}, {}]
    for sql in (_TOTALS, _BUYERS):
        for row in ask(warehouse, sql, as_of=as_of, **spans).dicts():
            sums[row["is_now"]].update(row)
    before, after = (_levels(s) for s in sums)
    known = bool(before["known_orders"] or after["known_orders"])
    exact = _exact(before, after, known)
    ends = [(s["known_net"] + s["guest_net"] + s["returns"]).quantize(CENT) for s in (before, after)]
    cents = dict(zip(exact, to_cents(list(exact.values()), ends[1] - ends[0]), strict=True))
    effect = ask(warehouse, _PRICES, as_of=as_of, guests=not known, **spans).value()
    cents["prices"] = Decimal(str(effect or 0.0)).quantize(CENT)
    cents["mix"] -= cents["prices"]
    parts = {"before": ends[0], **cents, "now": ends[1]}
    return {name: parts[name] for name in PARTS if name in parts}


def _exact(before: dict[str, Decimal], after: dict[str, Decimal], known: bool) -> dict[str, Fraction]:
    """Every part but prices, which `mix` still holds."""
    names, levels = (
        (("customers", "frequency", "pieces", "mix"), ("customers", "known_orders", "known_units", "known_net"))
        if known
        else (("orders", "pieces", "mix"), ("guest_orders", "guest_units", "guest_net"))
    )
    exact = dict(zip(names, chain_parts([before[x] for x in levels], [after[x] for x in levels]), strict=True))
    if known:
        exact["guests"] = Fraction(after["guest_net"]) - Fraction(before["guest_net"])
    exact["returns"] = Fraction(after["returns"]) - Fraction(before["returns"])
    return exact


def _levels(sums: dict[str, Any]) -> dict[str, Decimal]:
    names = ("customers", "known_orders", "known_units", "known_net", "guest_orders", "guest_units", "guest_net")
    return {name: Decimal(sums.get(name) or 0) for name in (*names, "returns")}


def _usual(net: Any) -> tuple[float, float] | None:
    """How much 28 days usually differ from the 28 before, week by week, leaving out those looked at now."""
    ends = range(len(net) - DAYS, 2 * DAYS - 1, -7)
    return usual_change([(net[e - 2 * DAYS : e - DAYS].sum(), net[e - DAYS : e].sum()) for e in ends])


def _verdict(before: Decimal, change: Decimal, usual: tuple[float, float] | None) -> str:
    if usual is None or before <= 0:
        return "unknown"
    ratio = float(change) / float(before)
    return "normal" if usual[0] <= ratio <= usual[1] else "below" if ratio < usual[0] else "above"


def _waterfall(warehouse: Warehouse, name: str, now: Period, old: Period, parts: dict[str, Decimal]) -> Grid:
    rows: list[tuple[Any, ...]] = []
    total = Decimal(0)
    for part, value in parts.items():
        total = value if part in ("before", "now") else total + value
        rows.append((part, PARTS[part], money(warehouse, value), money(warehouse, total)))
    title = t(
        "What moved revenue: {start} to {end} against {old_start} to {old_end}",
        start=now.start,
        end=now.end - timedelta(days=1),
        old_start=old.start,
        old_end=old.end - timedelta(days=1),
    )
    return Grid(f"waterfall_{name}", title, ("part", "title", "money", "after"), tuple(rows))


_TITLES = {
    ("28_days", True): t("The last 28 days brought {money} more than the 28 days before"),
    ("28_days", False): t("The last 28 days brought {money} less than the 28 days before"),
    ("month", True): t("This month so far brought {money} more than the same days last year"),
    ("month", False): t("This month so far brought {money} less than the same days last year"),
    ("whole", True): t("Last month brought {money} more than the same month a year before"),
    ("whole", False): t("Last month brought {money} less than the same month a year before"),
}


def _finding(
    warehouse: Warehouse, name: str, now: Period, old: Period, parts: dict[str, Decimal], verdict: str
) -> Finding:
    change = parts["now"] - parts["before"]
    kind = "whole" if name == "month" and now.end == add_months(now.start, 1) else name
    title = _TITLES[kind, change >= 0]
    return Finding(
        f"revenue.change.{name}",
        "normal" if verdict == "normal" else "note",
        Text(title.template, {"money": money(warehouse, abs(change))}),
        _detail(warehouse, parts, verdict),
        Estimate.counted(money(warehouse, change), per="once"),
        evidence=(evidence(now.start, now.end), evidence(old.start, old.end)),
    )


def _detail(warehouse: Warehouse, parts: dict[str, Decimal], verdict: str) -> Text:
    inner = [name for name in parts if name not in ("before", "now")]
    first, second = sorted(inner, key=lambda name: -abs(parts[name]))[:2]
    texts: dict[str, Any] = {
        "a": _signed(warehouse, first, parts[first]),
        "b": _signed(warehouse, second, parts[second]),
    }
    if verdict == "normal":
        return t("A move of this size is common here. Most of it: {a}; {b}.", **texts)
    return t("Most of it: {a}; {b}.", **texts)


def _signed(warehouse: Warehouse, part: str, value: Decimal) -> Text:
    amount: Money = money(warehouse, abs(value))
    if value < 0:
        return t("{part} −{money}", part=PARTS[part], money=amount)
    return t("{part} +{money}", part=PARTS[part], money=amount)
