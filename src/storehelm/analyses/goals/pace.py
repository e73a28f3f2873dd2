"""Will this month's goal be reached?

Figures (quoted by the brief):

- `basis`: "goal" (one was entered), "last year" (none was: the chance of beating last year's month), "none";
- `chance`: 0 to 1, absent with basis "none"; `metric`, `goal` (Money, or a number for counts);
- `so_far`, `forecast_low`, `forecast_likely`, `forecast_high`: Money, or numbers for counts; 9 of 10 end inside;
- `start`, `end`: the half-open period's days;
- `seasonal`: whether last year's season is in the forecast;
- `path`: [(day, expected cumulated value, actual cumulated value or None)], numbers in the store's currency;
- `goals`: the same keys, without `path`, of each further goal that is running.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from storehelm.core.money import Money
from storehelm.core.period import Period
from storehelm.core.proposal import Evidence
from storehelm.core.report import Finding, Gap, Report
from storehelm.core.text import Text, t
from storehelm.methods.period_end import PeriodEnd, expected_path, period_end
from storehelm.metrics.measure import ask, daily, missing
from storehelm.metrics.registry import all_metrics, metric
from storehelm.warehouse.store import Warehouse

NEEDS = ("orders", "order_lines")
_LEAST_DAYS, _RECENT = 14, 56
_BACK = 460  # a year, eight weeks before it and a month


@dataclass(frozen=True, slots=True)
class _Goal:
    id: str
    metric: str
    period: Period
    target: Decimal | None
    basis: str


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """The running goals, the one on net revenue first; without any, last year's month."""
    entered, gaps = _entered(warehouse, as_of)
    goals = entered or [_last_year(warehouse, as_of)]
    answers = [_answer(warehouse, goal, as_of) for goal in goals]
    if answers[0] is None:
        why = Gap("goals", (), t("Too few days of sales to say how the month will end."))
        return Report("", "", as_of, gaps=(*gaps, why), figures={"basis": "none"})
    told = [(goal, figures) for goal, figures in zip(goals, answers, strict=True) if figures]
    findings = tuple(_finding(goal, figures, as_of) for goal, figures in told if goal.target is not None)
    further = [{k: v for k, v in figures.items() if k != "path"} for _, figures in told[1:]]
    return Report("", "", as_of, findings=findings, gaps=gaps, figures=told[0][1] | {"goals": further})


def _entered(warehouse: Warehouse, as_of: date) -> tuple[list[_Goal], tuple[Gap, ...]]:
    rows = warehouse.query(
        "SELECT goal_id, metric, start_day, end_day, target FROM goals WHERE start_day <= $day AND end_day > $day "
        "ORDER BY CASE WHEN metric = 'net_sales' THEN 0 ELSE 1 END, end_day, goal_id",
        as_of=as_of,
        day=as_of,
    )
    goals, gaps = list[_Goal](), list[Gap]()
    for goal_id, name, start, end, target in rows:
        if (
            name in all_metrics()
            and metric(name).fact
            and metric(name).additive
            and not missing(warehouse, name, as_of=as_of)
        ):
            goals.append(_Goal(goal_id, name, Period(start, end), target, "goal"))
        else:
            needs = missing(warehouse, name, as_of=as_of) if name in all_metrics() else ()
            gaps.append(Gap("goals", needs, t("The goal for {metric} cannot be followed in this store.", metric=name)))
    return goals, tuple(gaps)


def _last_year(warehouse: Warehouse, as_of: date) -> _Goal:
    """The month of `as_of`, its goal what the same month brought a year before; None where that was not whole."""
    month = Period.month(as_of)
    before = month.year_before()
    before = Period(before.start, Period.month(before.start).end)
    first = ask(warehouse, "SELECT min(day) AS first FROM placed", as_of=as_of).value()
    target = None
    if first is not None and first <= before.start:
        target = sum(daily(warehouse, "net_sales", before, as_of=as_of).values(), Decimal(0))
    basis = "last year" if target else "none"
    return _Goal(f"last_year:{month.start}", "net_sales", month, target or None, basis)


