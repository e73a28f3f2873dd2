"""What is counted while the world runs, for its goals and for the file of planted truths."""

from __future__ import annotations

import numpy as np

from storehelm.worlds.campaigns import CAMPAIGNS
from storehelm.worlds.state import Events
from storehelm.worlds.world import World


class Ledger:
    """Pieces sold and money by day, in cents, of orders that count as sales."""

    def __init__(self, world: World) -> None:
        days = world.size.days
        self.net = np.zeros(days, dtype=np.int64)
        self.orders = np.zeros(days, dtype=np.int64)
        self.pieces: dict[int, np.ndarray] = {}
        self.returned = 0
        self.spend = np.zeros((len(CAMPAIGNS), days), dtype=np.int64)
        self.margin = np.zeros((len(CAMPAIGNS), days), dtype=np.int64)
        self._last_day = days - 1
        if world.planted:
            p = world.planted
            self.pieces = {
                v: np.zeros(days, dtype=np.int64) for v in (p.under_floor, p.running_out, p.dead, p.returned)
            }
            self._returned = p.returned

    def keep(self, day: int, events: Events) -> None:
        orders, lines, spend, refunds = events["orders"], events["lines"], events["spend"], events["refunds"]
        place = lines["order"] - (orders["order"][0] if len(orders["order"]) else 0)
        sold = orders["status"][place] == 0
        self.net[day] = lines["net"][sold].sum()
        self.orders[day] = (orders["status"] == 0).sum()
        for variant, pieces in self.pieces.items():
            pieces[day] = lines["pieces"][sold & (lines["variant"] == variant)].sum()
        self.spend[spend["campaign"], day] = spend["cost"]
        margin = lines["net"] - lines["unit_cost"] * lines["pieces"]
        campaign = orders["campaign"][place]
        for number in range(len(CAMPAIGNS)):
            self.margin[number, day] = margin[sold & (campaign == number)].sum()
        if self.pieces:
            self.returned += int(((refunds["variant"] == self._returned) & (refunds["day"] <= self._last_day)).sum())

    def net_an_order(self) -> float:
        """Cents net of an average order."""
        return float(self.net.sum() / max(1, self.orders.sum()))
