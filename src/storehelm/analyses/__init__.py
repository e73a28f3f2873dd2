"""Think: one folder a duty, one file a question. The module's docstring is the question, `run` answers it.

A file declares `NEEDS`, the canonical tables without which it has nothing to say; `answer` is the gate before it.
"""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date

from storehelm.analyses._compose import compose, ranked
from storehelm.analyses._duties import lacking
from storehelm.core.discovery import load, names
from storehelm.core.report import Gap, Report
from storehelm.core.text import t
from storehelm.warehouse.store import Warehouse

__all__ = ["analysis_names", "answer", "answers", "compose", "question", "ranked"]


def analysis_names() -> tuple[str, ...]:
    """Every analysis as `duty.question`, without importing any."""
    return names(__name__)


def question(name: str) -> str:
    """What the analysis asks."""
    return (inspect.getdoc(load(__name__, name)) or "").split("\n")[0]


def answer(name: str, warehouse: Warehouse, *, as_of: date) -> Report:
    """The analysis' report, or, where its data is missing, a report with nothing but the gap.

    A store whose totals nobody has confirmed gets its numbers but no advice: proposals are held back.
    """
    module = load(__name__, name)
    duty = name.split(".")[0]
    if warehouse.foreign_currencies:
        return Report(name, question(name), as_of, gaps=(_other_currency(duty, warehouse),))
    missing = tuple(sorted(set(module.NEEDS) - warehouse.filled_by(as_of)))
    if missing:
        return Report(name, question(name), as_of, gaps=(Gap(duty, missing, lacking(missing)),))
    report: Report = module.run(warehouse, as_of=as_of)
    report = replace(report, name=name, question=question(name), as_of=as_of)
    if warehouse.info.confirmed or not report.proposals:
        return report
    held = Gap(duty, (), t("Advice waits until you confirm that the imported totals are right."), held=True)
    return replace(report, proposals=(), gaps=(*report.gaps, held))


def _other_currency(duty: str, warehouse: Warehouse) -> Gap:
    others = ", ".join(warehouse.foreign_currencies)
    text = t(
        "Some amounts are in {others}: they cannot be added to {own} without a rate of their day.",
        others=others,
        own=warehouse.currency,
    )
    return Gap(duty, (), text)


def answers(warehouse: Warehouse, *, as_of: date) -> list[Report]:
    """Every analysis' report, in the order of their names."""
    return [answer(name, warehouse, as_of=as_of) for name in analysis_names()]
