"""The simulated world: the same for a seed, its causes apart, its shelf never below zero."""

from datetime import date

import numpy as np
import pytest

from storehelm.core.errors import BadInput
from storehelm.worlds.run import days
from storehelm.worlds.seasons import black_friday, midnight
from storehelm.worlds.state import Action, Events
from storehelm.worlds.step import opening, step
from storehelm.worlds.streams import CAUSES, Streams
from storehelm.worlds.world import Size, make

SIZE = Size(seed=11, orders=1500, days=60, end=date(2026, 4, 20), products=60)


def live(size: Size, actions: dict[int, list[Action]] | None = None) -> list[Events]:
    return [events for _, events in days(opening(make(size)), actions)]


@pytest.fixture(scope="module")
def undisturbed() -> list[Events]:
    return live(SIZE)


def same(one: Events, other: Events, kind: str) -> bool:
    return all(np.array_equal(one[kind][name], other[kind][name]) for name in one[kind])


def test_same_seed_same_world(undisturbed):
    again = live(SIZE)
    assert all(same(a, b, kind) for a, b in zip(undisturbed, again, strict=True) for kind in a)


def test_other_seed_other_world(undisturbed):
    other = live(Size(seed=12, orders=1500, days=60, end=date(2026, 4, 20), products=60))
    assert any(not same(a, b, "orders") for a, b in zip(undisturbed, other, strict=True))


def test_every_cause_has_its_own_stream():
    draws = {cause: Streams(7, 3).of(cause).random(4).tobytes() for cause in CAUSES}
    assert len(set(draws.values())) == len(CAUSES)
    assert Streams(7, 3).of("visits").random() == Streams(7, 3).of("visits").random()
    assert Streams(7, 3).of("visits").random() != Streams(7, 4).of("visits").random()


def test_one_price_action_leaves_all_other_draws_equal(undisturbed):
    day, variant = 20, int(undisturbed[20]["lines"]["variant"][0])
    price = 12_390
    moved = live(SIZE, {day: [Action("price", variant, price)]})
    assert variant in moved[day]["prices"]["variant"]
    money = {"net", "gross", "discount", "unit_net", "price"}
    for number, (before, after) in enumerate(zip(undisturbed, moved, strict=True)):
        for kind in ("sessions", "customers", "stock", "costs", "competitors", "purchases", "parcels", "tickets"):
            assert same(before, after, kind), (number, kind)
        for name in ("variant", "pieces", "order", "line", "unit_cost"):
            assert np.array_equal(before["lines"][name], after["lines"][name])
        other = before["lines"]["variant"] != variant
        for name in money & before["lines"].keys():
            assert np.array_equal(before["lines"][name][other], after["lines"][name][other])
    sold = moved[day]["lines"]["variant"] == variant
    assert sold.any()
    assert not np.array_equal(undisturbed[day]["lines"]["gross"][sold], moved[day]["lines"]["gross"][sold])


def test_a_sold_out_product_leaves_other_causes_equal():
    """Even a shelf emptied by hand moves no draw of another cause: visits and their luck stay as they were."""
    full, empty = opening(make(SIZE)), opening(make(SIZE))
    best = int(np.argmax(full.world.catalogue.popularity))
    empty.on_hand[best] = 0
    with_stock, without = step(full, (), Streams(11, 0)), step(empty, (), Streams(11, 0))
    for name in ("session", "start", "channel", "device", "campaign", "variant"):
        assert np.array_equal(with_stock["sessions"][name], without["sessions"][name])
    assert best in with_stock["lines"]["variant"]
    assert best not in without["lines"]["variant"]
    kept = {
        tuple(row) for row in zip(*(without["orders"][n].tolist() for n in ("start", "status", "payment")), strict=True)
    }
    all_of = {
        tuple(row)
        for row in zip(*(with_stock["orders"][n].tolist() for n in ("start", "status", "payment")), strict=True)
    }
    assert kept
    assert kept < all_of


def test_the_shelf_adds_up_and_is_never_below_zero():
    state = opening(make(SIZE))
    expected = state.on_hand.copy()
    for _, events in days(state):
        came, lines, orders = events["purchases"], events["lines"], events["orders"]
        np.add.at(expected, came["variant"], came["came"])
        sold = orders["status"][lines["order"] - orders["order"][0]] == 0 if len(orders["order"]) else slice(0)
        np.subtract.at(expected, lines["variant"][sold], lines["pieces"][sold])
        assert np.array_equal(expected, state.on_hand)
        assert state.on_hand.min() >= 0


def test_unknown_action_is_refused():
    with pytest.raises(BadInput, match="no action 'colour'"):
        step(opening(make(SIZE)), [Action("colour", 0, 1)], Streams(11, 0))


@pytest.mark.parametrize("wrong", [{"days": 3}, {"orders": 0}, {"products": 20_001}, {"seed": -1}])
def test_sizes_out_of_reach_are_refused(wrong):
    with pytest.raises(BadInput, match="cannot have"):
        Size(end=date(2026, 4, 20), **wrong)


def test_calendar():
    assert black_friday(2026) == date(2026, 11, 27)
    assert midnight(date(2026, 3, 30)) - midnight(date(2026, 3, 29)) == 23 * 3600
    assert midnight(date(2026, 10, 26)) - midnight(date(2026, 10, 25)) == 25 * 3600
