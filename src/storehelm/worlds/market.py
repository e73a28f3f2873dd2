"""What lies outside the store: the advertising platforms' accounts and competitors' prices."""

from __future__ import annotations

import numpy as np

from storehelm.worlds.campaigns import CAMPAIGNS, clicks_cost
from storehelm.worlds.catalogue import charm
from storehelm.worlds.state import Columns, State
from storehelm.worlds.streams import Streams
from storehelm.worlds.visits import Visits

COMPETITORS = ("Dom i Len", "Ceramika Plus", "Herbaciany Kredens")
WATCHED = 200
_CLAIMED = 1.25  # platforms credit themselves with more than came through them
_LOOKED_AT = 0  # Mondays


def advertising(
    state: State, visits: Visits, order_campaign: np.ndarray, gross: np.ndarray, streams: Streams
) -> Columns:
    """A day's account of each running campaign, money in cents."""
    noise = streams.of("advertising").random((2, len(CAMPAIGNS)))
    shop = visits.campaign[: visits.sessions]
    came = np.bincount(shop[shop >= 0], minlength=len(CAMPAIGNS))
    bought = order_campaign >= 0
    orders = np.bincount(order_campaign[bought], minlength=len(CAMPAIGNS))
    worth = np.bincount(order_campaign[bought], weights=gross[bought], minlength=len(CAMPAIGNS))
    clicks = np.rint(came * (1.05 + 0.06 * noise[0])).astype(np.int64)
    running = np.flatnonzero(came > 0)
    return {
        "campaign": running,
        "impressions": (clicks * (25 + 20 * noise[1])).astype(np.int64)[running],
        "clicks": clicks[running],
        "cost": np.rint(clicks * clicks_cost(state.world.planted is not None) * (0.9 + 0.2 * noise[1])).astype(
            np.int64
        )[running],
        "conversions": np.rint(orders * _CLAIMED).astype(np.int64)[running],
        "attributed": np.rint(worth * _CLAIMED).astype(np.int64)[running],
    }


def competitors(state: State, streams: Streams) -> Columns:
    """Each Monday what each competitor asks for the best sellers that it sells too, in cents gross."""
    empty = np.zeros(0, dtype=np.int64)
    columns = {"variant": empty, "competitor": empty, "price": empty, "in_stock": empty}
    if (state.world.weekday0 + state.day) % 7 != _LOOKED_AT:
        return columns
    catalogue = state.world.catalogue
    watched = np.sort(np.argsort(-catalogue.popularity, kind="stable")[:WATCHED])
    variant, competitor = (a.ravel() for a in np.meshgrid(watched, np.arange(len(COMPETITORS)), indexing="ij"))
    sells = (variant * 7 + competitor * 5) % 11 < 5
    chance = streams.of("competitors").random((2, len(variant)))
    level = 0.93 + 0.014 * ((variant * 3 + competitor * 4) % 13)
    price = charm(catalogue.price[variant] * (level + 0.04 * (chance[0] - 0.5)))
    return {
        "variant": variant[sells],
        "competitor": competitor[sells],
        "price": price[sells],
        "in_stock": (chance[1] < 0.93).astype(np.int64)[sells],
    }
