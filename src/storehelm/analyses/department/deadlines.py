"""Which tasks have a deadline that costs money or breaks a rule when it is missed?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from storehelm.core.money import Money
from storehelm.core.proposal import Evidence
from storehelm.core.report import Finding, Report
from storehelm.core.text import t
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

NEEDS = ("tasks",)
AHEAD_DAYS = 14

_OPEN = """
SELECT task_id, title, due_day, penalty FROM tasks
WHERE status IN ('open', 'doing') AND penalty > 0 AND due_day < $until
ORDER BY due_day, penalty DESC, task_id
"""


def run(warehouse: Warehouse, *, as_of: date) -> Report:
    """Open tasks with a penalty that are due within two weeks, or overdue."""
    until = as_of + timedelta(days=AHEAD_DAYS)
    rows = ask(warehouse, _OPEN, as_of=as_of, until=until).dicts()
    return Report("", "", as_of, findings=tuple(_finding(row, warehouse, as_of, until) for row in rows))


def _finding(row: dict[str, Any], warehouse: Warehouse, as_of: date, until: date) -> Finding:
    penalty = Money.of(row["penalty"], warehouse.currency)
    late = row["due_day"] < as_of
    detail = t("Missing it costs {money}.", money=penalty)
    if late:
        detail = t("It was due on {day}; missing it costs {money}.", day=row["due_day"], money=penalty)
    return Finding(
        id=f"deadline:{row['task_id']}",
        kind="must",
        title=t("{task}", task=row["title"]),
        detail=detail,
        deadline=row["due_day"],
        penalty=penalty,
        subject=row["task_id"],
        evidence=(Evidence(t("Open tasks that cost money when missed"), _OPEN, {"until": until}),),
    )
