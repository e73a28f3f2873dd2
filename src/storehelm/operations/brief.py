"""The morning's brief."""

from __future__ import annotations

from datetime import date

from storehelm.core.brief import Brief
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, morning
from storehelm.operations.registry import operation
from storehelm.operations.reports import reports


@operation("read", audit="read the brief of {as_of}")
def brief(*, actor: Actor, store: StoreHandle, as_of: date | None = None) -> Brief:
    """What is worth knowing and doing this morning."""
    del actor
    from storehelm.analyses import compose

    day = morning(store, as_of)
    return compose(store.warehouse, reports(store, day), as_of=day)
