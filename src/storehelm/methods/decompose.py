"""What a change is made of, in parts that add up exactly.

The Shapley decomposition of a product of factors (L. Shapley, "A value for n-person games", 1953; for factors of an
index: J. Sun, "Changes in energy consumption and energy intensity: a complete decomposition model", 1998). Unlike the
logarithmic forms it needs no positive values and leaves no residue.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial, floor, prod

Number = Decimal | Fraction | int


def shapley(before: Sequence[Number], after: Sequence[Number]) -> list[Fraction]:
    """Each factor's part of `prod(after) - prod(before)`: its effect averaged over every order in which the factors
    could have moved. The parts add up exactly. Meant for up to eight factors: the work doubles with each.
    """
    old, new = [Fraction(x) for x in before], [Fraction(x) for x in after]
    if len(old) != len(new):
        raise ValueError(f"{len(old)} factors before, {len(new)} after: there must be as many.")
    return [_part(i, old, new) for i in range(len(old))]


def _part(i: int, old: list[Fraction], new: list[Fraction]) -> Fraction:
    others = [j for j in range(len(old)) if j != i]
    total = Fraction(0)
    for size in range(len(others) + 1):
        weight = Fraction(factorial(size) * factorial(len(others) - size), factorial(len(old)))
        for moved in combinations(others, size):
            total += weight * prod(((new if j in moved else old)[j] for j in others), start=Fraction(1))
    return total * (new[i] - old[i])


def chain_parts(before: Sequence[Number], after: Sequence[Number]) -> list[Fraction]:
    """Parts of `after[-1] - before[-1]` where each level is looked at per unit of the level before it.

    Levels are such as (customers, orders, pieces, money): the parts are those of customers, orders a customer, pieces
    an order, money a piece. A ratio that one period cannot give (nothing to divide by) is taken to be the other
    period's; money that stands on no pieces goes to the last part. The parts add up exactly.
    """
    old, new = _ratios(before), _ratios(after)
    first = [a if a is not None else b for a, b in zip(old, new, strict=True)]
    second = [b if b is not None else a for a, b in zip(old, new, strict=True)]
    parts = shapley([x or 0 for x in first], [x or 0 for x in second])
    parts[-1] += Fraction(after[-1]) - Fraction(before[-1]) - sum(parts)
    return parts


def _ratios(levels: Sequence[Number]) -> list[Fraction | None]:
    values = [Fraction(x) for x in levels]
    return [values[0], *(b / a if a else None for a, b in pairwise(values))]


def to_cents(parts: Sequence[Fraction], total: Decimal) -> list[Decimal]:
    """The parts in whole cents that add up to `total` (itself whole cents): the method of largest remainders."""
    exact = [part * 100 for part in parts]
    cents = [floor(x) for x in exact]
    missing = int(total * 100) - sum(cents)
    order = sorted(range(len(parts)), key=lambda i: exact[i] - cents[i], reverse=missing > 0)
    for step in range(abs(missing)):
        cents[order[step % len(order)]] += 1 if missing > 0 else -1
    return [Decimal(c) / 100 for c in cents]
