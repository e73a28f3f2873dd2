"""What would-be buyers put into their baskets, and what of it the shelf can give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from storehelm.worlds.state import State
from storehelm.worlds.streams import Streams
from storehelm.worlds.visits import STEPS, WOULD_BUY, Visits, pick

MOST_LINES = 6
_LINES = np.cumsum([0.32, 0.26, 0.19, 0.12, 0.07, 0.04])
_PIECES = np.cumsum([0.78, 0.15, 0.04, 0.03])
_WITH_COMPANION = 0.22


@dataclass(slots=True)
class Baskets:
    """`visit` is each basket's place among the day's visits, `slot` its place among the day's would-be buyers, whose
    draws it takes. Lines name their basket by `of`; a line's draws are those of (`slot`, `position`)."""

    would_be: int
    visit: np.ndarray
    slot: np.ndarray
    of: np.ndarray
    position: np.ndarray
    variant: np.ndarray
    pieces: np.ndarray


def fill(state: State, visits: Visits, popularity: np.ndarray, streams: Streams) -> Baskets:
    """The baskets that are paid for. Visits whose first choice is sold out end at the product page."""
    would_be = np.flatnonzero(visits.luck < WOULD_BUY)
    wanted = _wishes(state, visits, would_be, popularity, streams)
    pieces = pick(streams.of("quantity").random(wanted.shape), _PIECES) + 1
    buys = visits.depth[would_be] == len(STEPS)
    wanted = np.where(buys[:, None], wanted, -1)
    slot, position = np.nonzero(wanted >= 0)
    variant, count = wanted[slot, position], pieces[slot, position]
    given = _from_shelf(variant, count, state.on_hand)
    first = np.zeros(len(would_be), dtype=bool)
    first[slot[given & (position == 0)]] = True
    sold_out = np.where(visits.depth > 2, state.on_hand[visits.variant] <= 0, False)
    sold_out[would_be[buys & ~first]] = True
    visits.depth[sold_out & (np.arange(len(visits.depth)) < visits.sessions)] = 2
    kept = given & first[slot]
    baskets = np.flatnonzero(first)
    number = np.cumsum(first) - 1
    return Baskets(
        len(would_be), would_be[baskets], baskets, number[slot[kept]], position[kept], variant[kept], count[kept]
    )


def _wishes(state: State, visits: Visits, would_be: np.ndarray, popularity: np.ndarray, streams: Streams) -> np.ndarray:
    """(would-be buyer, position) variant, -1 for none; no variant twice in a basket."""
    rng = streams.of("basket")
    lines = pick(rng.random(len(would_be)), _LINES) + 1
    others = pick(rng.random((len(would_be), MOST_LINES - 1)), np.cumsum(popularity))
    with_companion = rng.random(len(would_be)) < _WITH_COMPANION
    first = visits.variant[would_be]
    companion = state.world.catalogue.companion[first]
    others[:, 0] = np.where(with_companion & (popularity[companion] > 0), companion, others[:, 0])
    wanted = np.column_stack([first, others])
    wanted[np.arange(MOST_LINES)[None, :] >= lines[:, None]] = -1
    for later in range(1, MOST_LINES):
        again = (wanted[:, :later] == wanted[:, later : later + 1]).any(axis=1)
        wanted[again, later] = -1
    return wanted


def _from_shelf(variant: np.ndarray, pieces: np.ndarray, on_hand: np.ndarray) -> np.ndarray:
    """Which lines the shelf can give, first come first served."""
    order = np.argsort(variant, kind="stable")
    sorted_variant, taken = variant[order], np.cumsum(pieces[order])
    begins = np.flatnonzero(np.diff(sorted_variant, prepend=-1))
    before = np.repeat((taken - pieces[order])[begins], np.diff(begins, append=len(order)))
    given = np.zeros(len(variant), dtype=bool)
    given[order] = taken - before <= on_hand[sorted_variant]
    return given
