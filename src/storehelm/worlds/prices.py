"""What the store does to its own prices, what suppliers do to costs, and prices changed by an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from storehelm.core.errors import BadInput
from storehelm.worlds.catalogue import SUPPLIERS, charm, gross_of
from storehelm.worlds.seasons import black_friday
from storehelm.worlds.state import Action, Columns, State
from storehelm.worlds.streams import Streams

_REPRICED = 0.08
_OFFERED = 0.12
_COST_RISE = 1.02


def change(state: State, actions: Sequence[Action], streams: Streams) -> Columns:
    """Set the day's prices and statuses; the variants whose product row changed, as it is from today."""
    before = state.price.copy()
    _reprice(state, streams)
    planted = state.world.planted
    if planted and state.day >= planted.under_floor_day:
        state.price[planted.under_floor] = under_floor_price(state, planted.under_floor)
    for action in actions:
        if action.kind != "price":
            raise BadInput(f"The world knows no action '{action.kind}'.", mend="Use price.")
        state.price[action.variant] = state.regular[action.variant] = action.value
    changed = np.flatnonzero((state.price != before) | ((state.world.launch == state.day) & (state.day > 0)))
    return {"variant": changed, "price": state.price[changed]}


def under_floor_price(state: State, variant: int) -> int:
    """A price below the floor and below cost: a slip of the hand."""
    catalogue = state.world.catalogue
    return int(gross_of(catalogue.cost[variant : variant + 1], catalogue.vat[variant : variant + 1])[0] * 85 // 100)


def _reprice(state: State, streams: Streams) -> None:
    today = state.world.date_of(state.day)
    if today.day == 1 and state.day:
        chance = streams.of("repricing").random((2, len(state.price)))
        drawn = chance[0] < _REPRICED
        state.regular[drawn] = charm(state.world.catalogue.price * (0.97 + 0.09 * chance[1]))[drawn]
        state.price[drawn] = state.regular[drawn]
    friday = black_friday(today.year)
    if today == friday:
        drawn = streams.of("repricing").random(len(state.price)) < _OFFERED
        state.price[drawn] = charm(state.regular * 0.82)[drawn]
    elif today == friday + timedelta(days=4):
        state.price[:] = state.regular


def raise_costs(state: State) -> Columns:
    """New price lists of suppliers, one a supplier and year, each on its own day; the variants whose cost moved."""
    today = state.world.date_of(state.day)
    listed = [s for s in range(len(SUPPLIERS)) if (today.month, today.day) == (1 + s % 6, 15)]
    if not listed or not state.day:
        return {"variant": np.zeros(0, dtype=np.int64), "cost": np.zeros(0, dtype=np.int64)}
    moved = np.flatnonzero(np.isin(state.world.catalogue.supplier, listed))
    state.cost[moved] = np.rint(state.cost[moved] * _COST_RISE).astype(np.int64)
    return {"variant": moved, "cost": state.cost[moved]}
