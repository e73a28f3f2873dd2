"""What was planted in the sample store is found, and nothing of the kind in a sample store without it.

Each truth is looked for by the analysis of its duty. Those whose duty has no analysis yet are listed, printed with
`pytest -s`; whoever adds one moves its line from `NOT_YET` to `FOUND_BY`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from storehelm.analyses import analysis_names, answer
from storehelm.connectors.sample import CONNECTOR, store_info
from storehelm.core.report import Finding
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.load import load
from storehelm.warehouse.store import Warehouse

END = date(2026, 5, 31)
MORNING = END + timedelta(days=1)
FOUND_BY = {
    "under_floor": "assortment.below_floor",
    "running_out": "assortment.running_out",
    "dead_stock": "assortment.dead_stock",
}
NOT_YET = {
    "broken_checkout_step": "purchase_path",
    "losing_campaign": "advertising",
    "late_carrier": "logistics",
    "slipped_supplier": "logistics",
    "bad_return_reason": "service",
}


def sample(folder: Path, truths: str) -> tuple[Warehouse, dict[str, dict[str, Any]]]:
    """A small sample store of 260 days and its planted truths by id."""
    warehouse, file = Warehouse(store_info(), DuckDBEngine(None)), folder / "truths.json"
    settings = {"end": END, "seed": 11, "orders": 6000, "days": 260, "products": 100, "traffic_days": 3}
    with warehouse.writing() as writer:
        for batch in CONNECTOR.read(settings | {"truths": truths, "truths_file": str(file)}, "", writer.staging):
            load(writer, batch, now=datetime(2026, 6, 1, 5))
    return warehouse, {t["id"]: t for t in json.loads(file.read_text(encoding="utf-8"))["truths"]}


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Iterator[tuple[Warehouse, dict[str, dict[str, Any]]]]:
    found = sample(tmp_path_factory.mktemp("planted"), "yes")
    yield found
    found[0].close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Iterator[Warehouse]:
    warehouse, truths = sample(tmp_path_factory.mktemp("sound"), "no")
    assert truths == {}
    yield warehouse
    warehouse.close()


def findings(warehouse: Warehouse, name: str) -> dict[str, Finding]:
    return {f.subject: f for f in answer(name, warehouse, as_of=MORNING).findings}


@pytest.mark.parametrize("truth", FOUND_BY)
def test_a_planted_truth_is_found(planted, truth):
    warehouse, truths = planted
    subject = truths[truth]["subject"]
    report = answer(FOUND_BY[truth], warehouse, as_of=MORNING)
    assert subject in {f.subject for f in report.findings}
    assert subject in {change.target.id for p in report.proposals for change in p.changes}


@pytest.mark.parametrize("truth", FOUND_BY)
def test_nothing_of_the_kind_without_it(sound, truth):
    report = answer(FOUND_BY[truth], sound, as_of=MORNING)
    assert report.findings == report.proposals == report.gaps == ()


def test_no_line_of_any_analysis_says_money_is_being_lost_where_none_is(sound):
    losing = [
        f.id for name in analysis_names() for f in answer(name, sound, as_of=MORNING).findings if f.kind == "losing"
    ]
    assert losing == []


def test_the_amounts_are_those_planted(planted):
    warehouse, truths = planted
    floor, dead = truths["under_floor"], truths["dead_stock"]
    loss = findings(warehouse, FOUND_BY["under_floor"])[floor["subject"]]
    assert loss.kind == "losing"
    assert loss.money is not None
    assert loss.money.likely.amount >= Decimal(floor["expected"]["lost_at_least"])
    tied = findings(warehouse, FOUND_BY["dead_stock"])[dead["subject"]]
    assert tied.money is not None
    assert tied.money.likely.amount == Decimal(dead["expected"]["value_net"])
    out = findings(warehouse, FOUND_BY["running_out"])[truths["running_out"]["subject"]]
    assert out.detail is not None
    assert out.detail.params["free"] == truths["running_out"]["expected"]["on_hand"]
    assert out.detail.params["lead"] == truths["running_out"]["expected"]["lead_days"]


def test_the_price_goes_back_to_what_it_was(planted):
    warehouse, truths = planted
    truth = truths["under_floor"]
    proposals = answer(FOUND_BY["under_floor"], warehouse, as_of=MORNING).proposals
    change = next(c for p in proposals for c in p.changes if c.target.id == truth["subject"])
    assert change.before == Decimal(truth["expected"]["price_gross"])
    assert change.after == Decimal(truth["expected"]["price_before_gross"])


def test_the_day_before_it_was_planted_nothing_was_wrong(planted):
    warehouse, truths = planted
    since = date.fromisoformat(truths["under_floor"]["since"])
    assert answer(FOUND_BY["under_floor"], warehouse, as_of=since - timedelta(days=1)).findings == ()


def test_every_truth_is_looked_for_or_listed(planted):
    _, truths = planted
    print("\nPlanted and not yet looked for: " + ", ".join(f"{k} ({duty})" for k, duty in sorted(NOT_YET.items())))
    assert set(truths) == FOUND_BY.keys() | NOT_YET.keys()
    assert all(truths[k]["duty"] == duty for k, duty in NOT_YET.items())
    assert all(truths[k]["duty"] == name.split(".")[0] for k, name in FOUND_BY.items())
