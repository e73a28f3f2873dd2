"""Money and sentences, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from storehelm.core.errors import BadInput
from storehelm.core.money import Estimate, Money
from storehelm.core.period import Period, add_months, year_before
from storehelm.core.store import StoreInfo
from storehelm.core.text import polish_form, say, say_estimate, say_money, t


def test_money_is_never_a_float_nor_two_currencies():
    with pytest.raises(BadInput, match="Decimal"):
        Money(1.5, "EUR")  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="cannot be added"):
        Money.of(1, "EUR") + Money.of(1, "PLN")
    assert (Money.of("0.10", "EUR") + Money.of("0.20", "EUR")).amount == Decimal("0.30")


@pytest.mark.parametrize(
    ("language", "amount", "currency", "expected"),
    [
        ("en", "12.5", "GBP", "£12.50"),
        ("en", "1234", "PLN", "PLN 1,234"),
        ("pl", "1234", "PLN", "1\xa0234 zł"),
        ("pl", "12.5", "PLN", "12,50 zł"),
        ("en", "-150", "EUR", "-€150"),
    ],
)
def test_money_as_people_write_it(language, amount, currency, expected):
    assert say_money(Money.of(amount, currency), language) == expected


def test_an_interval_in_the_owners_words():
    estimate = Estimate(*(Money.of(n, "EUR") for n in (200, 500, 900)))
    assert say_estimate(estimate, "en") == "keeps you €200 to €900 a month, most likely €500"


@pytest.mark.parametrize(("n", "form"), [(1, 0), (2, 1), (4, 1), (5, 2), (12, 2), (22, 1), (25, 2), (101, 2), (0, 2)])
def test_polish_plurals(n, form):
    assert polish_form(n) == form


def test_plural_sentence():
    text = t("{n} row", plural="{n} rows", n=3)
    assert say(text) == "3 rows"


def test_periods():
    assert Period.month(date(2026, 12, 31)) == Period(date(2026, 12, 1), date(2027, 1, 1))
    assert add_months(date(2026, 1, 31), -1) == date(2025, 12, 1)
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert date(2026, 1, 2) not in Period.day(date(2026, 1, 1))
    with pytest.raises(BadInput):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_the_stores_own_calendar():
    info = StoreInfo("a", timezone="Europe/Warsaw")
    assert info.end_of(date(2026, 7, 1)).isoformat() == "2026-07-01T22:00:00"
    with pytest.raises(BadInput, match="cannot name a store"):
        StoreInfo("A shop")
    with pytest.raises(BadInput, match="no time zone"):
        StoreInfo("a", timezone="Mars")
