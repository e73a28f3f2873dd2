"""The file that names what was planted: what, where, since when, how much, and which question should find it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storehelm.connectors.sample.ledger import Ledger
from storehelm.connectors.sample.selects import variant_id
from storehelm.worlds.aftermath import CARRIERS, REASONS, SMALLER
from storehelm.worlds.campaigns import CAMPAIGNS, LOSING, starts
from storehelm.worlds.catalogue import SUPPLIERS, net_of
from storehelm.worlds.planted import LATE_CARRIER, SLIP_DAYS, Planted
from storehelm.worlds.state import State
from storehelm.worlds.world import World

_LOOK_BACK = 30


def write_truths(path: Path | None, world: World, state: State, ledger: Ledger) -> None:
    """Write the planted truths as JSON to `path`; an empty list where none were planted."""
    if path is None:
        return
    planted = world.planted
    found = list(_truths(world, planted, state, ledger)) if planted else []
    head = {
        "simulated": True,
        "version": 1,
        "seed": world.size.seed,
        "currency": "PLN",
        "last_day": str(world.size.end),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(head | {"truths": found}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _truths(world: World, planted: Planted, state: State, ledger: Ledger) -> Iterator[dict[str, Any]]:
    yield _under_floor(world, planted, state, ledger)
    yield _running_out(world, planted, state, ledger)
    yield _dead(world, planted, state, ledger)
    yield _truth(
        world,
        "broken_checkout_step",
        ("purchase_path", "where buyers leave"),
        "On phones almost nobody gets from shipping to payment",
        ("step", "payment"),
        planted.broken_day,
        {"device": "mobile", "from_step": "shipping", "to_step": "payment"},
    )
    yield _losing_campaign(world, ledger)
    yield _truth(
        world,
        "late_carrier",
        ("logistics", "carriers"),
        "A carrier brings far more parcels late than it did",
        ("carrier", CARRIERS[LATE_CARRIER]),
        planted.late_day,
        {"late_share_about": 0.42, "late_share_before_about": 0.04},
    )
    yield _slipped(world, planted, state)
    yield _truth(
        world,
        "bad_return_reason",
        ("service", "why things come back"),
        "A product comes back because it is smaller than described",
        ("product", variant_id(planted.returned)),
        0,
        {
            "reason": REASONS[SMALLER],
            "returned_lines": ledger.returned,
            "pieces_sold": int(ledger.pieces[planted.returned].sum()),
        },
    )


def _truth(
    world: World, name: str, found_by: tuple[str, str], what: str, subject: tuple[str, str], since: int, expect: Any
) -> dict[str, Any]:
    return {
        "id": name,
        "duty": found_by[0],
        "found_by": found_by[1],
        "what": what,
        "subject_kind": subject[0],
        "subject": subject[1],
        "since": str(world.date_of(since)),
        "until": str(world.size.end),
        "expected": expect,
    }


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _under_floor(world: World, planted: Planted, state: State, ledger: Ledger) -> dict[str, Any]:
    variant = planted.under_floor
    price, vat = state.price[variant], world.catalogue.vat[variant]
    pieces = int(ledger.pieces[variant][planted.under_floor_day :].sum())
    a_piece = int(state.cost[variant] - net_of(price, vat))
    return _truth(
        world,
        "under_floor",
        ("assortment", "prices below the floor"),
        "A product is sold below its floor and below cost",
        ("product", variant_id(variant)),
        planted.under_floor_day,
        {
            "price_gross": _money(int(price)),
            "price_before_gross": _money(int(state.regular[variant])),
            "floor_gross": _money(int(world.catalogue.floor[variant])),
            "cost_net": _money(int(state.cost[variant])),
            "pieces_since": pieces,
            "lost_at_least": _money(a_piece * pieces),
        },
    )


def _running_out(world: World, planted: Planted, state: State, ledger: Ledger) -> dict[str, Any]:
    variant = planted.running_out
    a_day = float(ledger.pieces[variant][-_LOOK_BACK:].mean())
    return _truth(
        world,
        "running_out",
        ("assortment", "about to run out"),
        "A good seller runs out before its next delivery can arrive",
        ("product", variant_id(variant)),
        world.size.days - 1,
        {
            "on_hand": int(state.on_hand[variant]),
            "on_order": int(state.on_order[variant]),
            "sold_a_day": round(a_day, 3),
            "days_left": round(float(state.on_hand[variant]) / a_day, 1) if a_day else None,
            "lead_days": int(world.lead_days[world.catalogue.supplier[variant]]),
        },
    )


def _dead(world: World, planted: Planted, state: State, ledger: Ledger) -> dict[str, Any]:
    variant = planted.dead
    sold_on = ledger.pieces[variant].nonzero()[0]
    return _truth(
        world,
        "dead_stock",
        ("assortment", "dead stock"),
        "Much money lies in a product that nobody has bought for long",
        ("product", variant_id(variant)),
        planted.dead_day,
        {
            "on_hand": int(state.on_hand[variant]),
            "value_net": _money(int(state.on_hand[variant] * state.cost[variant])),
            "last_sold": str(world.date_of(int(sold_on[-1]))) if len(sold_on) else None,
        },
    )


def _losing_campaign(world: World, ledger: Ledger) -> dict[str, Any]:
    spent, margin = (int(a[LOSING][-_LOOK_BACK:].sum()) for a in (ledger.spend, ledger.margin))
    return _truth(
        world,
        "losing_campaign",
        ("advertising", "campaigns that lose money"),
        "A campaign costs far more than its orders leave",
        ("campaign", f"C{LOSING + 1}"),
        int(starts(world.size.days)[LOSING]),
        {
            "name": CAMPAIGNS[LOSING].name,
            "spend_last_30_days": _money(spent),
            "margin_of_its_orders_last_30_days": _money(margin),
            "lost_last_30_days": _money(spent - margin),
        },
    )


def _slipped(world: World, planted: Planted, state: State) -> dict[str, Any]:
    waiting = [line for lines in state.arrivals.values() for line in lines]
    overdue = [x for x in waiting if x.supplier == planted.slipping_supplier and x.due < world.size.days]
    return _truth(
        world,
        "slipped_supplier",
        ("logistics", "suppliers that slip"),
        "A supplier no longer keeps its delivery days",
        ("supplier", f"D{planted.slipping_supplier + 1}"),
        planted.slip_day,
        {
            "name": SUPPLIERS[planted.slipping_supplier].name,
            "overdue_lines": len(overdue),
            "overdue_value_net": _money(sum(x.quantity * x.unit_cost for x in overdue)),
            "days_late": SLIP_DAYS,
        },
    )
