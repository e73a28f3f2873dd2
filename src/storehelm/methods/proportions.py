"""Shares of counted groups: do two differ, and how small a difference would show."""

from __future__ import annotations

from math import inf, sqrt


def difference(hits_a: int, n_a: int, hits_b: int, n_b: int, z: float = 1.96) -> tuple[float, float, float]:
    """(low, difference, high) of share a less share b: the interval of Agresti and Caffo (2000), which adds one hit
    and one miss to each group and so holds for small groups too. `z` 1.96 gives 95%.
    """
    a, b = (hits_a + 1) / (n_a + 2), (hits_b + 1) / (n_b + 2)
    half = z * sqrt(a * (1 - a) / (n_a + 2) + b * (1 - b) / (n_b + 2))
    plain = (hits_a / n_a if n_a else 0.0) - (hits_b / n_b if n_b else 0.0)
    return min(a - b - half, plain), plain, max(a - b + half, plain)


def smallest_seen(share: float, n_a: int, n_b: int, z: float = 1.96, power: float = 0.8416) -> float:
    """The difference in shares that two groups of these sizes would show four times out of five, around `share`."""
    if not n_a or not n_b:
        return inf
    return (z + power) * sqrt(share * (1 - share) * (1 / n_a + 1 / n_b))
