"""One day of the world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from storehelm.worlds import aftermath, market, prices, selling, supply
from storehelm.worlds.baskets import Baskets, fill
from storehelm.worlds.planted import DEAD_PIECES
from storehelm.worlds.state import Action, Columns, Events, State
from storehelm.worlds.streams import Streams
from storehelm.worlds.visits import Visits, come
from storehelm.worlds.world import World


def opening(world: World) -> State:
    """The world on the evening before its first day, with full shelves."""
    catalogue = world.catalogue
    none = np.zeros(len(catalogue), dtype=np.int64)
    state = State(world, 0, catalogue.price.copy(), catalogue.price.copy(), catalogue.cost.copy(), none, none.copy())
    _, up_to = supply.wanted_stock(state, 0)
    state.on_hand = np.where(world.launch < 0, up_to, 0).astype(np.int64)
    if world.planted:
        state.on_hand[world.planted.dead] += DEAD_PIECES
    return state


def step(state: State, actions: Sequence[Action], rng: Streams) -> Events:
    """Live through `state.day`: actions first, then deliveries, visits, orders and what follows from them.

    Changes `state` in place and moves it to the next day. `rng` holds the day's streams, one a cause. Returns the
    day's rows by kind, as columns of whole numbers: places in the world's lists, cents, pieces, days since the first,
    seconds since 1970. What an order leads to later (parcel, return, question) comes with the order and carries its
    own later day; a reader who stands at an earlier day leaves it out.
    """
    before = state.on_hand.copy()
    events: Events = {"prices": prices.change(state, actions, rng), "costs": prices.raise_costs(state)}
    came = supply.receive(state)
    events["purchases"] = supply.purchase_columns(came, received=True)
    visits = come(state.world, state.day, rng)
    baskets = fill(state, visits, state.world.popularity(state.day), rng)
    events |= _orders(state, visits, baskets, rng)
    events["competitors"] = market.competitors(state, rng)
    events["spend"] = market.advertising(state, visits, events["orders"]["campaign"], events["orders"]["goods"], rng)
    supply.order(state, rng)
    moved = np.flatnonzero((state.on_hand != before) | (state.day == 0) & (state.on_hand > 0))
    events["stock"] = {"variant": moved, "on_hand": state.on_hand[moved]}
    state.day += 1
    return events


def _orders(state: State, visits: Visits, baskets: Baskets, rng: Streams) -> Events:
    """Orders with lines, parcels, returns, tickets and new customers, and the visits that led to them."""
    count = len(baskets.visit)
    number = state.orders + np.arange(count)
    state.orders += count
    customer, new = selling.customers(state, baskets, rng)
    visits.country[baskets.visit] = selling.country_of(customer)
    status = aftermath.statuses(baskets, rng)
    code = selling.codes(state, visits, baskets, rng)
    line = selling.lines(state, baskets, selling.percent_of(code)[baskets.of])
    goods = np.bincount(baskets.of, weights=line["gross"], minlength=count).astype(np.int64)
    method = aftermath.methods(baskets, visits.country[baskets.visit], rng)
    marketplace = visits.channel[baskets.visit] < 0
    sold = status[baskets.of] == 0
    state.on_hand -= np.bincount(
        baskets.variant[sold], weights=baskets.pieces[sold], minlength=len(state.on_hand)
    ).astype(np.int64)
    orders: Columns = {
        "order": number,
        "start": visits.start[baskets.visit],
        "status": status,
        "customer": customer,
        "country": visits.country[baskets.visit],
        "marketplace": marketplace.astype(np.int64),
        "device": visits.device[baskets.visit],
        "campaign": visits.campaign[baskets.visit],
        "method": method,
        "code": code,
        "goods": goods,
        **selling.charges(baskets, goods, method, marketplace, rng),
    }
    first = np.flatnonzero(np.diff(baskets.of, prepend=-1))
    line |= {"order": number[baskets.of], "line": np.arange(len(baskets.of)) - first[baskets.of] + 1}
    return {
        "orders": orders,
        "lines": line,
        "customers": {"customer": customer[new], "country": orders["country"][new]},
        **_consequences(state, baskets, orders, line, rng),
        "sessions": _sessions(state, visits, baskets, orders),
    }


def _consequences(state: State, baskets: Baskets, orders: Columns, line: Columns, rng: Streams) -> Events:
    """Parcels, refunds and tickets of the orders that were neither cancelled nor tests."""
    hour = (orders["start"] // 3600 + 1) % 24
    parcel = aftermath.parcels(state, baskets, orders["order"], orders["method"], hour, rng)
    orders |= {"handed": parcel["day"], "delivered": parcel["delivered"]}
    back = aftermath.returns(state, baskets, rng)
    asked = aftermath.questions(state, baskets, parcel, orders["order"], orders["customer"], rng)
    real = orders["status"] == 0
    came_back = back["line"]
    refunds = {name: values[came_back] for name, values in line.items()}
    refunds |= {"reason": back["reason"], "day": back["day"]}
    for name in ("customer", "country", "marketplace"):
        refunds[name] = orders[name][baskets.of[came_back]]
    kept = real[baskets.of[came_back]] & (parcel["delivered"][baskets.of[came_back]] >= 0)
    return {
        "parcels": {name: values[real] for name, values in parcel.items()},
        "refunds": {name: values[kept] for name, values in refunds.items()},
        "tickets": _numbered(state, asked),
    }


def _numbered(state: State, asked: Columns) -> Columns:
    count = len(asked["day"])
    asked["ticket"] = state.tickets + np.arange(count)
    state.tickets += count
    return asked


def _sessions(state: State, visits: Visits, baskets: Baskets, orders: Columns) -> Columns:
    """The shop's own visits; `order` and `customer` are -1 for those that bought nothing."""
    count = visits.sessions
    order = np.full(len(visits.start), -1)
    customer = order.copy()
    order[baskets.visit], customer[baskets.visit] = orders["order"], orders["customer"]
    number = state.sessions + np.arange(count)
    state.sessions += count
    shop = slice(0, count)
    return {
        "session": number,
        "start": visits.start[shop],
        "channel": visits.channel[shop],
        "device": visits.device[shop],
        "country": visits.country[shop],
        "campaign": visits.campaign[shop],
        "customer": customer[shop],
        "order": order[shop],
        "depth": visits.depth[shop],
        "variant": visits.variant[shop],
    }
