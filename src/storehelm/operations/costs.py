"""Costs in ten minutes: which are missing, one by one, by a margin, or from a supplier's list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from storehelm.core.errors import BadInput
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, moment, morning, now
from storehelm.operations.registry import operation


@operation("read", audit="asked which costs are missing")
def costs_missing(
    *, actor: Actor, store: StoreHandle, as_of: date | None = None, share: float = 80, limit: int = 50
) -> dict[str, Any]:
    """The fewest products whose cost is missing and that make `share` percent of sales, and the groups they are in."""
    del actor
    from storehelm.analyses.assortment.missing_costs import missing_costs

    if not 0 < share <= 100:
        raise BadInput(f"{share} is no share of sales.", field="share", mend="Give percent, such as 80.")
    found = missing_costs(store.warehouse, as_of=morning(store, as_of), share=Decimal(str(share)) / 100)
    return {
        "covered": found.covered,
        "reached": found.reached,
        "fewest": found.fewest,
        "missing": len(found.products),
        "products": list(found.products[: min(max(found.fewest, 1), limit)]),
        "categories": _groups(found.products, "category"),
        "suppliers": _groups(found.products, "supplier_id"),
    }


def _groups(products: tuple[dict[str, Any], ...], by: str) -> list[dict[str, Any]]:
    """Sales without a cost by category or supplier, the largest first: what a margin could be assumed for."""
    sums: dict[str, Decimal] = {}
    for row in products:
        if row[by]:
            sums[row[by]] = sums.get(row[by], Decimal(0)) + row["net"]
    return [{"key": key, "net": net} for key, net in sorted(sums.items(), key=lambda item: -item[1])]


@operation("manage", audit="set the cost of {variant} to {cost} ({low} to {high}) from {valid_from}")
def set_cost(
    *,
    actor: Actor,
    store: StoreHandle,
    variant: str,
    cost: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    valid_from: date | None = None,
) -> dict[str, Any]:
    """Say what one piece of a product costs, net: exactly, or between low and high.

    The first cost holds from the first sale on, later ones from their day.
    """
    from storehelm.plans import costs

    if (cost is None) == (low is None or high is None):
        raise BadInput(
            "One cost, or both ends of a range are needed.", field="cost", mend="Give cost, or low and high."
        )
    _known_variant(store, variant)
    ends = (cost, cost) if cost is not None else (low, high)
    day = valid_from or morning(store, None)
    costs.add(store.record, scope="variant", key=variant, cost=ends, valid_from=day, origin="entered", by=actor.name)  # type: ignore[arg-type]
    return {"variant": variant} | _loaded(store)


def _known_variant(store: StoreHandle, variant: str) -> None:
    found = store.warehouse.query(
        "SELECT count(*) FROM (SELECT variant_id FROM products WHERE variant_id = $v "
        "UNION ALL SELECT variant_id FROM order_lines WHERE variant_id = $v) AS known",
        as_of=None,
        v=variant,
    ).value()
    if not found:
        raise BadInput(
            f"There is no product '{variant}'.", field="variant", mend="`products` lists them with their ids."
        )


@operation("manage", audit="assumed a margin of {low} to {high} percent for {scope} {key}")
def assume_margin(
    *,
    actor: Actor,
    store: StoreHandle,
    scope: Literal["store", "category", "supplier"],
    low: float,
    high: float,
    key: str = "",
    valid_from: date | None = None,
) -> dict[str, Any]:
    """Assume that a category, a supplier's goods or the whole store leave `low` to `high` percent of the net price."""
    from storehelm.plans import costs

    _known_group(store, scope, key)
    costs.add(
        store.record,
        scope=scope,
        key=key,
        margin=(low / 100, high / 100),
        valid_from=valid_from or morning(store, None),
        origin="assumed margin",
        by=actor.name,
    )
    return {"scope": scope, "key": key} | _loaded(store)


def _known_group(store: StoreHandle, scope: str, key: str) -> None:
    if scope == "store":
        if key:
            raise BadInput(
                "The whole store has no key.", field="key", mend="Leave it out, or choose category or supplier."
            )
        return
    column = {"category": "category", "supplier": "supplier_id"}[scope]
    there = store.warehouse.query(
        f"SELECT DISTINCT {column} FROM products WHERE {column} IS NOT NULL ORDER BY {column}", as_of=None
    ).column(column)
    if key not in there:
        shown = ", ".join(there[:20]) or "none, so choose the whole store"
        raise BadInput(f"There is no {scope} '{key}'.", field="key", mend=f"There are: {shown}.")


def _loaded(store: StoreHandle) -> dict[str, Any]:
    """Bring the rules into the warehouse and say what share of sales has a cost now."""
    from storehelm.analyses.assortment.missing_costs import missing_costs
    from storehelm.plans import costs

    changed = costs.load(store.record, store.warehouse, known_at=moment(store), now=now())
    found = missing_costs(store.warehouse, as_of=morning(store, None))
    return {"rows": changed, "covered": found.covered, "still_missing": len(found.products)}


@operation("manage", audit="imported the price list {path}", local=True)
def import_costs(
    *, actor: Actor, store: StoreHandle, path: Path, valid_from: date | None = None, supplier: str = ""
) -> dict[str, Any]:
    """Take costs from a supplier's price list (CSV or XLSX), and list the products that are now below their floor."""
    from storehelm.connectors.files.price_list import read_price_list
    from storehelm.operations.price_lists import below_floor, match
    from storehelm.plans import costs

    listed = read_price_list(path, currency=store.info.currency)
    matched = match(store.warehouse, listed)
    before = below_floor(store.warehouse, matched.costs.keys())
    day = valid_from or morning(store, None)
    origin = f"price list {path.name}" + (f" of {supplier}" if supplier else "")
    changed = matched.changed
    rules = [costs.Rule("variant", v, (cost, cost), None, day, origin) for v, cost in changed.items()]
    costs.add_all(store.record, rules, by=actor.name)
    loaded = _loaded(store)
    was = {row["variant_id"] for row in before}
    below = [row | {"new": row["variant_id"] not in was} for row in below_floor(store.warehouse, changed.keys())]
    return loaded | {
        "column": listed.column,
        "matched": len(matched.costs),
        "changed": len(changed),
        "unmatched": [{"row": r.row, "field": r.field, "value": r.value, "mend": r.mend} for r in matched.unmatched],
        "rejected": [{"row": r.row, "field": r.field, "reason": r.reason, "mend": r.mend} for r in listed.rejected],
        "below_floor": below,
    }
