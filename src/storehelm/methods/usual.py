"""What is usual for a number, from how it was before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, pi, sin, sqrt, tan

import numpy as np

LEAST = 4


def usual_range(past: Sequence[float], *, level: float = 0.9) -> tuple[float, float] | None:
    """The range in which the next value falls with probability `level` if nothing has changed; None below 4 values.

    A prediction interval for one new value, `centre +- t * s * sqrt(1 + 1/n)`, with the median as centre and the
    scaled median absolute deviation as s, so that one odd day in the past does not widen it. Hahn & Meeker (1991),
    Statistical Intervals, ch. 4; Rousseeuw & Croux (1993) for the scale. Where more than half of the past is equal,
    the standard deviation takes the place of a scale of zero.
    """
    values = np.asarray(past, dtype=float)
    n = len(values)
    if n < LEAST:
        return None
    centre = float(np.median(values))
    scale = float(1.4826 * np.median(np.abs(values - centre))) or float(np.std(values, ddof=1))
    reach = student_reach(n - 1, level) * scale * float(np.sqrt(1 + 1 / n))
    return centre - reach, centre + reach


@lru_cache(maxsize=256)
def student_reach(degrees: int, level: float) -> float:
    """The t within which Student's variable of `degrees` whole degrees of freedom lies with probability `level`.

    Source: Abramowitz & Stegun (1964), 26.7.3 and 26.7.4, turned round by halving: a library for it takes longer to
    import than the whole brief to think.
    """
    low, high = 0.0, pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < level else (low, middle)
    return tan(low) * sqrt(degrees)


def _within(angle: float, degrees: int) -> float:
    """P(|t| <= tan(angle) * sqrt(degrees)) as a finite sum of powers of the cosine."""
    odd = degrees % 2
    term = total = cos(angle) if odd else 1.0
    for k in range(2 + odd, degrees - 1, 2):
        term *= cos(angle) ** 2 * (k - 1) / k
        total += term
    if not odd:
        return sin(angle) * total
    return 2 / pi * (angle + (sin(angle) * total if degrees > 1 else 0.0))
