"""The morning's brief in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from storehelm.core.brief import Brief, NumberRow, Usual
from storehelm.core.money import Money
from storehelm.core.proposal import Proposal
from storehelm.core.report import Finding
from storehelm.core.text import Text, say, say_day, say_estimate, say_money, say_number, say_percent

_MARK = {"above": "▲", "below": "▼", "normal": "·", "unknown": " "}
_COLOUR = {"above": "green", "below": "red", "normal": "dim", "unknown": "dim"}


def show_brief(brief: Brief, console: Console, language: str) -> None:
    """Print the brief: health, the numbers, then what must be done, what is being lost, what is worth trying."""
    label = f"  [yellow]{say('simulated', language)}[/yellow]" if brief.simulated else ""
    console.print(f"\n[bold]{escape(brief.title)}[/bold] · {say_day(brief.as_of, language)}{label}")
    console.print(say(brief.health, language), style="dim")
    console.print()
    console.print(_numbers(brief.numbers, language))
    console.print(say("Below each number: what is usual for it.", language), style="dim")
    _findings(console, say("Must", language), brief.must, brief.more.get("must", 0), language)
    _findings(console, say("Losing now", language), brief.losing, brief.more.get("losing", 0), language)
    _proposals(console, brief, language)
    _findings(console, say("Good to know", language), brief.notes, brief.more.get("notes", 0), language)
    if not (brief.must or brief.losing or brief.trying) and brief.held is None:
        console.print(f"\n{say(brief.nothing, language)}")
    if brief.held:
        console.print(f"\n[yellow]{say(brief.held, language)}[/yellow]")
    if brief.gaps:
        console.print(f"\n[bold]{say('Not known yet', language)}[/bold]")
        for gap in brief.gaps:
            console.print(Padding(_words(gap.text, language), (0, 0, 0, 2)), style="dim")
    if brief.attribution:
        console.print(f"\n{say('Data', language)}: {brief.attribution}", style="dim", highlight=False)


def _numbers(rows: tuple[NumberRow, ...], language: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 3, 0, 0))
    table.add_column("")
    for title in ("yesterday", "last 7 days", "this month"):
        table.add_column(say(title, language), justify="right")
    for row in rows:
        note = say(row.note, language) if row.note else ""
        cells = [_cell(cell, row.unit, language) if cell else "" for cell in row.cells]
        if not cells:
            table.add_row(say(row.title, language), f"[dim]{note}[/dim]")
            continue
        title = say(row.title, language) + (f"\n[dim]{note}[/dim]" if note else "")
        table.add_row(title, *cells)
    return table


def _cell(cell: Usual, unit: str, language: str) -> str:
    value = _value(cell.value, unit, language)
    if cell.low is None or cell.high is None:
        return value
    usual = f"{_bare(cell.low, language)}-{_bare(cell.high, language)}"
    mark = f"[{_COLOUR[cell.verdict]}]{_MARK[cell.verdict]}[/]"
    return f"{mark} {value}\n[dim]{usual}[/dim]"


def _bare(value: object, language: str) -> str:
    """A number of a range: whole, without its currency."""
    number = value.amount if isinstance(value, Money) else value
    return say_number(round(float(number)), language)  # type: ignore[arg-type]


def _value(value: object, unit: str, language: str) -> str:
    match value:
        case Money():
            return say_money(value, language)
        case _ if unit == "share":
            return say_percent(float(value), language)  # type: ignore[arg-type]
        case _:
            return say_number(round(float(value)), language)  # type: ignore[arg-type]


def _findings(console: Console, title: str, findings: tuple[Finding, ...], more: int, language: str) -> None:
    if not findings:
        return
    console.print(f"\n[bold]{title}[/bold]")
    for finding in findings:
        _finding(console, finding, language)
    _more(console, more, language)


def _finding(console: Console, finding: Finding, language: str) -> None:
    money = f"  [bold]{say_estimate(finding.money, language)}[/bold]" if finding.money and _is_loss(finding) else ""
    due = f"  {say('until', language)} {say_day(finding.deadline, language)}" if finding.deadline else ""
    console.print(Padding(f"• {_words(finding.title, language)}{money}{due}", (0, 0, 0, 2)), highlight=False)
    if finding.detail:
        console.print(Padding(_words(finding.detail, language), (0, 0, 0, 4)), style="dim", highlight=False)


def _words(text: Text, language: str) -> str:
    """A sentence whose brackets are brackets, not the terminal's markup."""
    return escape(say(text, language))


def _is_loss(finding: Finding) -> bool:
    """Money is set apart where it is lost or counted; what a note estimates stands in its own words."""
    return finding.money is not None and (finding.kind == "losing" or finding.money.exact)


def show_lines(lines: Sequence[Finding | Proposal], console: Console, language: str) -> None:
    """Findings and proposals as the brief shows them, each followed by the id by which its rows are asked for."""
    for line in lines:
        if isinstance(line, Proposal):
            _proposal(console, line, language)
        else:
            _finding(console, line, language)
        console.print(Padding(line.id, (0, 0, 0, 4)), style="dim", highlight=False)


def _proposals(console: Console, brief: Brief, language: str) -> None:
    if not brief.trying:
        return
    console.print(f"\n[bold]{say('Worth trying', language)}[/bold]")
    for proposal in brief.trying:
        _proposal(console, proposal, language)
    _more(console, brief.more.get("trying", 0), language)


def _proposal(console: Console, proposal: Proposal, language: str) -> None:
    effort = say("{n} min of work", language).format(n=proposal.effort_minutes)
    due = f" · {say('until', language)} {say_day(proposal.deadline, language)}" if proposal.deadline else ""
    console.print(Padding(f"• {_words(proposal.title, language)}", (0, 0, 0, 2)), highlight=False)
    money = say_estimate(proposal.expected, language)
    console.print(Padding(f"[bold]{money}[/bold] · {effort}{due}", (0, 0, 0, 4)), highlight=False)
    console.print(Padding(_words(proposal.why, language), (0, 0, 0, 4)), style="dim", highlight=False)


def _more(console: Console, more: int, language: str) -> None:
    if more:
        console.print(Padding(say("and {n} more", language).format(n=more), (0, 0, 0, 4)), style="dim")
