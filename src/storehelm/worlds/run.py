"""The world lived through without actions, or with a plan of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from storehelm.worlds.state import Action, Events, State
from storehelm.worlds.step import step
from storehelm.worlds.streams import Streams


def days(state: State, actions: Mapping[int, Sequence[Action]] | None = None) -> Iterator[tuple[int, Events]]:
    """(day, its events) of each day that is left; `state` moves on in place, `actions` are by day."""
    planned = actions or {}
    for day in range(state.day, state.world.size.days):
        yield day, step(state, planned.get(day, ()), Streams(state.world.size.seed, day))
