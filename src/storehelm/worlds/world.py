"""What does not change while the world runs: its size, days, catalogue, expected demand and planted truths."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from storehelm.core.errors import BadInput
from storehelm.worlds import seasons
from storehelm.worlds.catalogue import CATEGORIES, SUPPLIERS, Catalogue, build
from storehelm.worlds.planted import Planted, choose
from storehelm.worlds.streams import Streams

LINES_AN_ORDER = 2.37
PIECES_A_LINE = 1.32
LAUNCHED_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Size:
    """What is asked for: about `orders` orders over `days` days that end with `end`, from `products` variants."""

    seed: int = 7
    orders: int = 25_000
    days: int = 730
    end: date = date(2026, 6, 30)
    products: int = 400
    truths: bool = True

    def __post_init__(self) -> None:
        limits = (
            ("seed", self.seed, 0, 2**63 - 1),
            ("orders", self.orders, 100, 50_000_000),
            ("days", self.days, 60, 3660),
            ("products", self.products, 40, 20_000),
        )
        for name, value, low, high in limits:
            if not low <= value <= high:
                raise BadInput(
                    f"The sample store cannot have {name} {value}.", mend=f"Choose {low} to {high}.", field=name
                )

    @property
    def start(self) -> date:
        return self.end - timedelta(days=self.days - 1)


@dataclass(slots=True)
class World:
    """The world with `size`. Arrays over days begin `seasons.BEHIND` days before the first and end
    `seasons.AHEAD` days after the last."""

    size: Size
    catalogue: Catalogue
    launch: np.ndarray
    demand: np.ndarray
    category_season: np.ndarray
    planted: Planted | None
    lead_days: np.ndarray
    weekday0: int
    per_piece: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def date_of(self, day: int) -> date:
        return self.size.start + timedelta(days=day)

    def orders_expected(self, day: int) -> float:
        return float(self.demand[day + seasons.BEHIND])

    def popularity(self, day: int) -> np.ndarray:
        """How often each variant is looked for on `day`, summing to 1; 0 before its launch."""
        weight = self.catalogue.popularity * self.category_season[self.catalogue.category, day + seasons.BEHIND]
        weight = np.where(self.launch <= day, weight, 0.0)
        if self.planted:
            weight = self.planted.fade(weight, day)
        return weight / weight.sum()

    def pieces_expected(self, first: int, last: int) -> np.ndarray:
        """(category, day) pieces sold a day by a variant of popularity 1, for days `first` up to `last`."""
        return self.per_piece[:, first + seasons.BEHIND : last + seasons.BEHIND]


def make(size: Size) -> World:
    """The world before its first day."""
    streams = Streams(size.seed, 0)
    catalogue = build(size.products, streams)
    days = [size.start + timedelta(days=d) for d in range(-seasons.BEHIND, size.days + seasons.AHEAD)]
    shape = np.array([seasons.demand_of(day, size.start) for day in days])
    inside = shape[seasons.BEHIND : seasons.BEHIND + size.days]
    world = World(
        size=size,
        catalogue=catalogue,
        launch=_launches(size, catalogue, streams),
        demand=shape * size.orders / inside.sum(),
        category_season=np.array([seasons.season_of(c.season, days) for c in CATEGORIES]),
        planted=choose(catalogue, size.days) if size.truths else None,
        lead_days=np.array([s.lead_days for s in SUPPLIERS]),
        weekday0=size.start.weekday(),
    )
    total = np.array([catalogue.popularity[catalogue.category == c].sum() for c in range(len(CATEGORIES))])
    searched = total @ world.category_season
    world.per_piece = world.category_season * world.demand / searched * LINES_AN_ORDER * PIECES_A_LINE
    return world


def _launches(size: Size, catalogue: Catalogue, streams: Streams) -> np.ndarray:
    """The day each variant goes on sale; most were there before the first day, some come at a month's start."""
    launch = np.full(len(catalogue), -1)
    months = [d for d in range(75, size.days - 45) if (size.start + timedelta(days=d)).day == 1]
    if months:
        chance = streams.of("repricing").random((2, len(catalogue)))
        late = (chance[0] < LAUNCHED_SHARE) & (catalogue.popularity > 0)
        launch[late] = np.array(months)[(chance[1] * len(months)).astype(np.int64)][late]
    return launch
