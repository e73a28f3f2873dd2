"""What an analysis answers: findings, proposals, and what it could not look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from storehelm.core.money import Estimate, Money
from storehelm.core.proposal import Evidence, Proposal
from storehelm.core.text import Text

Kind = Literal["must", "losing", "note", "normal"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an analysis saw.

    `kind`: "must" (a deadline or the law; `deadline` and `penalty` rank it), "losing" (money being lost now, counted
    from rows in `money`), "note" (worth knowing), "normal" (looked unusual and is not). `id` is stable from day to day,
    so that the same finding can be recognised. `subject` is the id of the product, campaign or step it is about.
    """

    id: str
    kind: Kind
    title: Text
    detail: Text | None = None
    money: Estimate | None = None
    deadline: date | None = None
    penalty: Money | None = None
    subject: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be answered, and the data that would let it: bad data makes no advice."""

    duty: str
    missing: tuple[str, ...]
    text: Text
    held: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table of a report: column titles and rows of plain values (str, int, Decimal, Money, date, None)."""

    name: str
    title: Text
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """An analysis' answer for the morning of `as_of`: facts of the days before it, as known by its end.

    `question` is the analysis' docstring. `figures` are the few numbers that other parts (the brief) quote by name.
    """

    name: str
    question: str
    as_of: date
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    gaps: tuple[Gap, ...] = ()
    grids: tuple[Grid, ...] = ()
    figures: dict[str, Any] = field(default_factory=dict[str, Any])
