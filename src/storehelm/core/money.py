"""Money: a decimal amount with its currency, and an estimate with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal, Self

from storehelm.core.errors import BadInput

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency. Never a float: floats are refused.

    `currency` is the ISO 4217 code. Arithmetic between two currencies raises `BadInput`: convert by a dated rate first.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise BadInput(f"Money takes a Decimal, not {type(self.amount).__name__}.", mend="Use Money.of().")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise BadInput(f"'{self.currency}' is not a currency code.", mend="Use the ISO 4217 code, such as EUR.")

    @classmethod
    def of(cls, value: Decimal | int | str | float, currency: str, *, places: int = 2) -> Self:
        """Money rounded half-even to `places` decimals; a float is rounded, so use it for estimates only."""
        quantum = Decimal(1).scaleb(-places)
        return cls(Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_EVEN), currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(Decimal("0.00"), currency)

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise BadInput(
                f"{self.currency} and {other.currency} cannot be added.", mend="Convert by a dated rate first."
            )

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def rounded(self, places: int = 2) -> Money:
        return Money.of(self.amount, self.currency, places=places)


Basis = Literal["counted", "estimated", "assumed"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Money with an interval: `low <= likely <= high`, per `per` ("month", "once", "week").

    `basis` says where it comes from: counted from rows, estimated by a method, or resting on an assumed range.
    `level` is the interval's stated coverage, 0 to 1; 1 where the money was counted.
    """

    low: Money
    likely: Money
    high: Money
    per: str = "month"
    basis: Basis = "estimated"
    level: float = 0.9

    def __post_init__(self) -> None:
        if not (self.low <= self.likely <= self.high):
            raise BadInput(f"An estimate needs low <= likely <= high, not {self.low}, {self.likely}, {self.high}.")

    @classmethod
    def counted(cls, money: Money, *, per: str = "month") -> Estimate:
        """Money counted from rows: no interval."""
        return cls(money, money, money, per=per, basis="counted", level=1.0)

    @property
    def exact(self) -> bool:
        return self.low == self.high