def _answer(warehouse: Warehouse, goal: _Goal, as_of: date) -> dict[str, Any] | None:
    """The figures of one goal; None where there is too little to go by."""
    days = _daily(warehouse, goal, as_of)
    open_days = days[next((n for n, value in enumerate(days) if value), len(days)) :]
    if len(open_days) < _LEAST_DAYS or sum(days[-_RECENT:]) <= 0:
        return None
    inside = (as_of - goal.period.start).days
    so_far = sum(days[len(days) - inside :]) if inside else Decimal(0)
    end = period_end([float(v) for v in open_days], (goal.period.end - as_of).days, float(so_far))
    low, likely, high = (_value(warehouse, goal.metric, v) for v in end.interval())
    figures = {"basis": goal.basis, "metric": goal.metric, "start": goal.period.start, "end": goal.period.end}
    figures |= {"so_far": _value(warehouse, goal.metric, so_far), "seasonal": end.seasonal}
    figures |= {"forecast_low": low, "forecast_likely": likely, "forecast_high": high}
    if goal.target is not None:
        figures |= {"goal": _value(warehouse, goal.metric, goal.target), "chance": end.chance(float(goal.target))}
    return figures | {"path": _path(goal, days, inside, end)}


def _daily(warehouse: Warehouse, goal: _Goal, as_of: date) -> list[Decimal]:
    """The metric by day, zeros included, from the first day with a sale (or long enough ago) up to yesterday."""
    earliest = min(as_of, goal.period.start) - timedelta(days=_BACK)
    series = daily(warehouse, goal.metric, Period(earliest, as_of), as_of=as_of)
    if not series:
        return []
    first = min(min(series), goal.period.start)
    return [Decimal(series.get(first + timedelta(days=n), 0)) for n in range((as_of - first).days)]


def _value(warehouse: Warehouse, name: str, value: Decimal | float) -> Money | int:
    return Money.of(value, warehouse.currency) if metric(name).unit == "money" else round(float(value))


def _path(goal: _Goal, days: list[Decimal], inside: int, end: PeriodEnd) -> list[tuple[date, float, float | None]]:
    total = float(goal.target) if goal.target is not None else end.interval()[1]
    expected = expected_path([float(v) for v in days[: len(days) - inside]], goal.period.days, total)
    path, reached = list[tuple[date, float, float | None]](), 0.0
    for n, hoped in enumerate(expected):
        if n < inside:
            reached += float(days[len(days) - inside + n])
        actual = round(reached, 2) if n < inside else None
        path.append((goal.period.start + timedelta(days=n), round(float(hoped), 2), actual))
    return path


def _finding(goal: _Goal, figures: dict[str, Any], as_of: date) -> Finding:
    return Finding(
        f"goal:{goal.id}",
        "note" if figures["chance"] < 0.5 else "normal",
        _title(goal, figures),
        detail=_detail(figures),
        subject=goal.id,
        evidence=(_evidence(goal, as_of),),
    )


def _title(goal: _Goal, figures: dict[str, Any]) -> Text:
    parts = {"likely": figures["forecast_likely"], "goal": figures["goal"], "how": _how_often(figures["chance"])}
    if goal.basis == "goal":
        return t("Heading for {likely}; the goal is {goal}: reached {how}", **parts)
    return t("Heading for {likely}; the same month last year brought {goal}: beaten {how}", **parts)


def _how_often(chance: float) -> Text:
    times = round(chance * 10)
    if times in (0, 10):
        return t("almost surely") if times else t("hardly ever")
    return t("in about {n} of 10 cases", n=times)


def _detail(figures: dict[str, Any]) -> Text:
    parts = {"so_far": figures["so_far"], "low": figures["forecast_low"], "high": figures["forecast_high"]}
    if figures["seasonal"]:
        return t("{so_far} so far. Most likely the end lies between {low} and {high}.", **parts)
    return t(
        "{so_far} so far. Most likely the end lies between {low} and {high}. Less than a year of sales is known, so "
        "the season is not reckoned with.",
        **parts,
    )


def _evidence(goal: _Goal, as_of: date) -> Evidence:
    fact = metric(goal.metric).fact
    return Evidence(
        t("By day"),
        f"SELECT f.day, {metric(goal.metric).sql} AS {goal.metric} FROM {fact} AS f "
        "WHERE f.day >= $start AND f.day < $today GROUP BY f.day ORDER BY f.day",
        {"start": min(goal.period.start, as_of - timedelta(days=_RECENT)), "today": as_of},
        (goal.metric,),
    )
