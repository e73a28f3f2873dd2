"""How a metric, a fact and a dimension are declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from storehelm.core.text import Text

Unit = Literal["money", "count", "pieces", "share", "ratio", "days", "hours"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to cut a fact. `sql` is over the fact's alias `f`, or over what `join` brings in."""

    name: str
    sql: str
    join: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Rows of one grain that metrics are summed from. `sql` is a SELECT over canonical tables or other facts.

    `needs` are the canonical tables without which the fact says nothing. `day` is the column that periods cut. A
    `closing` fact holds movements: its sums run from the beginning to the period's end, a level on its last day.
    """

    name: str
    grain: str
    sql: str
    needs: tuple[str, ...]
    dimensions: dict[str, Dimension] = field(default_factory=dict[str, Dimension])
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """One number: a sum over a fact (`fact`, `sql`), metrics added or taken off (`sums`), or a ratio of two (`over`).

    `sums` holds (1 or -1, metric); a part that has no rows in a cut counts as nothing there.

    `title` is the owner's words, `term` the field's. `additive` says that parts over any of the fact's dimensions add
    up to the total. `includes` and `excludes` state VAT, refunds, shipping, statuses and time zone.
    """

    name: str
    title: Text
    term: str
    unit: Unit
    good: Literal["up", "down", "neither"]
    formula: str
    fact: str = ""
    sql: str = ""
    over: tuple[str, str] = ("", "")
    sums: tuple[tuple[int, str], ...] = ()
    additive: bool = True
    includes: str = ""
    excludes: str = ""
    needs: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    scale: float = 1.0
