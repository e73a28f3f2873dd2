"""What an order costs besides its goods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from storehelm.core.errors import BadInput
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, moment, morning, now
from storehelm.operations.registry import operation


@operation("manage", audit="set the {kind} fee of {method}: {percent} percent and {fixed} ({low} to {high})")
def set_fee(
    *,
    actor: Actor,
    store: StoreHandle,
    kind: Literal["payment", "packaging", "shipping", "marketplace", "return"],
    method: str = "*",
    percent: float = 0,
    fixed: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    up_to_kg: Decimal = Decimal(0),
    valid_from: date | None = None,
) -> dict[str, Any]:
    """Say what payment, packaging, a carrier's parcel, a marketplace or a return costs an order, net.

    `percent` is of the order with VAT; `fixed` an amount an order, or `low` and `high`. `method` is the payment or
    shipping method or the channel as the orders name it, * for any; `up_to_kg` one step of a carrier's tariff.
    """
    from storehelm.plans import fees

    if fixed is not None and (low is not None or high is not None):
        raise BadInput("An amount is either fixed or a range.", field="fixed", mend="Give fixed, or low and high.")
    if (low is None) != (high is None):
        raise BadInput("A range needs both ends.", field="low", mend="Give low and high.")
    amount = fixed or Decimal(0)
    ends = (amount, amount) if low is None or high is None else (low, high)
    day = valid_from or morning(store, None)
    fees.add(store.record, fees.Fee(kind, method, up_to_kg, percent / 100, ends, day), by=actor.name)
    changed = fees.load(store.record, store.warehouse, known_at=moment(store), now=now())
    return {"kind": kind, "method": method, "rows": changed}
