"""The brief in sentences of one language, before it is set as text or HTML."""

from __future__ import annotations

from dataclasses import dataclass

from storehelm.core.brief import Brief, NumberRow, Usual
from storehelm.core.money import Money
from storehelm.core.proposal import Proposal
from storehelm.core.report import Finding
from storehelm.core.text import say, say_day, say_estimate, say_money, say_number, say_percent

_MARK = {"above": "▲ ", "below": "▼ ", "normal": "", "unknown": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know or do: its sentence, its money and deadline, and what stands behind it."""

    title: str
    money: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A row of the numbers; `cells` are (value, what is usual) for yesterday, the week and the month."""

    title: str
    cells: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The whole brief in words. `label` marks a simulated store, `attribution` is owed where data is shown."""

    title: str
    day: str
    label: str
    health: str
    spans: tuple[str, ...]
    numbers: tuple[Number, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]


def parts(brief: Brief, language: str) -> Said:
    """What the mail says, in the order it says it."""
    return Said(
        title=brief.title,
        day=say_day(brief.as_of, language),
        label=say("simulated", language) if brief.simulated else "",
        health=say(brief.health, language),
        spans=tuple(say(span, language) for span in ("yesterday", "last 7 days", "this month")),
        numbers=tuple(_number(row, language) for row in brief.numbers),
        sections=tuple(section for section in _sections(brief, language) if section.lines),
        closing=tuple(_closing(brief, language)),
    )


def _number(row: NumberRow, language: str) -> Number:
    cells = tuple(_cell(cell, row.unit, language) if cell else ("", "") for cell in row.cells)
    return Number(say(row.title, language), cells, say(row.note, language) if row.note else "")


def _cell(cell: Usual, unit: str, language: str) -> tuple[str, str]:
    value = _MARK[cell.verdict] + _value(cell.value, unit, language)
    if cell.low is None or cell.high is None:
        return value, ""
    low, high = _value(cell.low, unit, language), _value(cell.high, unit, language)
    return value, f"{say('usual', language)} {low} - {high}"


def _value(value: object, unit: str, language: str) -> str:
    if isinstance(value, Money):
        return say_money(value, language)
    number = float(value)  # type: ignore[arg-type]
    return say_percent(number, language) if unit == "share" else say_number(round(number), language)


def _sections(brief: Brief, language: str) -> list[Section]:
    found = (("must", "Must", brief.must), ("losing", "Losing now", brief.losing))
    told = [_findings(brief, name, title, findings, language) for name, title, findings in found]
    trying = tuple(_proposal(p, language) for p in brief.trying)
    told.append(Section(say("Worth trying", language), trying, _more(brief, "trying", language)))
    told.append(_findings(brief, "notes", "Good to know", brief.notes, language))
    gaps = tuple(Line(say(gap.text, language)) for gap in brief.gaps)
    told.append(Section(say("Not known yet", language), gaps))
    return told


def _findings(brief: Brief, name: str, title: str, findings: tuple[Finding, ...], language: str) -> Section:
    lines = tuple(_finding(f, language) for f in findings)
    return Section(say(title, language), lines, _more(brief, name, language))


def _finding(finding: Finding, language: str) -> Line:
    money = [say_estimate(finding.money, language)] if finding.money else []
    due = [f"{say('until', language)} {say_day(finding.deadline, language)}"] if finding.deadline else []
    detail = say(finding.detail, language) if finding.detail else ""
    return Line(say(finding.title, language), " · ".join(money + due), detail)


def _proposal(proposal: Proposal, language: str) -> Line:
    effort = say("{n} min of work", language).format(n=proposal.effort_minutes)
    told = [say_estimate(proposal.expected, language), effort]
    if proposal.deadline:
        told.append(f"{say('until', language)} {say_day(proposal.deadline, language)}")
    return Line(say(proposal.title, language), " · ".join(told), say(proposal.why, language))


def _more(brief: Brief, name: str, language: str) -> str:
    n = brief.more.get(name, 0)
    return say("and {n} more", language).format(n=n) if n else ""


def _closing(brief: Brief, language: str) -> list[str]:
    told: list[str] = []
    if brief.held:
        told.append(say(brief.held, language))
    elif not (brief.must or brief.losing or brief.trying):
        told.append(say(brief.nothing, language))
    if brief.attribution:
        told.append(f"{say('Data', language)}: {brief.attribution}")
    return told
