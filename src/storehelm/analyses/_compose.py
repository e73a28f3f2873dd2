"""Make the morning's brief from the analyses' reports: at most three lines a part, ranked, the rest counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from storehelm.analyses._duties import DUTIES, silent
from storehelm.core.brief import Brief, NumberRow, Usual
from storehelm.core.proposal import Proposal
from storehelm.core.report import Finding, Report
from storehelm.core.text import Text, t
from storehelm.warehouse.store import Warehouse

SHOWN = 3
FIRST_COSTS = "missing_cost"  # without costs nothing can be ranked: said before all else


def compose(warehouse: Warehouse, reports: Sequence[Report], *, as_of: date) -> Brief:
    """The brief of `as_of`'s morning. Nothing worth doing is a valid brief: the parts are then empty."""
    lines = ranked(reports)
    must, losing, trying, notes = (lines[name] for name in ("must", "losing", "trying", "notes"))
    info = warehouse.info
    said, healthy = health(warehouse, as_of)
    return Brief(
        store=info.slug,
        title=info.title,
        currency=info.currency,
        as_of=as_of,
        simulated=info.simulated,
        attribution=info.attribution,
        health=said,
        healthy=healthy,
        numbers=_numbers(reports),
        must=tuple(must[:SHOWN]),
        losing=tuple(losing[:SHOWN]),
        trying=tuple(trying[:SHOWN]),
        notes=tuple(notes[:SHOWN]),
        gaps=silent(reports, warehouse.filled_by(as_of)),
        more={name: len(found) - SHOWN for name, found in lines.items() if len(found) > SHOWN},
        nothing=_nothing(ranked=(costed := "costs" in warehouse.filled_by(as_of))),
        ranked=costed,
        held=None if info.confirmed else t("Advice waits until you confirm that the imported totals are right."),
    )


def _nothing(*, ranked: bool) -> Text:
    """What is said where there is nothing to do: that is an answer, unless it only is that costs are missing."""
    if ranked:
        return t("Nothing worth doing today.")
    return t("What is worth doing cannot be ranked before costs are known: enter those first.")


def ranked(reports: Sequence[Report]) -> dict[str, list[Any]]:
    """All lines by part: `must` by deadline and penalty, `losing` and `trying` by money, `notes` by duty."""
    findings = [f for report in reports for f in report.findings]
    return {
        "must": sorted((f for f in findings if f.kind == "must"), key=_urgency),
        "losing": sorted((f for f in findings if f.kind == "losing"), key=_loss),
        "trying": sorted((p for report in reports for p in report.proposals), key=_worth),
        "notes": _notes(reports),
    }


def _notes(reports: Sequence[Report]) -> list[Finding]:
    """What is worth knowing: the goal first, then revenue, then the rest; what is normal comes last."""
    order = list(DUTIES)
    by_duty = sorted(reports, key=lambda report: order.index(report.name.split(".")[0]))
    notes = [f for report in by_duty for f in report.findings if f.kind in ("note", "normal")]
    return sorted(notes, key=lambda f: (f.kind == "normal", f.id != FIRST_COSTS))


def _urgency(finding: Finding) -> tuple[date, Decimal]:
    penalty = finding.penalty.amount if finding.penalty else Decimal(0)
    return finding.deadline or date.max, -penalty


def _loss(finding: Finding) -> Decimal:
    return -finding.money.likely.amount if finding.money else Decimal(0)


def _worth(proposal: Proposal) -> Decimal:
    return -proposal.expected.likely.amount


def health(warehouse: Warehouse, as_of: date) -> tuple[Text, bool]:
    """One line about the data: until when orders are here, what did not fit; and whether that is as it should be."""
    last = warehouse.query("SELECT max(day) AS day FROM orders WHERE day < $before", as_of=as_of, before=as_of).value()
    if last is None:
        return t("No orders before this day are here yet."), False
    rejected = warehouse.reject_count(as_of)
    late = (as_of - timedelta(days=1) - last).days
    if late > 0:
        return t("The last order here is of {day}: newer ones are missing, or nothing was sold since.", day=last), False
    if rejected:
        incomplete = t(
            "Data is complete to {day}, but {n} row did not fit and is left out.",
            plural="Data is complete to {day}, but {n} rows did not fit and are left out.",
            day=last,
            n=rejected,
        )
        return incomplete, False
    return t("Data is complete to {day}.", day=last), True


def _numbers(reports: Sequence[Report]) -> tuple[NumberRow, ...]:
    by_name = {report.name: report.figures for report in reports}
    rows: tuple[NumberRow, ...] = by_name.get("revenue.numbers", {}).get("rows", ())
    return (*rows, _chance(by_name.get("goals.pace", {})))


def _chance(figures: dict[str, object]) -> NumberRow:
    """The chance of the goal, or of beating the same month last year where none was set."""
    basis, chance = figures.get("basis", "none"), figures.get("chance")
    if chance is None or basis == "none":
        return NumberRow("chance", t("Chance of the goal"), "share", note=t("no goal set for this month"))
    title = t("Chance of the goal") if basis == "goal" else t("Chance to beat the same month last year")
    return NumberRow("chance", title, "share", (None, None, Usual(chance)))
