"""Write to customers who are late: what it would bring, and how that will be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from storehelm.analyses.revenue._days import money
from storehelm.analyses.revenue._rhythm import VISITS, rhythm
from storehelm.core.money import Basis, Estimate
from storehelm.core.proposal import Change, Evidence, MeasurementPlan, Prior, Proposal, Resource
from storehelm.core.report import Gap
from storehelm.core.text import Text, t
from storehelm.methods.proportions import smallest_seen
from storehelm.methods.uncertain import left_alone, product
from storehelm.metrics.measure import ask
from storehelm.warehouse.store import Warehouse

HORIZON, MOMENTS, MOST, FEWEST = 60, 4, 5000, 30

PRIOR = Prior(
    "share of the customers written to who buy because of one letter and would not have otherwise",
    0.0,
    0.005,
    0.015,
    "K. Hillstrom, MineThatData e-mail experiment, 2008: 64,000 buyers of the last 12 months at random to one of two "
    "e-mails or none; in two weeks 1.25% and 0.88% bought against 0.57%. Widened for another store and a longer wait.",
)

_MOMENTS = " UNION ALL ".join(f"SELECT CAST($moment_{i} AS DATE) AS moment" for i in range(MOMENTS))

_LATE = f"""
SELECT q.moment, q.customer_key FROM (
    SELECT r.moment, r.customer_key, r.state,
        ROW_NUMBER() OVER (PARTITION BY r.moment ORDER BY r.visits DESC, r.since, r.customer_key) AS place
    FROM ({{rhythm}}) AS r WHERE r.state = 'late') AS q
WHERE q.place <= {MOST}
"""
LATE_NOW = _LATE.format(rhythm=rhythm("SELECT CAST($end AS DATE) AS moment"))

_HISTORY = f"""
SELECT COUNT(*) AS late, COUNT(b.net) AS back, SUM(b.net) AS net, SUM(b.net * b.net) AS squares
FROM ({_LATE.format(rhythm=rhythm(_MOMENTS))}) AS l LEFT JOIN (
    SELECT w.moment, w.customer_key, CAST(SUM(w.net) AS DOUBLE) AS net FROM (
        SELECT m.moment, f.customer_key, f.day, f.net, f.entry FROM sales AS f CROSS JOIN ({_MOMENTS}) AS m
        WHERE f.customer_key IS NOT NULL AND f.day >= $oldest AND f.day < $end
            AND f.day >= m.moment AND CAST(f.day AS DATE) - CAST(m.moment AS DATE) < {HORIZON}) AS w
    GROUP BY w.moment, w.customer_key HAVING COUNT(CASE WHEN w.entry = 'sale' THEN 1 END) > 0) AS b
ON b.moment = l.moment AND b.customer_key = l.customer_key
"""
_MARGIN = """
SELECT CAST(SUM(m.net) AS DOUBLE) AS net, CAST(SUM(m.cost) AS DOUBLE) AS cost,
    CAST(SUM(m.cost_low) AS DOUBLE) AS cost_low, CAST(SUM(m.cost_high) AS DOUBLE) AS cost_high,
    SUM(CASE WHEN m.basis = 'known' THEN 0 ELSE 1 END) AS assumed
FROM margins AS m WHERE m.day >= $start AND m.day < $end AND m.cost IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class History:
    """What became of customers who were as late before: how many, how many bought within the horizon, for how much."""

    late: int
    back: int
    net: float
    squares: float

    @property
    def share(self) -> float:
        return self.back / self.late if self.late else 0.0

    @property
    def mean(self) -> float:
        return self.net / self.back

    @property
    def error(self) -> float:
        """Standard error of the mean bought by one who came back."""
        variance = max(self.squares / self.back - self.mean**2, 0.0)
        return (variance / max(self.back - 1, 1)) ** 0.5


def history(warehouse: Warehouse, gap: float, *, as_of: date) -> History:
    """Customers late at four moments, each a horizon apart and the last one a horizon ago, counted once a moment."""
    moments = {f"moment_{i}": as_of - timedelta(days=HORIZON * (i + 1)) for i in range(MOMENTS)}
    row = ask(warehouse, _HISTORY, as_of=as_of, end=as_of, gap=gap, oldest=min(moments.values()), **moments).first()
    return History(int(row["late"]), int(row["back"]), float(row["net"] or 0), float(row["squares"] or 0))


