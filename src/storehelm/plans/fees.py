"""What an order costs besides its goods, as people entered it: payment, packaging, carriers, marketplaces, returns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from storehelm.core.connector import Batch
from storehelm.core.errors import BadInput
from storehelm.warehouse.store import Warehouse

SOURCE = "entered fees"
Kind = Literal["payment", "packaging", "shipping", "marketplace", "return"]
Key = tuple[str, str, Decimal]


@dataclass(frozen=True, slots=True)
class Fee:
    """`percent`: share of the gross; `fixed`: a range an order, net; `up_to_kg`: 0 where weight matters not."""

    kind: Kind
    method: str
    up_to_kg: Decimal
    percent: float
    fixed: tuple[Decimal, Decimal]
    valid_from: date

    @property
    def key(self) -> Key:
        return self.kind, self.method, self.up_to_kg


def add(store: Any, fee: Fee, *, by: str) -> None:
    """Keep a rule; raises `BadInput` for what cannot be a fee."""
    from storehelm.state.models import FeeRule

    _check(fee)
    FeeRule.objects.create(
        store=store,
        kind=fee.kind,
        method=fee.method,
        up_to_kg=fee.up_to_kg,
        percent=fee.percent,
        fixed_low=fee.fixed[0],
        fixed_high=fee.fixed[1],
        valid_from=fee.valid_from,
        entered_by=by[:150],
    )


def _check(fee: Fee) -> None:
    low, high = fee.fixed
    if not 0 <= fee.percent < 1:
        raise BadInput(f"{fee.percent:.0%} is no fee.", field="percent", mend="Give percent of the order, such as 1.9.")
    if low < 0 or low > high:
        raise BadInput(
            f"The amount cannot be {low} to {high}.", field="fixed", mend="Give the lower end first, from 0."
        )
    if not fee.percent and not high:
        raise BadInput("The fee is nothing.", field="fixed", mend="Give a percent, an amount, or both.")
    if fee.kind in ("packaging", "shipping", "return") and fee.percent:
        raise BadInput(
            f"{fee.kind} is an amount an order.", field="percent", mend="Give it as fixed, or as low and high."
        )
    if fee.kind == "marketplace" and fee.method == "*":
        raise BadInput(
            "A marketplace's fee needs its channel.", field="method", mend="Name the channel as the orders name it."
        )
    if fee.up_to_kg < 0 or (fee.up_to_kg and fee.kind != "shipping"):
        raise BadInput("Only a carrier's tariff goes by weight.", field="up_to_kg", mend="Leave it out.")


def load(store: Any, warehouse: Warehouse, *, known_at: datetime, now: datetime) -> int:
    """Bring the rules into the table `fees`; returns the rows added, changed or removed.

    The first fee ever of its kind, method and weight holds from the store's first order; later ones from their day.
    """
    theirs, ours = _there(warehouse)
    first = warehouse.query("SELECT min(day) FROM orders", as_of=None).value()
    wanted = _expand(store, theirs, first)
    gone = [dict(zip(("kind", "method", "up_to_kg", "valid_from"), key, strict=True)) for key in ours - wanted.keys()]
    if not (wanted or gone):
        return 0
    deleted = {"fees": gone} if gone else {}
    batch = Batch({"fees": list(wanted.values())}, SOURCE, known_at=known_at, deleted=deleted)
    done = warehouse.load(batch, now=now)
    return sum(t.added + t.changed + t.removed for t in done.tables.values())


def _there(warehouse: Warehouse) -> tuple[dict[Key, date], set[tuple[Any, ...]]]:
    """The first day of a connector's fee, by key, and the keys with day of what rules made."""
    theirs: dict[Key, date] = {}
    ours: set[tuple[Any, ...]] = set()
    rows = warehouse.query(
        "SELECT f.kind, f.method, f.up_to_kg, f.valid_from, s.source AS source FROM fees AS f "
        "JOIN _syncs AS s ON s.sync_id = f.sync_id ORDER BY f.valid_from",
        as_of=None,
    )
    for *key, day, source in rows:
        if source == SOURCE:
            ours.add((*key, day))
        else:
            theirs.setdefault((key[0], key[1], key[2]), day)
    return theirs, ours


def _expand(store: Any, theirs: dict[Key, date], first: date | None) -> dict[tuple[Any, ...], dict[str, Any]]:
    from storehelm.state.models import FeeRule

    by_key: dict[Key, list[Any]] = defaultdict(list)
    for rule in FeeRule.objects.filter(store=store).order_by("pk"):
        by_key[rule.kind, rule.method, rule.up_to_kg].append(rule)
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for key, rules in by_key.items():
        start = rules[0].valid_from
        is_first = key not in theirs or theirs[key] > start
        floor = min(first or start, start) if is_first else date.min
        for number, rule in enumerate(rules):
            day = floor if is_first and not number else max(rule.valid_from, floor)
            rows[(*key, day)] = _row(rule, day, store.currency)
    return rows


def _row(rule: Any, day: date, currency: str) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "method": rule.method,
        "up_to_kg": rule.up_to_kg,
        "valid_from": day,
        "percent": rule.percent,
        "fixed": (rule.fixed_low + rule.fixed_high) / 2,
        "fixed_low": rule.fixed_low,
        "fixed_high": rule.fixed_high,
        "basis": "known" if rule.fixed_low == rule.fixed_high else "assumed",
        "currency": currency,
    }
