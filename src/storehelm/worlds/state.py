"""The world as it stands at the end of a day, and what may be done to it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from storehelm.worlds.world import World

Columns = dict[str, np.ndarray]
Events = dict[str, Columns]


@dataclass(frozen=True, slots=True)
class Action:
    """A change made to the store at the start of a day. `kind` is "price": `value` cents gross for `variant`."""

    kind: str
    variant: int
    value: int


@dataclass(slots=True)
class PurchaseLine:
    """One line of an order at a supplier, until it is received."""

    purchase: int
    variant: int
    supplier: int
    day: int
    due: int
    arrives: int
    quantity: int
    unit_cost: int


@dataclass(slots=True)
class State:
    """Arrays hold one entry a variant; counters give the next number of each kind of row."""

    world: World
    day: int
    price: np.ndarray
    regular: np.ndarray
    cost: np.ndarray
    on_hand: np.ndarray
    on_order: np.ndarray
    arrivals: dict[int, list[PurchaseLine]] = field(default_factory=dict[int, list[PurchaseLine]])
    customers: int = 0
    orders: int = 0
    sessions: int = 0
    purchases: int = 0
    tickets: int = 0
