"""Who comes on a day, and how far each visitor would go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from storehelm.worlds import seasons
from storehelm.worlds.campaigns import CAMPAIGNS, LOSING, LOSING_CONVERSION, shares
from storehelm.worlds.streams import Streams
from storehelm.worlds.world import World

STEPS = ("view", "product", "cart", "checkout", "shipping", "payment", "purchase")
CHANNELS = ("direct", "organic", "paid", "email", "social", "referral")
DEVICES = ("mobile", "desktop", "tablet")
COUNTRIES = ("PL", "DE", "CZ")
MARKETPLACE_SHARE = 0.15
WOULD_BUY = 0.065  # no response to a change can make more than this share of visitors buy
PAID = CHANNELS.index("paid")
_REACH = np.array([0.55, 0.095, 0.056, 0.045, 0.037, 0.0285])
_CHANNEL_SHARE = np.cumsum([0.22, 0.38, 0.22, 0.07, 0.08, 0.03])
_CHANNEL_BUYS = np.array([1.15, 1.0, 1.05, 1.5, 0.5, 0.9])
_DEVICE_SHARE = np.cumsum([0.62, 0.33, 0.05])
_DEVICE_BUYS = np.array([0.8, 1.36, 1.1])
_COUNTRY_SHARE = np.cumsum([0.90, 0.06, 0.04])
_BROKEN_PASS = 0.02


@dataclass(slots=True)
class Visits:
    """One entry a visit, in order of time; those from the marketplace stand last and are no sessions of the shop.

    `depth` is the number of steps taken, 7 for a purchase; `luck` decides it and is the visit's own.
    """

    sessions: int
    start: np.ndarray
    channel: np.ndarray
    device: np.ndarray
    country: np.ndarray
    campaign: np.ndarray
    luck: np.ndarray
    depth: np.ndarray
    variant: np.ndarray


def pick(chance: np.ndarray, cumulative: np.ndarray) -> np.ndarray:
    """Index of the class that each chance in [0, 1) falls into."""
    return np.searchsorted(cumulative[:-1], chance, side="right").astype(np.int64)


def buyers_share() -> float:
    """The share of visits that buy when nothing is broken or sold out."""
    by_channel = np.diff(_CHANNEL_SHARE, prepend=0) @ _CHANNEL_BUYS
    return float(_REACH[-1] * by_channel * (np.diff(_DEVICE_SHARE, prepend=0) @ _DEVICE_BUYS))


def come(world: World, day: int, streams: Streams) -> Visits:
    """The visits of `day` as they would go with everything in stock."""
    expected = world.orders_expected(day) * streams.of("bustle").lognormal(-0.0032, 0.08)
    rng = streams.of("visits")
    shop = int(rng.poisson(expected * (1 - MARKETPLACE_SHARE) / buyers_share()))
    elsewhere = streams.of("marketplace")
    market = int(elsewhere.poisson(expected * MARKETPLACE_SHARE))
    total = shop + market
    chance = rng.random((4, shop))
    more = elsewhere.random((2, market))
    visits = Visits(
        sessions=shop,
        start=_starts(world, day, chance[0], more[0]),
        channel=np.concatenate([pick(chance[1], _CHANNEL_SHARE), np.full(market, -1)]),
        device=np.concatenate([pick(chance[2], _DEVICE_SHARE), pick(more[1], _DEVICE_SHARE)]),
        country=np.concatenate([pick(chance[3], _COUNTRY_SHARE), np.zeros(market, dtype=np.int64)]),
        campaign=np.full(total, -1),
        luck=np.concatenate([streams.of("funnel").random(shop), np.zeros(market)]),
        depth=np.full(total, len(STEPS)),
        variant=pick(streams.of("choice").random(total), np.cumsum(world.popularity(day))),
    )
    _send_by_campaign(visits, world, day, streams)
    visits.depth[:shop] = _depth(visits, world, day)
    return visits


def _starts(world: World, day: int, shop: np.ndarray, market: np.ndarray) -> np.ndarray:
    begins = seasons.midnight(world.date_of(day))
    length = seasons.midnight(world.date_of(day + 1)) - begins
    moments = [np.sort(seasons.seconds_of_day(chance, length)) for chance in (shop, market)]
    return begins + np.concatenate(moments)


def _send_by_campaign(visits: Visits, world: World, day: int, streams: Streams) -> None:
    chance = streams.of("campaigns").random(visits.sessions)
    sent = pick(chance, shares(day, world.size.days))
    visits.campaign[: visits.sessions] = np.where(visits.channel[: visits.sessions] == PAID, sent, -1)


def _depth(visits: Visits, world: World, day: int) -> np.ndarray:
    shop = slice(0, visits.sessions)
    eager = _CHANNEL_BUYS[visits.channel[shop]] * _DEVICE_BUYS[visits.device[shop]]
    broken = np.zeros(visits.sessions, dtype=bool)
    if world.planted:
        eager = np.where(visits.campaign[shop] == LOSING, eager * LOSING_CONVERSION, eager)
        broken = (visits.device[shop] == 0) & (day >= world.planted.broken_day)
    depth = np.ones(visits.sessions, dtype=np.int64)
    for step, reach in enumerate(_REACH):
        share = np.minimum(reach * (eager if step else 1.0), WOULD_BUY if step == len(_REACH) - 1 else 1.0)
        if step >= STEPS.index("payment") - 1:
            share = np.where(broken, share * _BROKEN_PASS, share)
        depth += visits.luck[shop] < share
    return depth


assert len(CAMPAIGNS) > LOSING
