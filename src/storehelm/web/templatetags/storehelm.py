"""Say things in the reader's language: sentences, money, days, and what is normal."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from storehelm.core import text
from storehelm.core.brief import Usual
from storehelm.core.money import Estimate, Money
from storehelm.core.text import Text

register = template.Library()


def language(context: Any) -> str:
    return context.get("language", "en")


@register.simple_tag(takes_context=True)
def t(context: Any, sentence: Text | str, plural: str = "", **values: Any) -> str:
    """`{% t "Sold in {n} days" n=7 %}`; a `Text` of an operation is said as it is."""
    said = Text(str(sentence), values, plural) if values else sentence
    return text.say(said, language(context))


@register.simple_tag(takes_context=True)
def value(context: Any, amount: Any, unit: str = "", currency: str = "") -> str:
    """A number of that unit as the reader writes it; a dash where there is none."""
    return say_unit(amount, unit, currency, language(context))


def say_unit(amount: Any, unit: str, currency: str, lang: str) -> str:
    match amount:
        case None:
            return "–"
        case Money():
            return text.say_money(amount, lang)
        case bool():
            return text.translate("yes" if amount else "no", lang)
        case datetime():
            return f"{text.say_day(amount.date(), lang)} {amount:%H:%M}"
        case date() | Text():
            return text.say_value(amount, lang)
        case int() | float() | Decimal():
            return _number(amount, unit, currency, lang)
    return str(amount)


def _number(amount: int | float | Decimal, unit: str, currency: str, lang: str) -> str:
    if unit == "money" and currency:
        return text.say_money(Money.of(amount, currency), lang)
    if unit == "share":
        return text.say_percent(float(amount), lang)
    if isinstance(amount, Decimal) and amount == amount.to_integral_value():
        amount = int(amount)
    return text.say_number(amount, lang)


@register.simple_tag(takes_context=True)
def rounded(context: Any, amount: Any, unit: str) -> str:
    """A number to be read at a glance: whole from 100 up and for counts, its currency said elsewhere."""
    return say_rounded(amount, unit, language(context))


def say_rounded(amount: Any, unit: str, lang: str) -> str:
    plain = amount.amount if isinstance(amount, Money) else amount
    if isinstance(plain, float | Decimal) and (unit in ("count", "pieces") or abs(plain) >= 100):
        plain = round(plain)
    return say_unit(plain, unit if unit == "share" else "", "", lang)


@register.simple_tag(takes_context=True)
def normal(context: Any, cell: Usual, unit: str) -> str:
    """What is normal for a number: "usually 1,200 to 1,900"; empty where it is not known."""
    if cell.low is None or cell.high is None:
        return ""
    lang = language(context)
    low, high = say_rounded(cell.low, unit, lang), say_rounded(cell.high, unit, lang)
    return text.say(Text("usually {low} to {high}", {"low": low, "high": high}), lang)


VERDICTS = {"normal": "as usual", "above": "above usual", "below": "below usual", "unknown": "too early to tell"}


@register.simple_tag(takes_context=True)
def verdict(context: Any, cell: Usual) -> str:
    return text.translate(VERDICTS[cell.verdict], language(context))


@register.simple_tag(takes_context=True)
def day(context: Any, when: date | None, short: bool = False) -> str:
    return text.say_day(when, language(context), short=short) if when else "–"


@register.simple_tag(takes_context=True)
def weekday(context: Any, when: date) -> str:
    """The day with its weekday: the heading of a morning."""
    from babel.dates import format_date

    said = format_date(when, "EEEE, d MMMM yyyy", locale={"pl": "pl_PL"}.get(language(context), "en_GB"))
    return said[:1].upper() + said[1:]


@register.simple_tag(takes_context=True)
def month_name(context: Any, when: date) -> str:
    from babel.dates import format_date

    said = format_date(when, "LLLL yyyy", locale={"pl": "pl_PL"}.get(language(context), "en_GB"))
    return said[:1].upper() + said[1:]


@register.simple_tag(takes_context=True)
def value_to_the_cent(context: Any, money: Money) -> str:
    return text.say_money(money, language(context), whole=False)


@register.simple_tag(takes_context=True)
def in_words(context: Any, name: str) -> str:
    """A table's or duty's technical name as words: `order_lines` is "order lines"."""
    return text.translate(name.replace("_", " "), language(context))


BASIS = {"counted": "counted from rows", "estimated": "an estimate", "assumed": "rests on assumed costs"}


@register.simple_tag(takes_context=True)
def basis(context: Any, money: Estimate) -> str:
    """Where an amount comes from, and how often an interval is expected to hold."""
    lang = language(context)
    said = text.translate(BASIS[money.basis], lang)
    if money.exact or not 0.5 <= money.level < 1:
        return said
    return f"{said}, {text.say(Text('right about {n} times in 10', {'n': round(money.level * 10)}), lang)}"


@register.simple_tag(takes_context=True)
def at_stake(context: Any, money: Estimate) -> str:
    """A finding's money: an amount, or the range it lies in."""
    sentence = "{likely}" if money.exact else "{low} to {high}, most likely {likely}"
    said = Text(sentence, text.say_ends(money, language(context)))
    per = {"month": Text("{money} a month", {"money": said}), "week": Text("{money} a week", {"money": said})}
    return text.say(per.get(money.per, said), language(context))


@register.simple_tag(takes_context=True)
def cents(context: Any, amount: Decimal | None) -> str:
    """An amount to the cent, its currency said elsewhere."""
    from babel.numbers import format_decimal

    if amount is None:
        return "–"
    return format_decimal(amount, format="#,##0.00", locale={"pl": "pl_PL"}.get(language(context), "en_GB"))


@register.simple_tag(takes_context=True)
def promise(context: Any, money: Estimate) -> str:
    """The estimate as a sentence."""
    said = text.say_estimate(money, language(context))
    return said[:1].upper() + said[1:] + "."


@register.simple_tag(takes_context=True)
def evidence_address(context: Any, finding: str) -> str:
    """Where the rows behind a line are, on the morning that is shown."""
    asked = {"id": finding} | ({"as_of": context["as_of_asked"]} if context.get("as_of_asked") else {})
    return f"{reverse('evidence', args=[context['store']['slug']])}?{urlencode(asked)}"


@register.simple_tag
def column_kind(grid: Any, index: int) -> str:
    """The kind of a column: that of its first value that is there."""
    return kind_of(next((row[index] for row in grid.rows if row[index] is not None), None))


def kind_of(amount: Any) -> str:
    """`number` for what is set flush right in a table, `day` for what is not broken, else `words`."""
    if isinstance(amount, date):
        return "day"
    return "number" if isinstance(amount, int | float | Decimal | Money) and not isinstance(amount, bool) else "words"
