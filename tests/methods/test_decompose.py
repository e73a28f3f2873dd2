"""Parts add up exactly, whatever the numbers; and each goes to the factor that moved."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storehelm.methods.decompose import chain_parts, shapley, to_cents

numbers = st.decimals(min_value=-10_000, max_value=10_000, places=4)
counts = st.integers(min_value=0, max_value=5_000)
levels = st.tuples(counts, counts, counts, st.decimals(min_value=0, max_value=1_000_000, places=4))


def product(factors):
    total = Fraction(1)
    for factor in factors:
        total *= Fraction(factor)
    return total


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(*[st.lists(numbers, min_size=n, max_size=n)] * 2)))
def test_parts_add_up(both):
    before, after = both
    assert sum(shapley(before, after)) == product(after) - product(before)


@given(levels, levels)
def test_a_chain_adds_up_even_where_a_level_is_nothing(before, after):
    assert sum(chain_parts(before, after)) == Fraction(after[-1]) - Fraction(before[-1])


@given(levels, levels)
def test_turned_round_the_parts_change_sign(before, after):
    assert chain_parts(after, before) == [-part for part in chain_parts(before, after)]


@given(st.lists(st.fractions(-1000, 1000, max_denominator=9999), min_size=1, max_size=8))
def test_cents_add_up_and_stay_close(parts):
    total = Decimal(round(sum(parts) * 100)) / 100
    cents = to_cents(parts, total)
    assert sum(cents) == total
    assert all(abs(Fraction(c) - part) < Fraction(2, 100) for c, part in zip(cents, parts, strict=True))


@pytest.mark.parametrize("i", range(4))
def test_the_factor_that_moved_gets_it_all(i):
    before = [Decimal(n) for n in (10, 3, 2, 7)]
    after = list(before)
    after[i] *= 2
    parts = shapley(before, after)
    assert parts[i] == product(before)
    assert all(part == 0 for j, part in enumerate(parts) if j != i)


def test_two_factors_share_their_joint_effect_evenly():
    assert shapley([2, 3], [4, 5]) == [8, 6]  # 20 - 6 = 14: 2 x 4 and 2 x 3 by the means of the other factor


def test_a_first_month_is_all_customers():
    assert chain_parts([0, 0, 0, 0], [10, 12, 30, 300]) == [300, 0, 0, 0]


def test_money_on_no_pieces_goes_to_the_last_part():
    assert chain_parts([5, 5, 0, 0], [5, 5, 0, 40]) == [0, 0, 0, 40]


def test_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match="2 factors before, 1 after"):
        shapley([1, 2], [1])
