"""Metrics over a period, cut by dimensions: one query a fact, ratios taken after summing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from storehelm.core.errors import BadInput, Missing
from storehelm.core.period import Period
from storehelm.metrics.facts import all_facts, fact_sql
from storehelm.metrics.registry import dimensions, metric, needs, parts
from storehelm.warehouse.rows import Rows
from storehelm.warehouse.store import Warehouse

DAILY_BACK = 3 * 366


@dataclass(frozen=True, slots=True)
class Measured:
    """Values by cut: `cells[(dimension values...)][metric]`. A metric that has no rows in a cut is absent there."""

    names: tuple[str, ...]
    by: tuple[str, ...]
    cells: dict[tuple[Any, ...], dict[str, Any]]

    def total(self, name: str) -> Any:
        """The value where nothing is cut; None when there is none."""
        return self.cells.get((), {}).get(name)

    def series(self, name: str) -> dict[Any, Any]:
        """Value by the single dimension asked for."""
        return {key[0]: values[name] for key, values in self.cells.items() if values.get(name) is not None}


def ask(warehouse: Warehouse, sql: str, *, as_of: date | None, **params: Any) -> Rows:
    """A SELECT over canonical tables and facts by name."""
    return warehouse.query(sql, as_of=as_of, facts=fact_sql(), **params)


def missing(warehouse: Warehouse, name: str, *, as_of: date | None = None) -> tuple[str, ...]:
    """The tables without which the metric is absent in this store; empty when it can be measured."""
    return tuple(sorted(needs(name) - warehouse.filled_by(as_of)))


def measure(
    warehouse: Warehouse, names: Sequence[str], period: Period, *, as_of: date | None, by: Sequence[str] = ()
) -> Measured:
    """The metrics over the half-open period, cut by `by`.

    Raises `Missing` for a metric whose input table is empty, `BadInput` for a dimension it does not have.
    """
    for name in names:
        _check(warehouse, name, by, as_of)
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    wanted = tuple(dict.fromkeys(part for name in names for part in parts(name)))
    for fact in dict.fromkeys(metric(part).fact for part in wanted):
        summed = [part for part in wanted if metric(part).fact == fact]
        rows = _sum(warehouse, fact, summed, period, as_of, by)
        for row in rows:
            cell = cells.setdefault(row[: len(by)], {})
            cell.update(zip(summed, row[len(by) :], strict=True))
    for cell in cells.values():
        for name in names:
            cell[name] = _value(name, cell)
    return Measured(tuple(names), tuple(by), cells)


def daily(warehouse: Warehouse, name: str, period: Period, *, as_of: date) -> dict[date, Any]:
    """The metric by day over the half-open period; a day without rows is absent.

    Three years up to `as_of` are asked for at once and the period cut out of them, so that analyses which look back
    differently far share one answer.
    """
    shared = Period(as_of - timedelta(days=DAILY_BACK), as_of)
    inside = shared.start <= period.start and period.end <= shared.end
    found = measure(warehouse, [name], shared if inside else period, as_of=as_of, by=("day",)).series(name)
    return {day: value for day, value in sorted(found.items()) if period.start <= day < period.end}


def _check(warehouse: Warehouse, name: str, by: Iterable[str], as_of: date | None) -> None:
    absent = missing(warehouse, name, as_of=as_of)
    if absent:
        raise Missing(f"{name} needs {', '.join(absent)}, which this store does not have.", mend="Import it.")
    if metric(name).unit in ("money", "ratio", "share") and warehouse.foreign_currencies:
        others = ", ".join(warehouse.foreign_currencies)
        raise Missing(
            f"Some amounts are in {others}, and no dated rate to {warehouse.currency} is here.",
            mend="Import them into a store of that currency.",
        )
    for dimension in by:
        if dimension not in dimensions(name):
            raise BadInput(
                f"{name} cannot be cut by {dimension}.", mend=f"Choose one of: {', '.join(dimensions(name))}."
            )


def _sum(
    warehouse: Warehouse, fact: str, names: Sequence[str], period: Period, as_of: date | None, by: Sequence[str]
) -> Rows:
    cuts = [all_facts()[fact].dimensions[d] for d in by]
    joins = " ".join(dict.fromkeys(cut.join for cut in [*cuts, *_joins(fact, names)] if cut.join))
    keys = [f"{cut.sql} AS cut_{cut.name}" for cut in cuts]
    sums = [f"{metric(name).sql} AS {name}" for name in names]
    group = f" GROUP BY {', '.join(cut.sql for cut in cuts)}" if cuts else ""
    closing = all_facts()[fact].closing
    where = "f.day < $end" if closing else "f.day >= $start AND f.day < $end"
    days = {"end": period.end} | ({} if closing else {"start": period.start})
    select = f"SELECT {', '.join([*keys, *sums])} FROM {fact} AS f {joins} WHERE {where}{group}"
    return ask(warehouse, select, as_of=as_of, **days)


def _joins(fact: str, names: Sequence[str]) -> list[Any]:
    """Dimensions whose join a metric's own formula uses (new customers need the first orders)."""
    known = all_facts()[fact].dimensions.values()
    return [d for d in known if d.join and any(f"{_alias(d.join)}." in metric(name).sql for name in names)]


def _alias(join: str) -> str:
    return join.split(" AS ")[1].split(" ")[0]


def _value(name: str, cell: dict[str, Any]) -> Any:
    m = metric(name)
    if m.fact:
        return cell.get(name)
    if m.sums:
        values = [sign * value for sign, part in m.sums if (value := _value(part, cell)) is not None]
        return sum(values) if values else None
    top, bottom = (_value(part, cell) for part in m.over)
    if top is None or not bottom:
        return None
    if m.unit == "money":
        return (Decimal(top) / Decimal(bottom)).quantize(Decimal("0.0001"))
    return float(top) / float(bottom) * m.scale
