"""A part that is behind a gap is named; a part that is only large is not."""

import numpy as np
import pytest

from storehelm.methods.cause import find_cause, surprise


def look(actual, expected):
    return find_cause(actual, expected, sum(actual), sum(expected))


def test_the_part_that_fell_is_named():
    cause = look([600, 300, 20], [600, 300, 100])
    assert cause.parts == (2,)
    assert cause.explained == pytest.approx(1)
    assert cause.usual == pytest.approx(0.1)


def test_two_parts_together():
    cause = look([500, 60, 40, 300], [500, 120, 110, 300])
    assert sorted(cause.parts) == [1, 2]


def test_a_general_fall_has_no_cause():
    assert look([480, 240, 80], [600, 300, 100]) is None


def test_a_part_that_is_nearly_the_whole_is_no_cause():
    assert look([700, 100], [900, 100]) is None


def test_a_rise_has_a_cause_too():
    assert look([600, 300, 900], [600, 300, 100]).parts == (2,)


def test_parts_that_moved_against_the_gap_are_left_out():
    cause = look([300, 500, 100], [600, 400, 100])
    assert cause.parts == (0,)
    assert cause.explained == pytest.approx(1.5)


@pytest.mark.parametrize(("actual", "expected"), [([], []), ([5], [5]), ([5, 6], [0, 0])])
def test_nothing_to_explain(actual, expected):
    assert look(actual, expected) is None


def test_surprise_is_nothing_for_equal_shares_and_grows():
    steps = surprise(np.array([0.5, 0.4, 0.1, 0.0]), np.array([0.5, 0.5, 0.5, 0.5]))
    assert steps[0] == 0
    assert list(steps) == sorted(steps)
