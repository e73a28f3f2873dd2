"""Which part of a whole explains why the whole is not what was expected.

After Adtributor (Bhagwan et al., "Adtributor: Revenue Debugging in Advertising Systems", NSDI 2014): a few values of
one dimension that together account for most of the gap, tried in the order of how much their shares surprise. Added
here: a set is a cause only if it explains clearly more of the gap than it is of the whole, since a large part carries
its part of any general change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

EACH, TOGETHER, BEYOND, MOST = 0.1, 0.67, 0.3, 3


@dataclass(frozen=True, slots=True)
class Cause:
    """`parts` are indices into the arrays given; `explained` is their part of the gap, `usual` their usual share."""

    parts: tuple[int, ...]
    explained: float
    usual: float

    @property
    def strength(self) -> float:
        """How much more of the gap than of the whole they are; comparable between dimensions."""
        return min(self.explained, 1.0) - self.usual


def find_cause(actual: Any, expected: Any, whole_actual: float, whole_expected: float) -> Cause | None:
    """The parts behind `whole_actual - whole_expected`; None where the gap is spread over the whole.

    `actual` and `expected` are (n,) amounts of the dimension's values, or of the largest of them.
    """
    a, f = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    gap = whole_actual - whole_expected
    if not len(a) or not gap or whole_expected <= 0:
        return None
    explains = (a - f) / gap
    usual = f / whole_expected
    now = a / whole_actual if whole_actual > 0 else np.zeros_like(a)
    chosen: list[int] = []
    for i in np.argsort(-surprise(now, usual), kind="stable"):
        if explains[i] > EACH:
            chosen.append(int(i))
        if explains[chosen].sum() >= TOGETHER or len(chosen) == MOST:
            break
    cause = Cause(tuple(chosen), float(explains[chosen].sum()), float(usual[chosen].sum()))
    return cause if cause.explained >= TOGETHER and cause.strength >= BEYOND else None


def surprise(now: Any, usual: Any) -> Any:
    """Each value's term of the Jensen-Shannon divergence between two sets of shares; below zero counts as zero."""
    p, q = np.clip(now, 0.0, None), np.clip(usual, 0.0, None)
    middle = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [np.where(x > 0, x * np.log(x / middle), 0.0) for x in (p, q)]
    return (terms[0] + terms[1]) / 2
