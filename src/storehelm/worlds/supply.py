"""The buyer: receives what suppliers bring, and orders in good time."""

from __future__ import annotations

import numpy as np

from storehelm.worlds.planted import BROKEN_DAYS, LOW_COVER_DAYS, SLIP_DAYS
from storehelm.worlds.state import Columns, PurchaseLine, State
from storehelm.worlds.streams import Streams

_REVIEW_DAYS = 7
_SPARE_DAYS = 12
_ORDER_FOR_DAYS = 30
_LAST_DELIVERY_LEFT = 10


def receive(state: State) -> list[tuple[PurchaseLine, int]]:
    """Put what arrives today on the shelf; the lines with the pieces that came."""
    came: list[tuple[PurchaseLine, int]] = []
    for line in state.arrivals.pop(state.day, []):
        pieces = _short_delivery(state, line)
        state.on_hand[line.variant] += pieces
        state.on_order[line.variant] -= line.quantity
        came.append((line, pieces))
    return came


def _short_delivery(state: State, line: PurchaseLine) -> int:
    """All that was ordered, except the last deliveries of the variant that is to run out."""
    planted = state.world.planted
    left = state.world.size.days - state.day
    if not planted or line.variant != planted.running_out or left > 13:
        return line.quantity
    quiet = 0.4 * min(left, BROKEN_DAYS)  # the broken checkout sells less
    enough = int(np.ceil(_rate(state, line.variant, 0, left) * (left - quiet + LOW_COVER_DAYS)))
    return int(np.clip(enough - state.on_hand[line.variant], 1, line.quantity))


def _rate(state: State, variant: int, first: int, last: int) -> float:
    """Pieces a day expected from `first` up to `last` days from today."""
    catalogue = state.world.catalogue
    pieces = state.world.pieces_expected(state.day + first, state.day + last)[catalogue.category[variant]]
    return float(pieces.mean() * catalogue.pace[variant])


def wanted_stock(state: State, day: int) -> tuple[np.ndarray, np.ndarray]:
    """(order when stock falls below, order up to), in pieces, by variant.

    The first covers twice the supplier's lead time at the busiest expected day of the time around, and chance.
    """
    world, catalogue = state.world, state.world.catalogue
    leads = world.lead_days[catalogue.supplier]
    point, usual = np.zeros(len(catalogue)), np.zeros(len(catalogue))
    for lead in np.unique(world.lead_days):
        pieces = world.pieces_expected(day - 30, day + 2 * int(lead) + _REVIEW_DAYS + _SPARE_DAYS)
        of_lead = leads == lead
        busiest = pieces.max(axis=1)[catalogue.category] * catalogue.pace
        cover = busiest * (2 * lead + _REVIEW_DAYS + _SPARE_DAYS)
        point[of_lead] = (cover + 5 * np.sqrt(cover) + 6)[of_lead]
        usual[of_lead] = (pieces.mean(axis=1)[catalogue.category] * catalogue.pace)[of_lead]
    soon = (catalogue.popularity > 0) & (world.launch <= day + 2 * leads + _SPARE_DAYS)
    point = np.where(soon, point, 0.0)
    _plant(state, day, point, usual)
    return point, np.ceil(point + usual * _ORDER_FOR_DAYS) * (point > 0)


def _plant(state: State, day: int, point: np.ndarray, usual: np.ndarray) -> None:
    """Where truths are planted: one variant lives from hand to mouth, one is no longer ordered."""
    planted = state.world.planted
    if not planted:
        return
    if day >= planted.dead_day:
        point[planted.dead] = 0.0
    lead = int(state.world.lead_days[state.world.catalogue.supplier[planted.running_out]])
    if day > 0:
        rate = min(_rate(state, planted.running_out, -14, 0), _rate(state, planted.running_out, 0, lead + _REVIEW_DAYS))
        point[planted.running_out] = rate * (lead + _REVIEW_DAYS + 4)
        usual[planted.running_out] = 0.0
    if state.world.size.days - day <= lead + _LAST_DELIVERY_LEFT:
        point[planted.running_out] = 0.0


def order(state: State, streams: Streams) -> None:
    """Once a week each supplier gets one order for what has fallen below its point."""
    chance = streams.of("suppliers").random(len(state.world.lead_days))
    point, up_to = wanted_stock(state, state.day)
    position = state.on_hand + state.on_order
    weekday = (state.world.weekday0 + state.day) % 7
    due_suppliers = np.flatnonzero(np.arange(len(state.world.lead_days)) % 5 == weekday)
    low = (position < point) & np.isin(state.world.catalogue.supplier, due_suppliers)
    _last_of_running_out(state)
    for supplier in due_suppliers:
        short = np.flatnonzero(low & (state.world.catalogue.supplier == supplier))
        if len(short):
            _place(state, int(supplier), short, np.ceil(up_to - position).astype(np.int64), float(chance[supplier]))


def _last_of_running_out(state: State) -> None:
    """The last order of the variant that is to run out: most of it will not come."""
    planted = state.world.planted
    if not planted:
        return
    supplier = int(state.world.catalogue.supplier[planted.running_out])
    if state.world.size.days - state.day == int(state.world.lead_days[supplier]) + _LAST_DELIVERY_LEFT:
        pieces = np.full(len(state.on_hand), np.ceil(_rate(state, planted.running_out, -14, 0) * 20 + 5)).astype(
            np.int64
        )
        _place(state, supplier, np.array([planted.running_out]), pieces, 0.5)


def _place(state: State, supplier: int, short: np.ndarray, pieces: np.ndarray, chance: float) -> None:
    due = state.day + int(state.world.lead_days[supplier])
    arrives = due + _slip(state, supplier, due, chance)
    state.purchases += 1
    for variant in short.tolist():
        quantity = int(pieces[variant])
        line = PurchaseLine(
            state.purchases, variant, supplier, state.day, due, arrives, quantity, int(state.cost[variant])
        )
        state.arrivals.setdefault(arrives, []).append(line)
        state.on_order[variant] += quantity


def _slip(state: State, supplier: int, due: int, chance: float) -> int:
    """Days after the due day: most come on it or the day before, one in twelve the day after."""
    planted = state.world.planted
    if planted and supplier == planted.slipping_supplier and due >= planted.slip_day:
        return SLIP_DAYS
    return 1 if chance < 0.08 else -1 if chance > 0.75 else 0


def purchase_columns(lines: list[tuple[PurchaseLine, int]], *, received: bool) -> Columns:
    """Lines as columns; `arrived` is -1 for one still on its way."""
    return {
        "purchase": np.array([line.purchase for line, _ in lines], dtype=np.int64),
        "variant": np.array([line.variant for line, _ in lines], dtype=np.int64),
        "supplier": np.array([line.supplier for line, _ in lines], dtype=np.int64),
        "day": np.array([line.day for line, _ in lines], dtype=np.int64),
        "due": np.array([line.due for line, _ in lines], dtype=np.int64),
        "arrived": np.array([line.arrives if received else -1 for line, _ in lines], dtype=np.int64),
        "quantity": np.array([line.quantity for line, _ in lines], dtype=np.int64),
        "came": np.array([pieces for _, pieces in lines], dtype=np.int64),
        "unit_cost": np.array([line.unit_cost for line, _ in lines], dtype=np.int64),
    }


def still_open(state: State) -> Columns:
    """What is on order and has not come."""
    lines = [(line, 0) for day in sorted(state.arrivals) for line in state.arrivals[day]]
    return purchase_columns(lines, received=False)
