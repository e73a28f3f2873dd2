"""Was net revenue of the last week (and of yesterday) out of the ordinary, and what is behind it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from storehelm.analyses.revenue._cause import Culprit, look_for_cause
from storehelm.analyses.revenue._days import by_week, evidence, money, net_by_day
from storehelm.core.period import Period
from storehelm.core.report import Finding, Gap, Report
from storehelm.core.text import Text, t
from storehelm.methods.normal import DAYS_NEEDED, WEEKS_NEEDED, Range, daily_range, weekly_range
from storehelm.warehouse.store import Warehouse

NEEDS = ("orders", "order_lines")
LOOK_BACK = 3 * 364
ORDERS_A_DAY = 100
STRIKING = 0.2


@dataclass(frozen=True, slots=True)
class Looked:
    """A period's net revenue, the one of the period before it of the same kind, and its normal range."""

    name: str
    period: Period
    value: float
    former: float
    range: Range

    @property
    def gap(self) -> float:
        return self.value - self.range.expected

    @property
    def striking(self) -> bool:
        """A move that anybody would notice, by a fifth against the period before."""
        return abs(self.value - self.former) > STRIKING * abs(self.former)


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """Weeks always; days only from 100 orders a day on. `figures` hold the values beside their ranges."""
    net, orders = net_by_day(warehouse, as_of=as_of, days=LOOK_BACK)
    if len(net) < 7 * WEEKS_NEEDED:
        text = t("What a normal week is will be known after {n} weeks of sales.", n=WEEKS_NEEDED)
        return Report("revenue.anomalies", __doc__ or "", as_of, gaps=(Gap("revenue", (), text),))
    looked = [x for x in (_week(net, as_of), _day(net, orders, as_of)) if x is not None]
    findings = [made for x in looked if (made := _finding(warehouse, x, as_of)) is not None]
    figures = {
        x.name: {
            "value": money(warehouse, x.value),
            "low": money(warehouse, x.range.low),
            "expected": money(warehouse, x.range.expected),
            "high": money(warehouse, x.range.high),
            "verdict": x.range.verdict(x.value),
        }
        for x in looked
    }
    return Report("revenue.anomalies", __doc__ or "", as_of, tuple(findings), figures=figures)


def _week(net: Any, as_of: date) -> Looked | None:
    weeks = by_week(net)
    normal = weekly_range(weeks)
    if normal is None:
        return None
    return Looked("week", Period.last_days(7, before=as_of), float(weeks[-1]), float(weeks[-2]), normal)


def _day(net: Any, orders: Any, as_of: date) -> Looked | None:
    """Yesterday, held against the same weekday a week before."""
    if len(net) < DAYS_NEEDED or orders[-28:].mean() < ORDERS_A_DAY:
        return None
    normal = daily_range(net)
    if normal is None:
        return None
    return Looked("day", Period.last_days(1, before=as_of), float(net[-1]), float(net[-8]), normal)


_TITLES = {
    ("week", "below"): t("The last 7 days brought {money} less than a normal week"),
    ("week", "above"): t("The last 7 days brought {money} more than a normal week"),
    ("day", "below"): t("Yesterday brought {money} less than is normal for such a day"),
    ("day", "above"): t("Yesterday brought {money} more than is normal for such a day"),
    ("week", "down"): t("The last 7 days brought {money} less than the 7 before, which is still normal"),
    ("week", "up"): t("The last 7 days brought {money} more than the 7 before, which is still normal"),
    ("day", "down"): t("Yesterday brought {money} less than a week ago, which is still normal"),
    ("day", "up"): t("Yesterday brought {money} more than a week ago, which is still normal"),
}


def _finding(warehouse: Warehouse, x: Looked, as_of: date) -> Finding | None:
    verdict = x.range.verdict(x.value)
    if verdict != "normal":
        return _anomaly(warehouse, x, verdict, as_of)
    if not x.striking:
        return None
    title = _TITLES[x.name, "down" if x.value < x.former else "up"]
    return Finding(
        f"revenue.anomalies.{x.name}",
        "normal",
        Text(title.template, {"money": money(warehouse, abs(x.value - x.former))}),
        _normal(warehouse, x),
        evidence=(evidence(x.period.start, x.period.end),),
    )


def _anomaly(warehouse: Warehouse, x: Looked, verdict: str, as_of: date) -> Finding:
    culprit = look_for_cause(warehouse, x.period, x.value, x.range.expected, as_of=as_of) if x.value else None
    cause = t("It is spread over everything: no country, product or channel stands out.")
    if culprit is not None:
        cause = culprit.text
    elif not x.value:
        cause = t("Nothing at all was sold: is the shop shut, or is data missing?")
    rows = _evidence(x.period, culprit)
    return Finding(
        f"revenue.anomalies.{x.name}",
        "note",
        Text(_TITLES[x.name, verdict].template, {"money": money(warehouse, abs(x.gap))}),
        t("{normal} {cause}", normal=_normal(warehouse, x), cause=cause),
        subject=culprit.subject if culprit else "",
        evidence=rows,
    )


def _evidence(period: Period, culprit: Culprit | None) -> tuple[Any, ...]:
    whole = evidence(period.start, period.end)
    if culprit is None:
        return (whole,)
    return culprit.rows(period), whole


def _normal(warehouse: Warehouse, x: Looked) -> Text:
    low, high, value = (money(warehouse, v) for v in (x.range.low, x.range.high, x.value))
    return t("It was {value}; normal is {low} to {high}.", value=value, low=low, high=high)
