"""What the store wants to reach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.core.period import Period
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, moment, morning, now
from storehelm.operations.registry import operation


@operation("manage", audit="set the goal of {metric} to {target} for {month} {start} {end}")
def set_goal(
    *,
    actor: Actor,
    store: StoreHandle,
    target: Decimal,
    metric: str = "net_sales",
    month: str = "",
    start: date | None = None,
    end: date | None = None,
) -> dict[str, Any]:
    """Set what a metric is to reach in a month (2026-11; this one if none is given), or from a day up to another."""
    del actor
    from storehelm.metrics.registry import metric as find_metric
    from storehelm.plans import goals

    found = find_metric(metric)
    if not found.fact or not found.additive:
        raise BadInput(
            f"{metric} is no sum over days.", field="metric", mend="Choose a total, such as net_sales or cm1."
        )
    period = _period(store, month, start, end)
    goals.put(store.record, metric=metric, period=period, target=target)
    goals.load(store.record, store.warehouse, known_at=moment(store), now=now())
    return {"metric": metric, "start": period.start, "end": period.end, "target": target}


def _period(store: StoreHandle, month: str, start: date | None, end: date | None) -> Period:
    if (start is None) != (end is None) or (month and start):
        raise BadInput("A goal is for a month, or for days.", field="month", mend="Give month, or start and end.")
    if start is not None and end is not None:
        return Period(start, end)
    if not month:
        return Period.month(morning(store, None))
    try:
        return Period.month(date.fromisoformat(f"{month}-01"))
    except ValueError:
        raise BadInput(f"'{month}' is no month.", field="month", mend="Write it as 2026-11.") from None
