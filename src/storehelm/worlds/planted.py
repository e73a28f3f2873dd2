"""The truths planted in the world: what is wrong in it, known because it was put there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from storehelm.worlds.catalogue import SUPPLIERS, Catalogue

LATE_CARRIER = 2
BROKEN_DAYS = 5
LATE_DAYS = 60
SLIP_DAYS = 25
SLIPPED_SINCE = 60
DEAD_PIECES = 150
DEAD_DAYS = 230
UNDER_FLOOR_DAYS = 14
LOW_COVER_DAYS = 6
RETURN_SHARE = 0.34


@dataclass(frozen=True, slots=True)
class Planted:
    """Variants and days; every day counts from the world's first, and lasts to its end."""

    under_floor: int
    under_floor_day: int
    running_out: int
    dead: int
    dead_day: int
    returned: int
    broken_day: int
    late_day: int
    slipping_supplier: int
    slip_day: int

    def fade(self, weight: np.ndarray, day: int) -> np.ndarray:
        """`weight` without the variant that nobody looks for any more."""
        if day < self.dead_day:
            return weight
        weight = weight.copy()
        weight[self.dead] = 0.0
        return weight


def choose(catalogue: Catalogue, days: int) -> Planted:
    """Truths on variants of different products: good sellers where a sale is needed to show it."""
    slow = np.array([s.lead_days for s in SUPPLIERS])[catalogue.supplier] >= 12
    ranked = np.argsort(-catalogue.popularity, kind="stable")
    slipping = SUPPLIERS.index(next(s for s in SUPPLIERS if s.name == "Pracownia Ceramiki Bolek"))
    free = [int(v) for v in ranked if catalogue.popularity[v] > 0 and catalogue.supplier[v] != slipping]
    running_out = next(v for v in free if slow[v])
    used = {int(catalogue.product[running_out])}
    others: list[int] = []
    middling = sorted(free[len(free) // 3 : 2 * len(free) // 3], key=lambda v: -int(catalogue.cost[v]))
    for candidates in (free[3:], free[8:], middling):
        variant = next(v for v in candidates if int(catalogue.product[v]) not in used)
        used.add(int(catalogue.product[variant]))
        others.append(variant)
    return Planted(
        under_floor=others[0],
        under_floor_day=days - UNDER_FLOOR_DAYS,
        running_out=running_out,
        dead=others[2],
        dead_day=max(0, days - DEAD_DAYS),
        returned=others[1],
        broken_day=days - BROKEN_DAYS,
        late_day=days - LATE_DAYS,
        slipping_supplier=slipping,
        slip_day=days - SLIPPED_SINCE,
    )
