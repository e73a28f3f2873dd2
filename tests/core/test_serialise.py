"""Records travel as JSON and come back the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from storehelm.core.errors import BadInput
from storehelm.core.money import Estimate, Money
from storehelm.core.proposal import Change, MeasurementPlan, Prior, Proposal, Resource
from storehelm.core.serialise import dumps, loads, plain, rebuild
from storehelm.core.text import t

PROPOSAL = Proposal(
    id="price:A", kind="price", duty="assortment", title=t("Raise {p}", p="A"), why=t("It sells below cost."),
    expected=Estimate(Money.of("1.10", "EUR"), Money.of(2, "EUR"), Money.of(3, "EUR")),
    measurement=MeasurementPlan("switchback", units=("A",), seed=3, pre_days=28, horizon_days=28),
    effort_minutes=5, prior=Prior("elasticity", -4, -2.6, -1, "Bijmolt et al. 2005"), deadline=date(2026, 1, 2),
    changes=(Change(Resource("product", "A"), "price_gross", before=Decimal("9.99"), after=Decimal("12.00")),),
)  # fmt: skip


def test_round_trip():
    assert loads(dumps(PROPOSAL)) == PROPOSAL


def test_changes_and_proposals_carry_their_version():
    document = plain(PROPOSAL)
    assert document["version"] == 1
    assert document["changes"][0]["version"] == 1


def test_a_newer_version_is_refused():
    document = plain(PROPOSAL) | {"version": 2}
    with pytest.raises(BadInput, match="Upgrade"):
        rebuild(document)


def test_a_change_states_after_or_delta():
    with pytest.raises(BadInput, match="either its after-value or a delta"):
        Change(Resource("product", "A"), "price_gross", before=1)
