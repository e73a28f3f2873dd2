"""What Storehelm would change: a Proposal is an ordered set of Changes with its money, evidence and measurement.

Both serialise with a version number (`core.serialise`); a reader refuses a version newer than its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from storehelm.core.errors import BadInput
from storehelm.core.money import Estimate
from storehelm.core.text import Text


@dataclass(frozen=True, slots=True)
class Resource:
    """Something a proposal touches; two proposals that touch the same resource are alternatives or valued jointly."""

    kind: Literal["product", "budget", "audience", "supplier", "storefront", "store"]
    id: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one target on a platform, from `before` to `after`, or moved by `delta`.

    `precondition` is what the platform must still say for the change to be made (its version tag or value); a change
    whose before-value has moved is refused as `Stale`. `reversibility` is said before approval.
    """

    VERSION: ClassVar[int] = 1

    target: Resource
    field: str
    before: Any = None
    after: Any = None
    delta: Any = None
    reversibility: Literal["exact", "partly", "none"] = "exact"
    precondition: str = ""

    def __post_init__(self) -> None:
        if (self.delta is None) == (self.after is None):
            raise BadInput(f"A change of {self.field} states either its after-value or a delta, not both or neither.")


@dataclass(frozen=True, slots=True)
class MeasurementPlan:
    """How the effect will be known, decided before the change.

    `design`: holdout, switchback, difference_in_differences, synthetic_control, or cannot_be_known with `reason`.
    `units` are the ids that get the change, `controls` those that do not, assigned at random with `seed` where the
    design asks for it. `pre_days` and `horizon_days` are the days looked at before and after.
    """

    design: Literal["holdout", "switchback", "difference_in_differences", "synthetic_control", "cannot_be_known"]
    reason: Text | None = None
    units: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    seed: int | None = None
    pre_days: int = 0
    horizon_days: int = 0

    def __post_init__(self) -> None:
        if self.design == "cannot_be_known" and self.reason is None:
            raise BadInput("A measurement plan that cannot know the effect says why.")

    @classmethod
    def cannot_be_known(cls, reason: Text) -> MeasurementPlan:
        return cls("cannot_be_known", reason=reason)


@dataclass(frozen=True, slots=True)
class Prior:
    """What was believed before looking at this store: `low` to `high` of `quantity`, and whose belief it is."""

    quantity: str
    low: float
    likely: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number's way back to its rows: a query any reader of the store may open, and the metrics it rests on.

    `sql` is in DuckDB's dialect over canonical tables and facts; `params` fill its `$names`. It never leaves the
    server: a door asks for the rows by the finding's id.
    """

    title: Text
    sql: str = ""
    params: dict[str, Any] = field(default_factory=dict[str, Any])
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something worth trying, with its money and how it will be known.

    `rule`: "all" changes are made or none, or "each" stands alone. `alternatives` names the group of which at most one
    is chosen. `effort_minutes` is a person's time. `unknowns` says what the proposal does not know.
    """

    VERSION: ClassVar[int] = 1

    id: str
    kind: str
    duty: str
    title: Text
    why: Text
    expected: Estimate
    measurement: MeasurementPlan
    effort_minutes: int
    changes: tuple[Change, ...] = ()
    rule: Literal["all", "each"] = "all"
    alternatives: str = ""
    touches: tuple[Resource, ...] = ()
    prior: Prior | None = None
    origin: Literal["system", "person", "partner", "outside"] = "system"
    deadline: date | None = None
    expires: date | None = None
    evidence: tuple[Evidence, ...] = ()
    unknowns: tuple[Text, ...] = ()
