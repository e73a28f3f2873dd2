"""The numbers themselves: any metric over any days, cut as one likes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.core.period import Period
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, morning
from storehelm.operations.registry import operation


@operation("read", audit="read {names}")
def metric_values(
    *,
    actor: Actor,
    store: StoreHandle,
    names: list[str],
    start: date | None = None,
    end: date | None = None,
    by: list[str] | None = None,
    as_of: date | None = None,
) -> list[dict[str, Any]]:
    """Metrics from `start` up to, not including, `end` (the last 30 days), one row a cut: its dimensions and values.

    `by` are up to three dimensions of each metric. A value without rows is None; a metric without its input is refused.
    """
    del actor
    from storehelm.metrics.measure import measure

    day = morning(store, as_of)
    last = end or day
    cuts = by or []
    if not names:
        raise BadInput("No metric is named.", field="names", mend="`metrics` lists them.")
    if len(cuts) > 3:
        raise BadInput("That is too fine a cut.", field="by", mend="Give at most three dimensions.")
    found = measure(store.warehouse, names, Period(start or last - timedelta(days=30), last), as_of=as_of, by=cuts)
    rows = [
        dict(zip(cuts, key, strict=True)) | {name: values[name] for name in names}
        for key, values in found.cells.items()
    ]
    return sorted(rows, key=lambda row: [(row[cut] is None, str(row[cut])) for cut in cuts])
