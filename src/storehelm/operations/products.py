"""The product table, where a manager spends half the day."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from storehelm.core.errors import BadInput
from storehelm.core.serialise import register
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, morning
from storehelm.operations.registry import operation

Column = Literal[
    "name",
    "category",
    "price",
    "cost",
    "left",
    "sold_7",
    "sold_30",
    "sold_90",
    "on_hand",
    "days_left",
    "on_order",
    "return_share",
    "ad_spend",
    "rival_price",
    "lowest_30",
]
LARGEST_PAGE = 100_000
_kept: dict[str, tuple[tuple[Any, ...], list[dict[str, Any]]]] = {}
_lock = threading.Lock()


@register
@dataclass(frozen=True, slots=True)
class ProductPage:
    """A page of the product table. `found` counts all rows that fit the filter; `flags` counts rows by flag, of all.

    `absent` are the columns that no row of this store has.
    """

    as_of: date
    currency: str
    found: int
    rows: tuple[dict[str, Any], ...]
    flags: dict[str, int]
    absent: tuple[str, ...]


@operation("read", audit="looked at the products")
def products(
    *,
    actor: Actor,
    store: StoreHandle,
    as_of: date | None = None,
    search: str = "",
    flag: str = "",
    sort: Column = "sold_30",
    down: bool = True,
    limit: int = 100,
    offset: int = 0,
) -> ProductPage:
    """Products, a row a variant: price, cost, money left, sold, stock, days left, returns, ads, competitors, flags.

    `search` is part of a name, SKU or category, `flag` one of the flags; rows without the sorted value come last.
    """
    from storehelm.metrics.product_table import readable

    del actor
    if not 0 < limit <= LARGEST_PAGE or offset < 0:
        raise BadInput(f"A page has 1 to {LARGEST_PAGE} rows and starts at 0 or later.", field="limit")
    day = morning(store, as_of)
    table = _table(store, day)
    counts: dict[str, int] = {}
    for row in table:
        for name in row["flags"]:
            counts[name] = counts.get(name, 0) + 1
    fitting = [row for row in table if _fits(row, search.casefold().split(), flag)]
    shown = [readable(row) for row in _sorted(fitting, sort, down)[offset : offset + limit]]
    absent = tuple(name for name in Column.__args__ if all(row[name] is None for row in table))
    return ProductPage(day, store.info.currency, len(fitting), tuple(shown), counts, absent)


def _table(store: StoreHandle, day: date) -> list[dict[str, Any]]:
    """The whole table of the day, made once as long as no fact changes."""
    from storehelm.metrics.product_table import product_rows

    warehouse = store.warehouse
    key = (id(warehouse), warehouse.version, day)
    with _lock:
        held = _kept.get(store.slug)
    if held and held[0] == key:
        return held[1]
    rows = product_rows(warehouse, day)
    with _lock:
        _kept[store.slug] = (key, rows)
    return rows


def _fits(row: dict[str, Any], words: list[str], flag: str) -> bool:
    if flag and flag not in row["flags"]:
        return False
    if not words:
        return True
    text = " ".join(str(row[name]) for name in ("name", "sku", "category", "variant_id") if row[name]).casefold()
    return all(word in text for word in words)


def _sorted(rows: list[dict[str, Any]], column: str, down: bool) -> list[dict[str, Any]]:
    known = [row for row in rows if row[column] is not None]
    known.sort(key=lambda row: _order(row[column]), reverse=down)
    return known + [row for row in rows if row[column] is None]


def _order(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
