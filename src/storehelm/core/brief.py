"""The morning's brief, as every door shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from storehelm.core.proposal import Proposal
from storehelm.core.report import Finding, Gap
from storehelm.core.text import Text, t


@dataclass(frozen=True, slots=True)
class Usual:
    """A number beside what is normal for it. `verdict` is "unknown" where too little is there to tell."""

    value: Any
    low: Any = None
    high: Any = None
    verdict: Literal["normal", "above", "below", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One of the four numbers. `cells` are yesterday, the last seven days, and the month so far.

    `note` replaces cells that cannot be given and says why.
    """

    name: str
    title: Text
    unit: str
    cells: tuple[Usual | None, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What is worth knowing and doing on the morning of `as_of`: at most three lines a part, the rest behind `more`.

    `healthy` is false where orders are missing or rows did not fit. `nothing` is said where
    there is nothing to do; `ranked` is false where lack of costs is why.
    """

    VERSION: ClassVar[int] = 1

    store: str
    title: str
    currency: str
    as_of: date
    simulated: bool
    attribution: str
    health: Text
    healthy: bool
    numbers: tuple[NumberRow, ...]
    must: tuple[Finding, ...]
    losing: tuple[Finding, ...]
    trying: tuple[Proposal, ...]
    notes: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    more: dict[str, int] = field(default_factory=dict[str, int])
    nothing: Text = field(default_factory=lambda: t("Nothing worth doing today."))
    ranked: bool = True
    held: Text | None = None
