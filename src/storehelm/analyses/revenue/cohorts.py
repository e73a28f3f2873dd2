"""Do customers who first bought in a month come back, and do newer ones come back less than older ones?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from storehelm.core.period import Period, add_months, month_start
from storehelm.core.proposal import Evidence
from storehelm.core.report import Finding, Gap, Grid, Report
from storehelm.core.text import t
from storehelm.methods.proportions import difference
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("orders",)
MONTHS, WITHIN, SPAN, FEWEST = 13, 60, 90, 50

_FIRST_DAYS = "SELECT customer_key, MIN(day) AS day FROM placed WHERE customer_key IS NOT NULL GROUP BY customer_key"
_RETURNS = f"""
SELECT x.first_month, x.month, COUNT(DISTINCT x.customer_key) AS customers FROM (
    SELECT CAST(date_trunc('month', n.day) AS DATE) AS first_month, CAST(date_trunc('month', f.day) AS DATE) AS month,
        f.customer_key
    FROM placed AS f JOIN ({_FIRST_DAYS}) AS n ON n.customer_key = f.customer_key
    WHERE n.day >= $start AND f.day >= n.day AND f.day < $end) AS x
GROUP BY x.first_month, x.month ORDER BY x.first_month, x.month
"""
_FIRST = f"""
SELECT n.customer_key, n.day AS first_day,
    MAX(CASE WHEN f.day > n.day AND CAST(f.day AS DATE) - CAST(n.day AS DATE) <= {WITHIN} THEN 1 ELSE 0 END) AS back
FROM ({_FIRST_DAYS}) AS n JOIN placed AS f ON f.customer_key = n.customer_key
WHERE n.day >= $start AND n.day < $end AND f.day < $before GROUP BY n.customer_key, n.day
"""
_BACK = f"SELECT COUNT(*) AS customers, SUM(c.back) AS back FROM ({_FIRST}) AS c"
_ROWS = f"SELECT c.customer_key, c.first_day, c.back FROM ({_FIRST}) AS c ORDER BY c.first_day, c.customer_key"


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """The grid `cohorts`: a row a month of first orders, its customers, and the share who bought 1, 2, ... months
    later (None where that month is not over); and newer customers held against older ones."""
    grid = _grid(warehouse, as_of)
    if not grid.rows:
        text = t("No customer is known by name or number, so who comes back cannot be told.")
        return Report("revenue.cohorts", __doc__ or "", as_of, gaps=(Gap("revenue", ("customers",), text),))
    newer = Period(as_of - timedelta(days=WITHIN + SPAN), as_of - timedelta(days=WITHIN))
    older, year = _older(warehouse, newer, as_of)
    if older is None:
        text = t("Whether new customers come back less than before will be known with a longer history.")
        return Report("revenue.cohorts", __doc__ or "", as_of, gaps=(Gap("revenue", (), text),), grids=(grid,))
    counts = [_count(warehouse, period, as_of) for period in (newer, older)]
    figures = {"newer": counts[0], "older": counts[1], "within_days": WITHIN}
    finding = _finding(newer, older, year, counts)
    return Report(
        "revenue.cohorts", __doc__ or "", as_of, (finding,) if finding else (), grids=(grid,), figures=figures
    )


def _grid(warehouse: Warehouse, as_of: date) -> Grid:
    end = month_start(as_of)
    start = add_months(end, -MONTHS)
    counted: dict[date, dict[date, int]] = {}
    for first, month, customers in ask(warehouse, _RETURNS, as_of=as_of, start=start, end=end):
        counted.setdefault(first, {})[month] = int(customers)
    rows = tuple((first, months[first], *_shares(first, months, end)) for first, months in counted.items())
    columns = ("month", "customers", *(str(n) for n in range(1, MONTHS)))
    return Grid("cohorts", t("Of those who first bought in a month, how many bought again later"), columns, rows)


def _shares(first: date, months: dict[date, int], end: date) -> list[Decimal | None]:
    later = [add_months(first, n) for n in range(1, MONTHS)]
    size = Decimal(months[first])
    return [(months.get(m, 0) / size).quantize(Decimal("0.001")) if m < end else None for m in later]


def _older(warehouse: Warehouse, newer: Period, as_of: date) -> tuple[Period | None, bool]:
    """The same days a year before, else the days just before; None where the store's history is too short.

    In the first 90 days of a history old customers look new, so these are not used.
    """
    first = ask(warehouse, "SELECT MIN(f.day) AS day FROM placed AS f", as_of=as_of).value()
    usable = first + timedelta(days=SPAN)
    for period, year in ((newer.back(364), True), (newer.before(), False)):
        if period.start >= usable:
            return period, year
    return None, False


def _count(warehouse: Warehouse, period: Period, as_of: date) -> tuple[int, int]:
    row = ask(warehouse, _BACK, as_of=as_of, **_params(period)).first()
    return int(row["customers"]), int(row["back"] or 0)


def _params(period: Period) -> dict[str, date]:
    return {"start": period.start, "end": period.end, "before": period.end + timedelta(days=WITHIN)}


def _finding(newer: Period, older: Period, year: bool, counts: list[tuple[int, int]]) -> Finding | None:
    (n_new, back_new), (n_old, back_old) = counts
    if min(n_new, n_old) < FEWEST:
        return None
    low, gap, high = difference(back_new, n_new, back_old, n_old)
    if abs(gap) < 0.01 and low <= 0 <= high:
        return None
    values: dict[str, Any] = {"now": round(100 * back_new / n_new), "then": round(100 * back_old / n_old)}
    if low <= 0 <= high:
        title = t("New customers come back about as before: {now} of 100, against {then}", **values)
    elif gap < 0:
        title = t("Fewer new customers come back: {now} of 100, against {then} before", **values)
    else:
        title = t("More new customers come back: {now} of 100, against {then} before", **values)
    kind = "normal" if low <= 0 <= high else "note"
    return Finding(
        "revenue.cohorts.return",
        kind,
        title,
        _detail(newer, older, year, n_new, n_old),
        evidence=tuple(
            Evidence(t("Customers by their first order, and whether they came back"), _ROWS, _params(p), ("orders",))
            for p in (newer, older)
        ),
    )


def _detail(newer: Period, older: Period, year: bool, n_new: int, n_old: int) -> Any:
    values = {
        "days": WITHIN,
        "n_new": n_new,
        "start": newer.start,
        "last": newer.end - timedelta(days=1),
        "n_old": n_old,
        "old_start": older.start,
        "old_last": older.end - timedelta(days=1),
    }
    if year:
        return t(
            "Counted within {days} days of the first order: {n_new} customers who first bought {start} to {last}, and "
            "{n_old} of the same season a year before ({old_start} to {old_last}).",
            **values,
        )
    return t(
        "Counted within {days} days of the first order: {n_new} customers who first bought {start} to {last}, and "
        "{n_old} of the days before ({old_start} to {old_last}); the season may differ.",
        **values,
    )
