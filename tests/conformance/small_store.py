"""A small seeded store that fills every canonical table, with gaps, returns, corrections and deletions."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from storehelm.core.connector import Batch
from storehelm.warehouse.schema import Column, Table
from storehelm.warehouse.tables import all_tables

FIRST = date(2024, 1, 1)
LAST = date(2024, 4, 29)
_DAYS = (LAST - FIRST).days + 1
_CHOICES: dict[str, tuple[str | None, ...]] = {
    "currency": ("PLN",),
    "country": ("PL", "DE", None),
    "channel": ("shop", "Allegro", None),
    "device": ("mobile", "desktop", None),
    "campaign_id": ("c1", "c2", None),
    "basis": ("known", "assumed"),
    "carrier": ("InPost", "DPD"),
    "step": ("view", "product", "cart", "checkout", "shipping", "payment", "purchase"),
    "reason": ("too small", "zażółć gęślą jaźń", None),
    "category": ("Świece", "Mugs", None),
    "metric": ("net_sales",),
}
_STATUS = {
    "orders": ("sold", "shipped", "delivered", "delivered", "cancelled", "pending", "test"),
    "products": ("active", "active", "draft", "archived"),
    "shipments": ("sent", "delivered", "lost", "returned"),
    "tasks": ("open", "doing", "done", "dropped"),
    "campaigns": ("active", "paused", "ended"),
}
_KINDS = {
    "order_lines": ("product", "product", "product", "service"),
    "refunds": ("product", "product", "service"),
    "fees": ("payment", "packaging", "shipping", "marketplace", "return"),
    "partners": ("agency", "carrier"),
}
_POOLS = {
    "variant_id": 12,
    "order_id": 150,
    "customer_key": 40,
    "product_id": 6,
    "supplier_id": 3,
    "line_id": 300,
    "session_id": 60,
}
_ROWS = {"products": 12, "orders": 150, "order_lines": 300, "customers": 40, "suppliers": 3, "campaigns": 2}


def batches() -> list[Batch]:
    """A backfill, then a sync with corrections, then deletions."""
    tables = {name: _table(table) for name, table in all_tables().items()}
    later = datetime.combine(LAST, time(5, 0))
    corrected = {name: _corrected(tables[name]) for name in ("orders", "order_lines", "products", "costs")}
    gone = {"order_lines": [{"line_id": "line_id-7"}], "refunds": [{"refund_id": "refund_id-2"}]}
    return [
        Batch(tables, "backfill", page="1", cursor="2024-04-20"),
        Batch(corrected, "sync", cursor="2024-04-28", known_at=later - timedelta(days=1)),
        Batch({}, "sync", cursor="2024-04-29", known_at=later, deleted=gone),
    ]


def _table(table: Table) -> list[dict[str, Any]]:
    rng = random.Random(table.name)
    own = table.key[0] if len(table.key) == 1 else ""
    return [
        {c.name: f"{own}-{n}" if c.name == own else _value(table, c, rng, n) for c in table.columns}
        for n in range(_ROWS.get(table.name, 60))
    ]


def _corrected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every fifth row, a decimal of it moved by a cent; the rest as it was."""
    made = [dict(row) for row in rows]
    for row in made[::5]:
        for name, value in row.items():
            if isinstance(value, Decimal) and name not in ("quantity", "up_to_kg"):
                row[name] = value + Decimal("0.01")
    return made


def _value(table: Table, column: Column, rng: random.Random, n: int) -> Any:
    if not column.required and rng.random() < 0.15:
        return None
    day = FIRST + timedelta(days=rng.randrange(_DAYS))
    match column.type:
        case "day":
            return day
        case "time":
            return datetime.combine(day, time(rng.randrange(24), rng.randrange(60), n % 60, rng.randrange(10**6)))
        case "money":
            return Decimal(rng.randrange(1, 200_000)).scaleb(-4 if rng.random() < 0.3 else -2)
        case "quantity":
            return Decimal(rng.randrange(1, 5))
        case "share":
            return rng.choice((0.0, 0.05, 0.08, 0.23))
        case "whole":
            return rng.randrange(1, 6)
        case "flag":
            return rng.random() < 0.5
    return _text(table, column, rng, n)


def _text(table: Table, column: Column, rng: random.Random, n: int) -> str | None:
    if (table.name, column.name) == ("fees", "method"):
        return rng.choice(("*", "Allegro", "payment_method 1", "shipping_method 2"))
    if column.name in _POOLS:
        return f"{column.name}-{rng.randrange(_POOLS[column.name])}"
    if column.name == "status":
        return rng.choice(_STATUS[table.name])
    if column.name == "kind":
        return rng.choice(_KINDS[table.name])
    if column.name in _CHOICES:
        values = [v for v in _CHOICES[column.name] if v or not column.required]
        return rng.choice(values)
    return f"{column.name} {n % 4}"
