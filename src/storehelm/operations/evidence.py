"""The way back from a line to its rows, and all that the analyses found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from storehelm.core.errors import NotFound
from storehelm.core.proposal import Evidence, Proposal
from storehelm.core.report import Finding, Report
from storehelm.core.serialise import register
from storehelm.core.text import Text
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, morning
from storehelm.operations.registry import operation
from storehelm.operations.reports import reports

SHOWN_ROWS = 200


@register
@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """One piece of evidence as rows, at most `limit` of them; `cut` says that there are more.

    `metrics` are (name, title) pairs of the metrics that it rests on.
    """

    title: Text
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    metrics: tuple[tuple[str, Text], ...]
    cut: bool
    limit: int = SHOWN_ROWS


@register
@dataclass(frozen=True, slots=True)
class EvidenceOf:
    """What stands behind one finding or proposal."""

    id: str
    title: Text
    as_of: date
    grids: tuple[EvidenceRows, ...]


@operation("read", audit="opened the rows of {finding}")
def evidence(*, actor: Actor, store: StoreHandle, finding: str, as_of: date | None = None) -> EvidenceOf:
    """The rows behind a line of the brief, by the line's id. The query is the analysis' own, never the asker's."""
    del actor
    day = morning(store, as_of)
    line = next((line for report in reports(store, day) for line in _lines(report) if line.id == finding), None)
    if line is None:
        raise NotFound("There is no such line on that day.", mend="Open it from the brief of the day.")
    grids = tuple(_rows(store, piece, day) for piece in line.evidence)
    return EvidenceOf(line.id, line.title, day, grids)


def _lines(report: Report) -> tuple[Finding | Proposal, ...]:
    return (*report.findings, *report.proposals)


def _rows(store: StoreHandle, piece: Evidence, day: date) -> EvidenceRows:
    from storehelm.metrics.measure import ask
    from storehelm.metrics.registry import all_metrics

    known = all_metrics()
    titles = tuple((name, known[name].title) for name in piece.metrics if name in known)
    if not piece.sql:
        return EvidenceRows(piece.title, (), (), titles, cut=False)
    limited = f"SELECT * FROM ({piece.sql}) AS evidence_rows LIMIT {SHOWN_ROWS + 1}"
    found = ask(
        store.warehouse, limited, as_of=day, **{name: value for name, value in piece.params.items() if name != "as_of"}
    )
    return EvidenceRows(piece.title, found.columns, found.rows[:SHOWN_ROWS], titles, cut=len(found) > SHOWN_ROWS)


@operation("read", audit="read all lines of {as_of}")
def lines(*, actor: Actor, store: StoreHandle, as_of: date | None = None) -> dict[str, Any]:
    """Every line found that day, ranked as in the brief: what must be done, is being lost, is worth trying."""
    del actor
    from storehelm.analyses import ranked

    return ranked(reports(store, morning(store, as_of)))


@operation("read", audit="read the report {which} of {as_of}")
def report(*, actor: Actor, store: StoreHandle, which: str, as_of: date | None = None) -> Report:
    """One analysis' whole answer: its lines, its tables, and what it could not look at."""
    del actor
    found = next((r for r in reports(store, morning(store, as_of)) if r.name == which), None)
    if found is None:
        raise NotFound(f"There is no analysis '{which}'.", mend="The operation analyses lists them.")
    return found