def propose(
    warehouse: Warehouse, gap: float, past: History, *, as_of: date
) -> tuple[tuple[Proposal, ...], tuple[Gap, ...]]:
    """The letter, or what is missing to say what it would bring. Neither under 30 to write to or to learn from."""
    late = ask(warehouse, f"{LATE_NOW} ORDER BY q.customer_key", as_of=as_of, end=as_of, gap=gap)
    if len(late) < FEWEST or past.late < FEWEST or past.back < FEWEST // 3 or past.net <= 0:
        return (), ()
    if "costs" not in warehouse.filled_by(as_of):
        text = t("What writing to late customers would bring is not known: the costs of products are missing.")
        return (), (Gap("revenue", ("costs",), text),)
    keep = _kept_of_sales(warehouse, as_of)
    if keep is None:
        text = t("What writing to late customers would bring is not known: products sold lately have no cost.")
        return (), (Gap("revenue", ("costs",), text),)
    if keep.range[1] <= 0:
        return (), ()
    return (_letter(warehouse, late.column("customer_key"), gap, past, keep, as_of),), ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a unit of sales after the goods are paid for."""

    range: tuple[float, float, float]
    assumed: bool


def _kept_of_sales(warehouse: Warehouse, as_of: date) -> Kept | None:
    """From the last 90 days' lines with a cost; None without any."""
    row = ask(warehouse, _MARGIN, as_of=as_of, start=as_of - timedelta(days=90), end=as_of).first()
    if not row["net"] or row["net"] <= 0:
        return None
    shares = [1 - row[name] / row["net"] for name in ("cost_high", "cost", "cost_low")]
    low, likely, high = sorted(shares)
    return Kept((low, likely, high), bool(row["assumed"]))


def _letter(warehouse: Warehouse, customers: list[str], gap: float, past: History, kept: Kept, as_of: date) -> Proposal:
    plan = _plan(customers, as_of)
    bought = (past.mean - 1.645 * past.error, past.mean, past.mean + 1.645 * past.error)
    room = 1 - past.share
    uplift = (PRIOR.low, min(PRIOR.likely, room), min(PRIOR.high, room))
    n = float(len(plan.units))
    low, likely, high = product([(n, n, n), uplift, bought, kept.range], seed=as_of.toordinal())
    low = low if kept.range[0] < 0 else max(low, 0.0)
    basis: Basis = "assumed" if kept.assumed else "estimated"
    audience = Resource("audience", "late_customers")
    return Proposal(
        "revenue.customers.win_back",
        "win_back",
        "revenue",
        t(
            "Write to {n} customer whose usual time between orders has passed",
            plural="Write to {n} customers whose usual time between orders has passed",
            n=len(plan.units),
        ),
        _why(warehouse, gap, past, plan),
        Estimate(*(money(warehouse, v) for v in (low, likely, high)), per="once", basis=basis),
        plan,
        effort_minutes=60,
        changes=(
            Change(audience, "letter", after={"kind": "win_back", "customers": len(plan.units)}, reversibility="none"),
        ),
        touches=(audience,),
        prior=PRIOR,
        expires=as_of + timedelta(days=14),
        evidence=(_evidence(gap, as_of),),
        unknowns=_unknowns(past, plan),
    )


def _plan(customers: list[str], as_of: date) -> MeasurementPlan:
    """A fifth is left alone, or as many as make 200 to compare with, but never more than half."""
    n = len(customers)
    seed = as_of.toordinal()
    alone = left_alone(n, min(max(n // 5, 200), n // 2), seed=seed)
    written = tuple(key for key, left in zip(customers, alone, strict=True) if not left)
    controls = tuple(key for key, left in zip(customers, alone, strict=True) if left)
    return MeasurementPlan("holdout", None, written, controls, seed, pre_days=0, horizon_days=HORIZON)


def _why(warehouse: Warehouse, gap: float, past: History, plan: MeasurementPlan) -> Text:
    return t(
        "Customers come back after about {days} days; these are late. Of 100 who were as late before, {back} came back "
        "within {horizon} days unasked and bought for {money} each: only those beyond that count. {alone} customers, "
        "drawn by lot, get no letter, so that you will see what it did.",
        days=round(gap),
        back=round(100 * past.share),
        horizon=HORIZON,
        money=money(warehouse, past.mean),
        alone=len(plan.controls),
    )


def _unknowns(past: History, plan: MeasurementPlan) -> tuple[Text, ...]:
    made = [
        t("Who agreed to get letters is not in the data: write only to those who did."),
        t("What sending costs, and what parcels and payments cost for these orders, is not taken off."),
    ]
    if smallest_seen(past.share, len(plan.units), len(plan.controls)) > PRIOR.likely:
        made.append(t("With so few customers the letter's effect may be too small to be told from chance."))
    return tuple(made)


def _evidence(gap: float, as_of: date) -> Evidence:
    sql = (
        f"SELECT l.customer_key, COUNT(*) AS visits, MAX(v.day) AS last_day FROM ({LATE_NOW}) AS l "
        f"JOIN ({VISITS}) AS v ON v.customer_key = l.customer_key GROUP BY l.customer_key "
        "ORDER BY MAX(v.day) DESC, l.customer_key"
    )
    return Evidence(t("The customers and their last order"), sql, {"end": as_of, "gap": gap}, ("orders",))
