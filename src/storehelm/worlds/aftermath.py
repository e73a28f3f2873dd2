"""What becomes of an order: status, parcel, returns and questions, drawn when it is placed, dated when they happen."""

from __future__ import annotations

import numpy as np

from storehelm.worlds.baskets import MOST_LINES, Baskets
from storehelm.worlds.planted import LATE_CARRIER, RETURN_SHARE
from storehelm.worlds.state import Columns, State
from storehelm.worlds.streams import Streams
from storehelm.worlds.visits import pick

CARRIERS = ("Paczkobot", "Kurier Wisła", "Bociek Express")
METHODS = ("locker", "courier", "abroad")
STATUSES = ("sold", "cancelled", "test")
REASONS = (
    "changed my mind",
    "damaged on the way",
    "not as described",
    "faulty",
    "wrong item sent",
    "smaller than described",
)
SMALLER = REASONS.index("smaller than described")
QUESTIONS = ("where is my parcel", "damaged parcel", "return", "invoice", "product question")
TICKET_CHANNELS = ("email", "chat", "phone")
TARIFF_KG = (1, 5, 10, 30)
TARIFF = np.array([[920, 1090, 1390, 1990], [1290, 1490, 1790, 2590], [2900, 3600, 4800, 7900]])  # cents net, by method
PROMISED_DAYS = np.array([2, 2, 4])
RETURNED_SHARE = 0.045
_METHOD_SHARE = np.cumsum([0.66, 0.34])
_REASON_SHARE = np.cumsum([0.48, 0.17, 0.15, 0.12, 0.08])
_LATE, _LATE_PLANTED = 0.04, 0.42
_LOST = 0.002
_ASKS, _ASKS_WHEN_LATE = 0.045, 0.35


def statuses(baskets: Baskets, streams: Streams) -> np.ndarray:
    """Index into STATUSES: one order in seventy is cancelled, one in two thousand is somebody's test."""
    chance = streams.of("status").random(baskets.would_be)[baskets.slot]
    return pick(chance, np.cumsum([0.9855, 0.014, 0.0005]))


def working_day(state: State, day: np.ndarray) -> np.ndarray:
    """`day`, or the Monday after it when it falls on a weekend."""
    weekday = (state.world.weekday0 + day) % 7
    return day + np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0))


def methods(baskets: Baskets, country: np.ndarray, streams: Streams) -> np.ndarray:
    chance = streams.of("carriers").random((6, baskets.would_be))[0, baskets.slot]
    return np.where(country > 0, 2, pick(chance, _METHOD_SHARE))


def parcels(
    state: State, baskets: Baskets, order: np.ndarray, method: np.ndarray, hour: np.ndarray, streams: Streams
) -> Columns:
    """One parcel an order: handed over the same day until two o'clock. `delivered` is -1 for a lost one."""
    chance = streams.of("carriers").random((6, baskets.would_be))[:, baskets.slot]
    carrier = np.where(method == 0, 0, np.where((method == 1) & (chance[1] < 0.6), 1, 2))
    handed = working_day(state, state.day + (hour >= 14))
    promised = working_day(state, handed + PROMISED_DAYS[method])
    share = np.full(len(handed), _LATE)
    planted = state.world.planted
    if planted:
        share = np.where((carrier == LATE_CARRIER) & (handed >= planted.late_day), _LATE_PLANTED, share)
    late = chance[2] < share
    early = (chance[3] < 0.35) & (promised - handed > 1)
    delivered = np.where(late, working_day(state, promised + 1 + (chance[4] * 3).astype(np.int64)), promised - early)
    grams = state.world.catalogue.weight[baskets.variant] * baskets.pieces
    weight = np.bincount(baskets.of, weights=grams, minlength=len(order)).astype(np.int64) + 150
    band = np.minimum(np.searchsorted(np.array(TARIFF_KG) * 1000, weight), len(TARIFF_KG) - 1)
    return {
        "order": order,
        "carrier": carrier,
        "method": method,
        "day": handed,
        "promised": promised,
        "delivered": np.where(chance[5] < _LOST, -1, delivered),
        "cost": TARIFF[method, band],
        "weight": weight,
    }


def returns(state: State, baskets: Baskets, streams: Streams) -> Columns:
    """Lines that come back: `line` is the line's place in the baskets, `day` the day of the refund."""
    chance = streams.of("returns").random((3, baskets.would_be, MOST_LINES))[
        :, baskets.slot[baskets.of], baskets.position
    ]
    share = np.full(len(baskets.variant), RETURNED_SHARE)
    reason = pick(chance[1], _REASON_SHARE)
    planted = state.world.planted
    if planted:
        bad = baskets.variant == planted.returned
        share[bad] = RETURN_SHARE
        reason = np.where(bad & (chance[1] < 0.8), SMALLER, reason)
    line = np.flatnonzero(chance[0] < share)
    return {"line": line, "reason": reason[line], "day": state.day + 6 + (chance[2, line] * 14).astype(np.int64)}


def questions(
    state: State, baskets: Baskets, parcel: Columns, orders: np.ndarray, customers: np.ndarray, streams: Streams
) -> Columns:
    """Tickets about orders, more of them when the parcel is late, and some before anything is bought."""
    chance = streams.of("tickets").random((6, baskets.would_be))[:, baskets.slot]
    late = parcel["delivered"] > parcel["promised"]
    asks = np.flatnonzero(chance[0] < np.where(late, _ASKS_WHEN_LATE, _ASKS))
    about = np.where(late[asks], 0, 1 + (chance[1, asks] * 3).astype(np.int64))
    day = np.where(late[asks], parcel["promised"][asks] + 1, state.day + 1 + (chance[2, asks] * 9).astype(np.int64))
    rng = streams.of("questions")
    before = int(rng.poisson(0.03 * state.world.orders_expected(state.day)))
    rest = rng.random((4, before))
    none = np.full(before, -1)
    luck = np.concatenate([chance[2:, asks], rest], axis=1)
    minutes = np.exp(3.0 + 3.6 * luck[1]).astype(np.int64)
    return {
        "day": np.concatenate([day, np.full(before, state.day)]),
        "second": (8 * 3600 + luck[0] * 12 * 3600).astype(np.int64),
        "answered": minutes * 60,
        "closed": minutes * 60 + (luck[2] * 40 * 3600).astype(np.int64),
        "order": np.concatenate([orders[asks], none]),
        "customer": np.concatenate([customers[asks], none]),
        "channel": pick(luck[3], np.cumsum([0.6, 0.28, 0.12])),
        "reason": np.concatenate([about, np.full(before, 4)]),
        "csat": np.where(luck[2] < 0.4, np.clip(5 - (luck[1] * luck[3] * 6).astype(np.int64), 1, 5), -1),
    }
