"""What counted things allow one to say: rates, demand beside a shelf, and how many tell two shares apart."""

from __future__ import annotations

from math import ceil, floor
from statistics import NormalDist


def rate_interval(count: float, *, level: float = 0.9) -> tuple[float, float]:
    """Low and high of a Poisson mean of which `count` were seen; exact.

    Source: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), by the gamma quantiles.
    """
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def demand_quantile(mean: float, probability: float) -> int:
    """The smallest number of pieces that a Poisson demand of `mean` stays at or below with `probability`."""
    from scipy.special import pdtr, pdtrik

    if mean <= 0:
        return 0
    guess = max(0, floor(float(pdtrik(probability, mean))))
    while float(pdtr(guess, mean)) < probability:
        guess += 1
    return guess


def expected_missed(mean: float, pieces: float) -> float:
    """Pieces a Poisson demand of `mean` asks for beyond the `pieces` there are, on average.

    The loss function of inventory theory: E[(D - s)+] = mean * P(D >= s) - s * P(D >= s + 1), s whole.
    Source: S. Axsäter, Inventory Control, 3rd ed. (2015), section 5.
    """
    from scipy.special import pdtr

    s = max(0, floor(pieces))
    if mean <= 0:
        return 0.0
    at_least = 1.0 if s == 0 else 1.0 - float(pdtr(s - 1, mean))
    return max(0.0, mean * at_least - s * (1.0 - float(pdtr(s, mean))))


def needed_to_tell(share: float, other: float, *, level: float = 0.95, power: float = 0.8) -> int:
    """Cases an arm with which two shares (0 to 1) can be told apart; both arms' variances are used.

    Source: J. Fleiss, Statistical Methods for Rates and Proportions (1981), section 3.2, without continuity correction.
    0.03 against 0.04 at 95% and 80% needs 5,301.
    """
    normal = NormalDist()
    z = normal.inv_cdf(1 - (1 - level) / 2) + normal.inv_cdf(power)
    spread = share * (1 - share) + other * (1 - other)
    return ceil(z * z * spread / (share - other) ** 2)
