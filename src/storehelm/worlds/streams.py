"""Chance, one stream a cause and day: a changed action moves its own consequences and no other draw."""

from __future__ import annotations

import numpy as np

CAUSES = (
    "catalogue",
    "bustle",
    "visits",
    "marketplace",
    "campaigns",
    "funnel",
    "choice",
    "basket",
    "quantity",
    "customers",
    "payment",
    "status",
    "carriers",
    "returns",
    "tickets",
    "questions",
    "advertising",
    "competitors",
    "suppliers",
    "repricing",
)


class Streams:
    """The streams of one day of the world with `seed`."""

    def __init__(self, seed: int, day: int) -> None:
        self._seed = seed
        self._day = day

    def of(self, cause: str) -> np.random.Generator:
        """A fresh generator for `cause` on this day: the same one whatever else was drawn."""
        spawned = np.random.SeedSequence(self._seed, spawn_key=(CAUSES.index(cause), self._day))
        return np.random.Generator(np.random.PCG64DXSM(spawned))
