"""Products of numbers known only within ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Triple = tuple[float, float, float]


def split_normal(range_: Triple, draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values whose 5%, 50% and 95% points are `range_`, made from standard normal `draws`, each side of the middle with
    its own spread."""
    low, likely, high = range_
    width = np.where(draws < 0, likely - low, high - likely)
    return likely + draws / 1.6449 * width


def product(ranges: Sequence[Triple], *, seed: int, draws: int = 20_000) -> Triple:
    """The 5%, 50% and 95% points of the product of independent numbers, each given as (low, likely, high)."""
    normals = np.random.default_rng(seed).standard_normal((len(ranges), draws))
    values = np.prod([split_normal(r, n) for r, n in zip(ranges, normals, strict=True)], axis=0)
    low, likely, high = np.quantile(values, (0.05, 0.5, 0.95))
    return float(low), float(likely), float(high)


def left_alone(n: int, controls: int, *, seed: int) -> NDArray[np.bool_]:
    """True for the `controls` of `n` units drawn at random to be left alone; the same for the same seed."""
    chosen = np.zeros(n, dtype=bool)
    chosen[np.random.default_rng(seed).permutation(n)[:controls]] = True
    return chosen
