"""What the store wants to reach, as people entered it: one target a metric and period."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from storehelm.core.connector import Batch
from storehelm.core.errors import BadInput
from storehelm.core.period import Period
from storehelm.warehouse.store import Warehouse

SOURCE = "entered goals"


def put(store: Any, *, metric: str, period: Period, target: Decimal) -> None:
    """Keep the target of a period; an earlier one of the same metric and period gives way to it.

    What was aimed at before stays to be seen in the warehouse, whose rows keep their former versions.
    """
    from storehelm.state.models import Goal

    if not period.days:
        raise BadInput("A goal needs at least one day.", field="end", mend="Give the day after the last one.")
    if target <= 0:
        raise BadInput(f"A goal of {target} is none.", field="target", mend="Give more than zero.")
    Goal.objects.update_or_create(
        store=store, metric=metric, start_day=period.start, end_day=period.end, defaults={"target": target}
    )


def load(store: Any, warehouse: Warehouse, *, known_at: datetime, now: datetime) -> int:
    """Bring the goals into the table `goals`; returns the rows added or changed.

    A goal that a connector brought for the same metric and period is replaced, as the owner's word counts.
    """
    from storehelm.state.models import Goal

    goals = list(Goal.objects.filter(store=store).order_by("pk"))
    if not goals:
        return 0
    there = warehouse.query("SELECT metric, start_day, end_day, goal_id FROM goals ORDER BY goal_id DESC", as_of=None)
    ids = {(metric, start, end): goal for metric, start, end, goal in there}
    rows = [
        {
            "goal_id": ids.get((g.metric, g.start_day, g.end_day), f"{g.metric} {g.start_day} {g.end_day}"),
            "metric": g.metric,
            "start_day": g.start_day,
            "end_day": g.end_day,
            "target": g.target,
            "currency": store.currency,
        }
        for g in goals
    ]
    done = warehouse.load(Batch({"goals": rows}, SOURCE, known_at=known_at), now=now)
    return sum(t.added + t.changed for t in done.tables.values())
