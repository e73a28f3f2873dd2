"""What is usual for a number, from how it was before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LEAST = 4


def usual_range(past: Sequence[float], *, level: float = 0.9) -> tuple[float, float] | None:
    """The range in which the next value falls with probability `level` if nothing has changed; None below 4 values.

    A prediction interval for one new value, `centre +- t * s * sqrt(1 + 1/n)`, with the median as centre and the
    scaled median absolute deviation as s, so that one odd day in the past does not widen it. Hahn & Meeker (1991),
    Statistical Intervals, ch. 4; Rousseeuw & Croux (1993) for the scale. Where more than half of the past is equal,
    the standard deviation takes the place of a scale of zero.
    """
    from scipy.special import stdtrit

    values = np.asarray(past, dtype=float)
    n = len(values)
    if n < LEAST:
        return None
    centre = float(np.median(values))
    scale = float(1.4826 * np.median(np.abs(values - centre))) or float(np.std(values, ddof=1))
    reach = float(stdtrit(n - 1, 0.5 + level / 2)) * scale * float(np.sqrt(1 + 1 / n))
    return centre - reach, centre + reach
