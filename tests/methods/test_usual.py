"""What is usual for a number."""

import pytest
from scipy.special import stdtrit

from storehelm.methods.usual import student_reach, usual_range


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 7, 8, 29, 30, 101])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_students_reach_is_the_one_of_the_tables(degrees, level):
    assert student_reach(degrees, level) == pytest.approx(float(stdtrit(degrees, 0.5 + level / 2)), rel=1e-9)


def test_the_range_of_a_handful_of_weeks():
    low, high = usual_range([90.0, 100.0, 110.0, 95.0, 105.0])
    assert low == pytest.approx(100 - 2.1318468 * 1.4826 * 5 * (1 + 1 / 5) ** 0.5, rel=1e-6)
    assert low + high == pytest.approx(200)


def test_three_weeks_are_too_few():
    assert usual_range([1.0, 2.0, 3.0]) is None
