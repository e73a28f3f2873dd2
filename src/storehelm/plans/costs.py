"""What goods cost, as people entered it: rules in the operational database, expanded to a cost a variant and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from storehelm.core.connector import Batch
from storehelm.core.errors import BadInput
from storehelm.warehouse.store import Warehouse

SOURCE = "entered costs"
SCOPES = ("variant", "category", "supplier", "store")
Scope = Literal["variant", "category", "supplier", "store"]
Range = tuple[Decimal, Decimal]
_QUANTUM = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Sold:
    """A variant as the facts know it. `price` is its usual net price, `first_sale` the day of its first line."""

    variant_id: str
    category: str | None
    supplier_id: str | None
    price: Decimal | None
    first_sale: date | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A cost or a margin as a range, from a day on."""

    scope: str
    key: str
    cost: Range | None
    margin: tuple[float, float] | None
    valid_from: date
    origin: str

    def cost_at(self, price: Decimal | None) -> Range | None:
        """The cost range, net; None for a margin where no price is known."""
        if self.cost is not None:
            return self.cost
        if self.margin is None or price is None:
            return None
        low, high = (Decimal(str(1 - share)) * price for share in reversed(self.margin))
        return low.quantize(_QUANTUM), high.quantize(_QUANTUM)


def add(
    store: Any,
    *,
    scope: Scope,
    key: str = "",
    cost: Range | None = None,
    margin: tuple[float, float] | None = None,
    valid_from: date,
    origin: str,
    by: str,
) -> None:
    """Keep a rule. `cost` is net in the store's currency, `margin` a share of the net price; a point is an equal range.

    Raises `BadInput` for a range the wrong way round, a negative cost, a margin of the whole price or more.
    """
    add_all(store, [Rule(scope, key, cost, margin, valid_from, origin)], by=by)


def add_all(store: Any, rules: Iterable[Rule], *, by: str) -> None:
    """Keep several rules at once: all, or none when one is refused."""
    from storehelm.state.models import CostRule

    records: list[Any] = []
    for rule in rules:
        _check(rule)
        low, high = rule.cost or (None, None)
        least, most = rule.margin or (None, None)
        records.append(
            CostRule(
                store=store,
                scope=rule.scope,
                key=rule.key,
                cost_low=low,
                cost_high=high,
                margin_low=least,
                margin_high=most,
                valid_from=rule.valid_from,
                origin=rule.origin[:200],
                entered_by=by[:150],
            )
        )
    CostRule.objects.bulk_create(records, batch_size=500)


def _check(rule: Rule) -> None:
    if (rule.cost is None) == (rule.margin is None):
        raise BadInput("Either a cost or a margin is needed.", mend="Give one of the two.")
    low, high = rule.cost or rule.margin or (0, 0)
    if low > high:
        raise BadInput(f"The range is the wrong way round: {low} to {high}.", mend="Give the lower end first.")
    if rule.cost is not None and low < 0:
        raise BadInput(f"A cost cannot be {low}.", field="cost", mend="Give zero or more, net of VAT.")
    if rule.margin is not None and not -1 <= low <= high < 1:
        raise BadInput(
            f"A margin cannot be {low:.0%} to {high:.0%}.",
            field="margin",
            mend="Give percent of the net price, under 100.",
        )


def rules_of(store: Any) -> list[Rule]:
    """Every rule of the store, in the order in which they were entered; `origin` carries the rule's number."""
    from storehelm.state.models import CostRule

    return [
        Rule(
            r.scope,
            r.key,
            _range(r.cost_low, r.cost_high),
            _range(r.margin_low, r.margin_high),
            r.valid_from,
            f"rule {r.pk}, {r.scope}: {r.origin}",
        )
        for r in CostRule.objects.filter(store=store).order_by("pk")
    ]


def _range(low: Any, high: Any) -> Any:
    return None if low is None else (low, high)


def load(store: Any, warehouse: Warehouse, *, known_at: datetime, now: datetime) -> int:
    """Bring the rules into the table `costs`; returns the rows that were added, changed or removed.

    Call it after a rule was added and after a sync that brought products, sales or costs. A row that a rule made before
    stays as it is: a margin's cost does not follow the price.
    """
    rules = rules_of(store)
    theirs, ours = _there(warehouse)
    if not (rules or theirs or ours):
        return 0
    wanted = expand(_sold(warehouse), rules, theirs)
    fresh = [row | {"currency": store.currency} for key, row in wanted.items() if ours.get(key) != row["origin"]]
    gone = [{"variant_id": variant, "valid_from": day} for variant, day in ours.keys() - wanted.keys()]
    if not (fresh or gone):
        return 0
    deleted = {"costs": gone} if gone else {}
    done = warehouse.load(Batch({"costs": fresh}, SOURCE, known_at=known_at, deleted=deleted), now=now)
    return sum(t.added + t.changed + t.removed for t in done.tables.values())


