"""Batches of the sample store: what stands from the first day, then days in bundles, each price change on its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from storehelm.connectors.sample.asked import Asked, asked
from storehelm.connectors.sample.collecting import Collected
from storehelm.connectors.sample.ledger import Ledger
from storehelm.connectors.sample.selects import KINDS, selects
from storehelm.connectors.sample.standing import campaign_rows, goal_rows, product_sql, register_catalogue, standing
from storehelm.connectors.sample.truths import write_truths
from storehelm.core.connector import Batch, Select
from storehelm.core.errors import BadInput
from storehelm.worlds.run import days
from storehelm.worlds.seasons import midnight
from storehelm.worlds.state import State
from storehelm.worlds.step import opening
from storehelm.worlds.supply import still_open
from storehelm.worlds.world import World, make

SOURCE = "sample"
ROWS_A_BATCH = 2_000_000
_KNOWN_AT_HOUR = 6  # prices are changed in the morning


def read(settings: Mapping[str, Any], cursor: str, staging: Any) -> Iterator[Batch]:
    """The store's whole history. `staging` is the writer's own DuckDB connection, on which the batches' SELECTs run:
    load each batch before asking for the next. The last batch carries the cursor; read again with it, and the same
    settings bring nothing. Raises `BadInput` for other settings: two worlds cannot share one store.
    """
    wanted = asked(settings)
    if cursor == wanted.cursor:
        return
    if cursor:
        raise BadInput("This sample store was made with other settings.", mend="Delete it first, or use another name.")
    world = make(wanted.size)
    ledger = Ledger(world)
    register_catalogue(staging, world)
    yield _batch("standing", standing(world, staging))
    state = opening(world)
    yield from _history(state, wanted, ledger, staging)
    staging.register("sample_purchases", still_open(state))
    tables = {"goals": goal_rows(world, ledger)} | _select(world, staging, {"purchases"})
    write_truths(wanted.truths_file, world, state, ledger)
    yield _batch("end", tables, cursor=wanted.cursor)
    for kind in {*KINDS.values(), "catalogue", "changed"}:
        staging.unregister(f"sample_{kind}")


def _history(state: State, wanted: Asked, ledger: Ledger, staging: Any) -> Iterator[Batch]:
    world = state.world
    collected, versions = Collected(), dict[int, dict[str, np.ndarray]]()
    raised = int(world.size.days * 0.8)
    for day, events in days(state):
        ledger.keep(day, events)
        collected.add(day, events, traffic=day >= wanted.first_traffic)
        if len(events["prices"]["variant"]):
            versions[day] = events["prices"]
        last = day == world.size.days - 1
        if collected.rows < ROWS_A_BATCH and not last:
            continue
        yield _batch(f"up to {world.date_of(day)}", _select(world, staging, collected.register(staging)))
        yield from _price_changes(world, versions, staging)
        collected, versions = Collected(), {}
    known = _morning(world, raised)
    yield Batch({"campaigns": campaign_rows(world, raised=True)}, SOURCE, "budget raised", known_at=known)


def _select(world: World, staging: Any, kinds: set[str]) -> dict[str, Any]:
    sql = selects(world.size.start, world.size.days - 1)
    return {table: Select(sql[table], staging) for table, kind in KINDS.items() if kind in kinds}


def _price_changes(world: World, versions: Mapping[int, Mapping[str, np.ndarray]], staging: Any) -> Iterator[Batch]:
    """One batch a day on which prices changed or products came on sale, known from that morning."""
    for day, changed in versions.items():
        staging.register("sample_changed", dict(changed))
        page = f"prices of {world.date_of(day)}"
        yield Batch({"products": Select(product_sql(world, day), staging)}, SOURCE, page, known_at=_morning(world, day))


def _morning(world: World, day: int) -> datetime:
    seconds = midnight(world.date_of(day)) + _KNOWN_AT_HOUR * 3600
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _batch(page: str, tables: Mapping[str, Any], *, cursor: str = "") -> Batch:
    """A backfill: its rows are known from when they occurred."""
    return Batch(tables, SOURCE, page, cursor)
