"""Which country, channel, category, product, device or kind of customer is behind a gap in revenue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from storehelm.analyses.revenue._days import evidence
from storehelm.core.period import Period
from storehelm.core.proposal import Evidence
from storehelm.core.text import Text, t
from storehelm.methods.cause import Cause, find_cause
from storehelm.metrics.definition import Dimension
from storehelm.metrics.facts import all_facts
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

DIMENSIONS = ("country", "channel", "category", "product", "device", "customer_type")
BASE_WEEKS, LARGEST = 8, 50

_NAMES = {
    "country": t("customers from {value}"),
    "channel": t("orders through {value}"),
    "category": t("products of the category {value}"),
    "product": t("the product {value}"),
    "device": t("orders made on {value}"),
}
_CUSTOMERS = {
    "new": t("new customers"),
    "returning": t("returning customers"),
    "unknown": t("orders without a known customer"),
}


@dataclass(frozen=True, slots=True)
class Culprit:
    """The values of one dimension that explain most of a gap."""

    dimension: Dimension
    values: tuple[str, ...]
    cause: Cause
    text: Text

    @property
    def subject(self) -> str:
        return f"{self.dimension.name}:{','.join(self.values)}"

    def rows(self, period: Period) -> Evidence:
        """Evidence that opens to their lines in the period."""
        names = {f"value_{i}": value for i, value in enumerate(self.values)}
        among = ", ".join(f"${name}" for name in names)
        where = f"{self.dimension.sql} IN ({among})"
        title = t("The lines behind it")
        return evidence(period.start, period.end, title, self.dimension.join, where, **names)


def look_for_cause(
    warehouse: Warehouse, period: Period, value: float, expected: float, *, as_of: date
) -> Culprit | None:
    """The dimension whose few values explain clearly more of the gap than they are of the whole; None if none does.

    What is expected of a value is its share of the eight weeks before, of the whole that was expected.
    """
    found: list[tuple[float, Dimension, list[str], Cause]] = []
    for name in DIMENSIONS:
        dimension = all_facts()["sales"].dimensions[name]
        if name == "category" and "products" not in warehouse.filled_by(as_of):
            continue
        rows = _cut(warehouse, dimension, period, expected, as_of)
        if len(rows) < 2:
            continue
        cause = find_cause([row[1] for row in rows], [row[2] for row in rows], value, expected)
        if cause is not None and all(rows[i][0] is not None for i in cause.parts):
            found.append((cause.strength, dimension, [rows[i][0] for i in cause.parts], cause))
    if not found:
        return None
    _, dimension, values, cause = max(found, key=lambda f: f[0])
    return Culprit(dimension, tuple(values), cause, _text(warehouse, dimension.name, values, cause, as_of))


def _cut(warehouse: Warehouse, by: Dimension, period: Period, expected: float, as_of: date) -> list[tuple[Any, ...]]:
    """(value, amount in the period, amount expected) of the values that stray furthest."""
    base = period.back(7 * BASE_WEEKS).start
    rows = ask(
        warehouse,
        f"""
        SELECT x.value, x.now, x.base * x.factor AS expected FROM (
            SELECT y.value, y.now, y.base, CAST($expected AS DOUBLE) / SUM(y.base) OVER () AS factor FROM (
                SELECT {by.sql} AS value,
                    CAST(SUM(CASE WHEN f.day >= $start THEN f.net ELSE 0 END) AS DOUBLE) AS now,
                    CAST(SUM(CASE WHEN f.day < $start THEN f.net ELSE 0 END) AS DOUBLE) AS base
                FROM sales AS f {by.join} WHERE f.day >= $base AND f.day < $end GROUP BY {by.sql}) AS y) AS x
        ORDER BY ABS(x.now - x.base * x.factor) DESC, x.value NULLS LAST LIMIT {LARGEST}
        """,
        as_of=as_of,
        base=base,
        start=period.start,
        end=period.end,
        expected=expected,
    )
    return [row for row in rows if row[2] is not None]


def _text(warehouse: Warehouse, dimension: str, values: list[str], cause: Cause, as_of: date) -> Text:
    names = [_name(warehouse, dimension, value, as_of) for value in values]
    listed = names[0]
    for name in names[1:]:
        listed = t("{first} and {second}", first=listed, second=name)
    part = min(100, round(100 * cause.explained))
    if part > 95:
        return t("Nearly all of the difference comes from {who}.", who=listed)
    return t("Of every 100 of the difference, {part} come from {who}.", part=part, who=listed)


def _name(warehouse: Warehouse, dimension: str, value: str, as_of: date) -> Text:
    if dimension == "customer_type":
        return _CUSTOMERS[value]
    shown = value
    if dimension == "product":
        sql = "SELECT p.name FROM products AS p WHERE p.variant_id = $id"
        shown = ask(warehouse, sql, as_of=as_of, id=value).value() or value
    elif dimension == "device":
        return t("orders made on {value}", value=_DEVICES.get(value, value))
    return Text(_NAMES[dimension].template, {"value": shown})


_DEVICES = {"mobile": t("phones"), "desktop": t("computers"), "tablet": t("tablets")}