def _there(warehouse: Warehouse) -> tuple[dict[str, list[dict[str, Any]]], dict[tuple[str, date], str]]:
    """What a connector loaded, by variant in the order of days, and the origin of what rules made, by key."""
    theirs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ours: dict[tuple[str, date], str] = {}
    rows = warehouse.query(
        "SELECT c.variant_id, c.valid_from, c.cost, c.cost_low, c.cost_high, c.basis, c.origin, s.source AS source "
        "FROM costs AS c JOIN _syncs AS s ON s.sync_id = c.sync_id ORDER BY c.variant_id, c.valid_from",
        as_of=None,
    )
    for row in rows.dicts():
        if row.pop("source") == SOURCE:
            ours[row["variant_id"], row["valid_from"]] = row["origin"]
        else:
            theirs[row["variant_id"]].append(row)
    return theirs, ours


def _sold(warehouse: Warehouse) -> list[Sold]:
    rows = warehouse.query(
        """
        WITH span AS (
            SELECT variant_id, min(day) AS first_sale, max(day) AS last_sale
            FROM order_lines WHERE kind = 'product' AND variant_id IS NOT NULL GROUP BY variant_id),
        paid AS (
            SELECT l.variant_id, sum(l.net) AS net, sum(l.quantity) AS pieces
            FROM order_lines AS l JOIN span AS s ON s.variant_id = l.variant_id
            WHERE l.kind = 'product' AND l.quantity > 0 AND l.net > 0 AND l.day > s.last_sale - INTERVAL 90 DAY
            GROUP BY l.variant_id)
        SELECT coalesce(p.variant_id, s.variant_id) AS variant_id, p.category, p.supplier_id, p.price_net,
            CAST(m.net AS DOUBLE) / CAST(m.pieces AS DOUBLE) AS paid, s.first_sale
        FROM products AS p FULL JOIN span AS s ON s.variant_id = p.variant_id
        LEFT JOIN paid AS m ON m.variant_id = s.variant_id
        """,
        as_of=None,
    )
    return [
        Sold(variant, category, supplier, price or (Decimal(str(round(paid, 4))) if paid else None), first)
        for variant, category, supplier, price, paid, first in rows
    ]


def expand(
    sold: Iterable[Sold], rules: Iterable[Rule], theirs: Mapping[str, list[dict[str, Any]]]
) -> dict[tuple[str, date], dict[str, Any]]:
    """Rows of `costs` by (variant, day) that the rules ask for; `theirs` are a connector's own, by variant and day.

    The narrowest scope with a rule holds for all days; where a connector knows the variant, only a variant's rule does.
    The first cost ever of a variant holds from its first sale.
    """
    by_key: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        by_key[rule.scope, rule.key].append(rule)
    rows: dict[tuple[str, date], dict[str, Any]] = {}
    for variant in sold:
        known = theirs.get(variant.variant_id, [])
        for day, row in _timeline(variant, _narrowest(variant, by_key, bool(known)), known).items():
            rows[variant.variant_id, day] = row
    return rows


def _narrowest(variant: Sold, by_key: Mapping[tuple[str, str], list[Rule]], variant_only: bool) -> list[Rule]:
    keys = [("variant", variant.variant_id)]
    if not variant_only:
        keys += [("category", variant.category or ""), ("supplier", variant.supplier_id or ""), ("store", "")]
    return next((by_key[key] for key in keys if (key[1] or key[0] == "store") and by_key.get(key)), [])


def _timeline(variant: Sold, own: list[Rule], known: list[dict[str, Any]]) -> dict[date, dict[str, Any]]:
    """Rows by the day from which they hold; a rule entered later replaces an earlier one of the same day."""
    if known and not (own and own[0].valid_from < known[0]["valid_from"]):
        return _held_back(variant, known[0]) | {
            r.valid_from: row for r in own if (row := _row(variant, r, r.valid_from))
        }
    if not own:
        return {}
    floor = min(day for day in (own[0].valid_from, variant.first_sale) if day is not None)
    days = [floor, *(max(rule.valid_from, floor) for rule in own[1:])]
    return {day: row for day, rule in zip(days, own, strict=True) if (row := _row(variant, rule, day))}


def _held_back(variant: Sold, first: Mapping[str, Any]) -> dict[date, dict[str, Any]]:
    """A connector's first cost, for the sales that came before the day it was read."""
    if variant.first_sale is None or variant.first_sale >= first["valid_from"]:
        return {}
    origin = f"first known cost, of {first['valid_from']}"
    return {variant.first_sale: dict(first) | {"valid_from": variant.first_sale, "origin": origin}}


def _row(variant: Sold, rule: Rule, day: date) -> dict[str, Any] | None:
    cost = rule.cost_at(variant.price)
    if cost is None:
        return None
    low, high = cost
    return {
        "variant_id": variant.variant_id,
        "valid_from": day,
        "cost": ((low + high) / 2).quantize(_QUANTUM),
        "cost_low": low,
        "cost_high": high,
        "basis": "known" if rule.margin is None and low == high else "assumed",
        "origin": rule.origin,
    }
