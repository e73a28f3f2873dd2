"""Sentences for people: an English template with named values, said in the reader's language when shown.

Every door renders through here, so one catalogue (`core/locale/<lang>.po`) serves the web, the terminal, mail and PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from storehelm.core.money import Estimate, Money

LANGUAGES = ("en", "pl")
LOCALE_DIR = Path(__file__).parent / "locale"
_BABEL = {"en": "en_GB", "pl": "pl_PL"}


@dataclass(frozen=True, slots=True)
class Text:
    """`template` is the English sentence and the catalogue's key; `{name}` takes `params[name]`.

    With `plural` and a whole-number param `n`, the plural form of the language is chosen.
    """

    template: str
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])
    plural: str = ""

    def __str__(self) -> str:
        return say(self)


def t(template: str, /, plural: str = "", **params: Any) -> Text:
    """A sentence: `t("{product} runs out in {n} day", plural="{product} runs out in {n} days", product=..., n=3)`."""
    return Text(template, params, plural)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Any:
    """The Babel catalogue of `language`, or None for English, whose templates are the keys."""
    path = LOCALE_DIR / f"{language}.po"
    if language == "en" or not path.exists():
        return None
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=language)


def translate(template: str, language: str, *, plural: str = "", n: int = 1) -> str:
    """The template in `language`; English where the catalogue has no such entry."""
    book = catalogue(language)
    english = plural if plural and n != 1 else template
    message = book.get(template) if book is not None else None
    if message is None or not message.string:
        return english
    if isinstance(message.string, str):
        return message.string
    return message.string[min(polish_form(n), len(message.string) - 1)] or english


def polish_form(n: int) -> int:
    """Index of the Polish plural form: 1 | 2-4 (not 12-14) | the rest (CLDR, Plural Rules, pl)."""
    if n == 1:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


def say(text: Text | str, language: str = "en") -> str:
    """The sentence in `language`, its values written the way that language writes them."""
    if isinstance(text, str):
        return translate(text, language)
    n = text.params.get("n", 1)
    template = translate(text.template, language, plural=text.plural, n=int(n) if isinstance(n, int) else 1)
    return template.format_map({name: say_value(value, language) for name, value in text.params.items()})


def say_value(value: Any, language: str) -> str:
    """One value as a person of that language writes it."""
    match value:
        case Text():
            return say(value, language)
        case Estimate():
            return say_estimate(value, language)
        case Money():
            return say_money(value, language)
        case bool() | str():
            return str(value)
        case int():
            return say_number(value, language)
        case Decimal() | float():
            return say_number(value, language)
        case date():
            return say_day(value, language)
        case _:
            return str(value)


def say_number(value: Decimal | float | int, language: str) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" if isinstance(value, int) else "#,##0.##"
    return format_decimal(value, format=pattern, locale=_BABEL[language])


def say_percent(share: float, language: str, places: int = 0) -> str:
    from babel.numbers import format_percent

    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return format_percent(round(share, places + 2) or 0.0, format=pattern, locale=_BABEL[language])


def say_money(money: Money, language: str, *, whole: bool | None = None) -> str:
    """Currency in the language's own form; whole units from 100 up unless `whole` says otherwise."""
    from babel.numbers import format_currency, get_currency_symbol

    if whole is None:
        whole = abs(money.amount) >= 100
    pattern = "#,##0.00 ¤" if language == "pl" else "¤#,##0.00"
    if language != "pl" and get_currency_symbol(money.currency, _BABEL[language]).isalpha():
        pattern = "¤ #,##0.00"
    if whole:
        pattern = pattern.replace(".00", "")
    return format_currency(money.amount, money.currency, format=pattern, locale=_BABEL[language], currency_digits=False)


def say_day(day: date, language: str, *, short: bool = False) -> str:
    from babel.dates import format_date

    return format_date(day, format="d MMM" if short else "d MMM yyyy", locale=_BABEL[language])


_PER = {
    "month": ("a month", "keeps you {low} to {high} a month, most likely {likely}"),
    "week": ("a week", "keeps you {low} to {high} a week, most likely {likely}"),
    "once": ("once", "keeps you {low} to {high} once, most likely {likely}"),
}


def say_estimate(estimate: Estimate, language: str) -> str:
    """The owner's words for money with an interval: "keeps you 200 to 900 a month, most likely 500"."""
    per, template = _PER[estimate.per]
    if estimate.exact:
        money = say_money(estimate.likely, language)
        return money if estimate.per == "once" else f"{money} {translate(per, language)}"
    return translate(template, language).format_map(say_ends(estimate, language))


def say_ends(estimate: Estimate, language: str) -> dict[str, str]:
    """`low`, `likely` and `high` of an estimate, all in whole units where the most likely is 100 or more."""
    whole = True if abs(estimate.likely.amount) >= 100 else None
    ends = {"low": estimate.low, "likely": estimate.likely, "high": estimate.high}
    return {name: say_money(money, language, whole=whole) for name, money in ends.items()}
