"""How do yesterday, the last seven days and the month so far compare with what is usual?

Figures: `rows`, a tuple of `core.brief.NumberRow` for net revenue, orders and money left after known costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from storehelm.core.brief import NumberRow, Usual
from storehelm.core.money import Money
from storehelm.core.period import Period, add_months, month_start
from storehelm.core.report import Report
from storehelm.core.text import Text, t
from storehelm.methods.usual import usual_range
from storehelm.metrics.measure import daily, measure, missing
from storehelm.metrics.registry import metric
from storehelm.warehouse.store import Warehouse

NEEDS = ("orders",)
WEEKS = 8
MONTHS = 6
BUSY = 100  # orders a day; below it a single day says little


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """The three numbers with their usual ranges; the fourth, the goal, is the goals' own question."""
    past = Period(add_months(as_of, -MONTHS - 2), as_of)
    names = [n for n in ("net_sales", "orders", "cm1") if not missing(warehouse, n, as_of=as_of)]
    series = {name: _by_day(warehouse, name, past, as_of) for name in names}
    orders = series.get("orders", {})
    busy = sum(orders.get(as_of - timedelta(days=n), 0) for n in range(1, 29)) / 28 >= BUSY
    rows = [_row(warehouse, name, series[name], as_of, busy) for name in names]
    if "cm1" in names:
        rows[-1] = _with_coverage(warehouse, rows[-1], as_of)
    else:
        rows.append(NumberRow("cm1", metric("cm1").title, "money", note=t("unknown until costs are entered")))
    return Report("", "", as_of, figures={"rows": tuple(rows), "busy": busy})


def _by_day(warehouse: Warehouse, name: str, past: Period, as_of: date) -> Mapping[date, Any]:
    """Money left takes costs to reckon, so it is asked for no further back than is looked at here."""
    if name == "cm1":
        return measure(warehouse, [name], past, as_of=as_of, by=("day",)).series(name)
    return daily(warehouse, name, past, as_of=as_of)


def _row(warehouse: Warehouse, name: str, series: Mapping[date, Any], as_of: date, busy: bool) -> NumberRow:
    cells = (_yesterday(series, as_of, busy), _week(series, as_of), _month(series, as_of))
    unit = metric(name).unit
    if unit == "money":
        cells = tuple(_in_money(cell, warehouse.currency) for cell in cells)
    return NumberRow(name, metric(name).title, unit, cells)


def _total(series: Mapping[date, Any], period: Period) -> Decimal:
    days = (period.start + timedelta(days=n) for n in range(period.days))
    return sum((Decimal(series.get(day) or 0) for day in days), Decimal(0))


def _usual(series: Mapping[date, Any], now: Period, before: list[Period]) -> Usual:
    first = min(series, default=now.end)
    known = [float(_total(series, p)) for p in before if p.start >= first]
    value = _total(series, now)
    found = usual_range(known)
    if found is None:
        return Usual(value)
    low, high = Decimal(str(max(found[0], 0.0))), Decimal(str(found[1]))
    verdict = "below" if value < low else "above" if value > high else "normal"
    return Usual(value, low, high, verdict)


def _yesterday(series: Mapping[date, Any], as_of: date, busy: bool) -> Usual:
    now = Period.last_days(1, before=as_of)
    usual = _usual(series, now, [now.back(7 * n) for n in range(1, WEEKS + 1)])
    return usual if busy else Usual(usual.value, usual.low, usual.high)


def _week(series: Mapping[date, Any], as_of: date) -> Usual:
    now = Period.last_days(7, before=as_of)
    return _usual(series, now, [now.back(7 * n) for n in range(1, WEEKS + 1)])


def _month(series: Mapping[date, Any], as_of: date) -> Usual:
    """The month that yesterday belongs to, beside as many days of the six months before."""
    start = month_start(as_of - timedelta(days=1))
    now = Period(start, as_of)
    starts = [add_months(start, -n) for n in range(1, MONTHS + 1)]
    before = [Period(s, min(s + timedelta(days=now.days), add_months(s, 1))) for s in starts]
    return _usual(series, now, before)


def _in_money(cell: Usual, currency: str) -> Usual:
    low, high = (None if v is None else Money.of(v, currency) for v in (cell.low, cell.high))
    return Usual(Money.of(cell.value, currency), low, high, cell.verdict)


def _with_coverage(warehouse: Warehouse, row: NumberRow, as_of: date) -> NumberRow:
    """Say so where the money left covers only a part of the sales."""
    recent = Period.last_days(90, before=as_of)
    covered = measure(warehouse, ["cost_coverage"], recent, as_of=as_of).total("cost_coverage")
    if covered is None or covered > 0.995:
        return row
    note: Text = t("known for {percent} % of sales", percent=round(covered * 100))
    return NumberRow(row.name, row.title, row.unit, row.cells, note)
