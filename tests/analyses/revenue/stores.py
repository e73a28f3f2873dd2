"""Small hand-made stores for the revenue analyses."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from storehelm.core.connector import Batch
from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.store import Warehouse

END = date(2024, 6, 1)
NOW = datetime(2024, 7, 1)
INFO = StoreInfo("small", currency="EUR", timezone="Europe/Warsaw")


@dataclass
class Shop:
    """Collects rows: `order` adds one order of lines (variant, pieces, net money)."""

    orders: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    refunds: list[dict[str, Any]] = field(default_factory=list)
    costs: list[dict[str, Any]] = field(default_factory=list)

    def order(self, day: date, customer: str | None, *lines: tuple[str, int, Any], **columns: Any) -> str:
        order_id = f"o{len(self.orders)}"
        placed = datetime.combine(day, time(12))
        common = {"order_id": order_id, "day": day, "currency": "EUR"}
        self.orders.append({**common, "placed_at": placed, "status": "sold", "customer_key": customer, **columns})
        for variant, pieces, net in lines:
            amounts = {"quantity": pieces, "net": Decimal(net), "gross": Decimal(net)}
            line_id = f"l{len(self.lines)}"
            self.lines.append({**common, "line_id": line_id, "variant_id": variant, "kind": "product", **amounts})
        return order_id

    def refund(self, day: date, order_id: str, variant: str, pieces: int, net: Any) -> None:
        line_id = next(x["line_id"] for x in self.lines if x["order_id"] == order_id and x["variant_id"] == variant)
        amounts = {"quantity": pieces, "net": Decimal(net), "gross": Decimal(net)}
        keys = {"refund_id": f"r{len(self.refunds)}", "order_id": order_id, "line_id": line_id, "variant_id": variant}
        self.refunds.append({**keys, "day": day, "kind": "product", "currency": "EUR", **amounts})

    def cost(self, variant: str, cost: Any, basis: str = "known") -> None:
        value = Decimal(cost)
        range_ = {"cost": value, "cost_low": value, "cost_high": value, "basis": basis, "currency": "EUR"}
        self.costs.append({"variant_id": variant, "valid_from": date(2020, 1, 1), **range_})

    def batch(self, **options: Any) -> Batch:
        tables = {"orders": self.orders, "order_lines": self.lines, "refunds": self.refunds, "costs": self.costs}
        return Batch({name: rows for name, rows in tables.items() if rows}, "hand", **options)

    def open(self, info: StoreInfo = INFO) -> Warehouse:
        warehouse = Warehouse(info, DuckDBEngine(None))
        warehouse.load(self.batch(), now=NOW)
        return warehouse


def days_back(n: int, end: date = END) -> date:
    """The day `n` days before the morning of `end`; 1 is yesterday."""
    return end - timedelta(days=n)


def busy_shop(days: int = 430, *, a_day: int = 4, customers: int = 160, seed: int = 1, costs: bool = True) -> Shop:
    """Orders of every kind the analyses look at: known and unknown customers, countries, devices, returns."""
    rng, shop = random.Random(seed), Shop()
    variants = [f"v{n}" for n in range(12)]
    for back in range(days, 0, -1):
        for _ in range(rng.randint(a_day - 1, a_day + 1)):
            customer = None if rng.random() < 0.1 else f"c{min(int(rng.expovariate(4 / customers)), customers - 1)}"
            lines = [(v, rng.randint(1, 4), f"{rng.randint(500, 9000) / 100:.2f}") for v in rng.sample(variants, 2)]
            where = {"country": rng.choice(("PL", "DE")), "device": rng.choice(("mobile", "desktop"))}
            order = shop.order(days_back(back), customer, *lines, channel="shop", **where)
            if rng.random() < 0.08 and back > 1:
                shop.refund(days_back(rng.randint(1, back - 1)), order, lines[0][0], 1, lines[0][2])
    for variant in variants if costs else ():
        shop.cost(variant, "3.10")
    return shop


def later(shop: Shop, known_at: datetime) -> list[Batch]:
    """What is only known later: an edited line, a refund of an old order, a new order, a deleted line and order."""
    edited = [row | {"net": row["net"] * 3, "gross": row["gross"] * 3} for row in shop.lines[-40::2]]
    moved = [row | {"customer_key": "c0", "country": "FR", "status": "cancelled"} for row in shop.orders[-30::3]]
    refund = {**shop.refunds[-1], "refund_id": "late", "day": days_back(3), "net": Decimal(70), "quantity": 2}
    new = {**shop.orders[-1], "order_id": "new", "placed_at": datetime.combine(days_back(2), time(9))}
    tables = {"order_lines": edited, "orders": [*moved, new], "refunds": [refund]}
    gone = {
        "order_lines": [{"line_id": shop.lines[-7]["line_id"]}],
        "orders": [{"order_id": shop.orders[-9]["order_id"]}],
    }
    return [
        Batch(tables, "sync", known_at=known_at),
        Batch({}, "sync", known_at=known_at + timedelta(hours=1), deleted=gone),
    ]


def money_of(rows: Iterable[tuple[Any, ...]], column: int) -> list[Decimal]:
    return [row[column].amount for row in rows]
