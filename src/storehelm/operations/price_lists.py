"""A supplier's price list beside the store's own products: which row is which product, and what it does to prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from storehelm.core.connector import Rejected
from storehelm.warehouse.store import Warehouse

if TYPE_CHECKING:
    from storehelm.connectors.files.price_list import Entry, PriceList

_NOW = """
SELECT p.variant_id, p.sku, p.ean, p.name, p.price_net, p.price_gross, p.floor_gross, c.cost
FROM products AS p LEFT JOIN (
    SELECT variant_id, cost, row_number() OVER (PARTITION BY variant_id ORDER BY valid_from DESC) AS nth FROM costs
) AS c ON c.variant_id = p.variant_id AND c.nth = 1
ORDER BY p.variant_id
"""


@dataclass(slots=True)
class Matched:
    """The list's costs by variant, those that differ from the latest cost, and the rows that are no product of ours."""

    costs: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    changed: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    unmatched: list[Rejected] = field(default_factory=list[Rejected])


def match(warehouse: Warehouse, listed: PriceList) -> Matched:
    """By EAN first, then by SKU or id; of two rows for one product the later one counts."""
    products = warehouse.query(_NOW, as_of=None).dicts()
    by_code: dict[tuple[str, str], list[str]] = {}
    for p in products:
        for key in (("ean", _digits(p["ean"])), ("sku", _code(p["sku"])), ("sku", _code(p["variant_id"]))):
            if key[1] and p["variant_id"] not in by_code.setdefault(key, []):
                by_code[key].append(p["variant_id"])
    costs = {p["variant_id"]: p["cost"] for p in products}
    out = Matched()
    for entry in listed.entries:
        _place(entry, by_code, out)
    out.changed = {v: cost for v, cost in out.costs.items() if cost != costs[v]}
    return out


def _place(entry: Entry, by_code: dict[tuple[str, str], list[str]], out: Matched) -> None:
    keys = (("ean", _digits(entry.ean)), ("sku", _code(entry.sku)))
    found = next((by_code[key] for key in keys if key[1] and key in by_code), [])
    if len(found) == 1:
        out.costs[found[0]] = entry.cost
        return
    code, name = (entry.ean, "EAN") if entry.ean else (entry.sku, "SKU")
    reason, mend = "is no product of this store", f"Give the product this {name} in the shop, or take the row out."
    if found:
        reason, mend = "is more than one product", f"Give each of {', '.join(found)} a {name} of its own."
    out.unmatched.append(Rejected("", entry.row, name, reason, mend, code))


def _digits(ean: str | None) -> str:
    """An EAN whatever spaces and leading zeros it is written with."""
    return "".join(c for c in ean or "" if c.isdigit()).lstrip("0")


def _code(sku: str | None) -> str:
    return " ".join((sku or "").split()).casefold()


def below_floor(warehouse: Warehouse, variants: Iterable[str]) -> list[dict[str, Any]]:
    """Of these products, those priced under the owner's floor, or under what they cost; the worst loss first.

    `left` is the net price less the cost of a piece, None where either is unknown.
    """
    wanted = set(variants)
    rows: list[dict[str, Any]] = []
    for p in warehouse.query(_NOW, as_of=None).dicts():
        if p["variant_id"] not in wanted:
            continue
        left = p["price_net"] - p["cost"] if p["price_net"] is not None and p["cost"] is not None else None
        under_floor = (
            p["floor_gross"] is not None and p["price_gross"] is not None and p["price_gross"] < p["floor_gross"]
        )
        if under_floor or (left is not None and left <= 0):
            rows.append(
                {k: p[k] for k in ("variant_id", "sku", "name", "price_net", "price_gross", "cost")} | {"left": left}
            )
    return sorted(rows, key=lambda row: (row["left"] is None, row["left"]))
