"""The advertising campaigns, what a click costs and how many of a day's paid visits each brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Campaign:
    """`share` of paid visits; a click costs `click` cents net; `from_share` is where in the run it starts."""

    name: str
    platform: str
    share: float
    click: int
    from_share: float = 0.0


CAMPAIGNS = (
    Campaign("Brand search", "google_ads", 0.22, 28),
    Campaign("Teapots and cups, shopping", "google_ads", 0.26, 46),
    Campaign("Linen, shopping", "google_ads", 0.18, 44),
    Campaign("Visitors who left a basket", "meta_ads", 0.12, 38),
    Campaign("Gifts for the home", "meta_ads", 0.12, 42, 0.3),
    Campaign("Autumn evenings, video", "meta_ads", 0.10, 40, 0.6),
)
LOSING = 5  # the campaign that loses money where truths are planted
LOSING_CLICK = 390
LOSING_CONVERSION = 0.25


def starts(days: int) -> np.ndarray:
    """The day each campaign starts on."""
    return np.array([int(c.from_share * days) for c in CAMPAIGNS])


def shares(day: int, days: int) -> np.ndarray:
    """Cumulative shares of the paid visits of `day`, by campaign."""
    running = np.array([c.share for c in CAMPAIGNS]) * (starts(days) <= day)
    return np.cumsum(running) / running.sum()


def clicks_cost(truths: bool) -> np.ndarray:
    """Cents a click, by campaign."""
    cost = np.array([c.click for c in CAMPAIGNS])
    if truths:
        cost[LOSING] = LOSING_CLICK
    return cost
