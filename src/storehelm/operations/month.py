"""The month: its goal, what moved the result, and what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from storehelm.core.period import Period
from storehelm.core.report import Finding, Grid, Report
from storehelm.core.serialise import register
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, morning
from storehelm.operations.registry import operation
from storehelm.operations.reports import reports


@register
@dataclass(frozen=True, slots=True)
class Month:
    """The month that holds the day before `as_of`. `pace` are the figures of goals.pace, empty without them.

    `waterfall` leads from the same days of the year before, or of the month before, to now, exact to the cent; None
    where nothing was sold in them.
    `done` are tasks finished and operations performed in the month, newest first: day, who, what.
    """

    as_of: date
    start: date
    end: date
    currency: str
    pace: dict[str, Any] = field(default_factory=dict[str, Any])
    findings: tuple[Finding, ...] = ()
    waterfall: Grid | None = None
    done: tuple[dict[str, Any], ...] = ()


@operation("read", audit="looked at the month of {as_of}")
def month(
    *, actor: Actor, store: StoreHandle, as_of: date | None = None, against: Literal["year", "month"] = "year"
) -> Month:
    """How the month goes: its goal and pace, what moved the result, what was done.

    The result is held against the same days of the `year` before; where there is none, or for `month`, of the month
    before.
    """
    del actor
    day = morning(store, as_of)
    named = {report.name: report for report in reports(store, day)}
    pace, change = named.get("goals.pace"), named.get("revenue.change")
    period = Period.month(day)
    return Month(
        day,
        period.start,
        period.end,
        store.info.currency,
        pace.figures if pace else {},
        pace.findings if pace else (),
        _waterfall(store, change if against == "year" else None, day),
        tuple(_done(store, period, day)),
    )


def _waterfall(store: StoreHandle, change: Report | None, day: date) -> Grid | None:
    from storehelm.analyses.revenue.change import NEEDS, against_month_before

    year = next((grid for grid in change.grids if grid.name == "waterfall_month"), None) if change else None
    if year is not None or not store.warehouse.filled_by(day) >= set(NEEDS) or store.warehouse.foreign_currencies:
        return year
    return against_month_before(store.warehouse, as_of=day)


def _done(store: StoreHandle, period: Period, as_of: date) -> list[dict[str, Any]]:
    found = [*_tasks(store, period, as_of), *_performed(store, period)]
    return sorted(found, key=lambda each: each["day"], reverse=True)


def _tasks(store: StoreHandle, period: Period, as_of: date) -> list[dict[str, Any]]:
    sql = (
        "SELECT done_day, title, coalesce(role, '') AS role FROM tasks WHERE status = 'done' AND done_day >= $start "
        "AND done_day < $end ORDER BY done_day DESC NULLS LAST, task_id LIMIT 200"
    )
    rows = store.warehouse.query(sql, as_of=as_of, start=period.start, end=min(period.end, as_of))
    return [{"day": day, "who": role, "what": title} for day, title, role in rows]


def _performed(store: StoreHandle, period: Period) -> list[dict[str, Any]]:
    from storehelm.state.models import AuditEntry

    zone = ZoneInfo(store.info.timezone)
    first, last = (datetime.combine(day, time(), zone) for day in (period.start, period.end))
    entries = AuditEntry.objects.filter(store=store.slug, outcome="done", at__gte=first, at__lt=last)
    return [
        {"day": e.at.astimezone(zone).date(), "who": e.actor, "what": e.entry}
        for e in entries.exclude(effect="read").order_by("-at")[:200]
    ]
