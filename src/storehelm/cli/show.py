"""Results in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from storehelm.core.money import Estimate, Money
from storehelm.core.text import Text, say, say_value

_EMPTY: tuple[Any, ...] = (None, (), [], {}, "")


def language() -> str:
    """The terminal's language: Polish where the locale says so, else English."""
    import os

    said = os.environ.get("STOREHELM_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "pl" if said.startswith("pl") else "en"


def show(result: Any, console: Console) -> None:
    """Print any operation's result in a form a person can read."""
    from storehelm.core.brief import Brief

    if isinstance(result, Brief):
        from storehelm.cli.brief import show_brief

        show_brief(result, console, language())
    elif isinstance(result, str):
        console.print(result, markup=False, highlight=False, soft_wrap=True)
    elif result is None or (isinstance(result, Sequence) and not result):
        console.print(say("Nothing to show.", language()))
    else:
        _part(result, console)


def _part(value: Any, console: Console, name: str = "") -> None:
    """One part of a result under its name: a grid or rows as a table, lines of a brief as such, the rest as pairs."""
    from storehelm.core.proposal import Proposal
    from storehelm.core.report import Finding

    if _is_grid(value):
        console.print(f"\n[bold]{escape(plain(value.title))}[/bold]")
        console.print(_table([dict(zip(value.columns, row, strict=False)) for row in value.rows]))
        return
    if name:
        console.print(f"\n[bold]{escape(name.replace('_', ' '))}[/bold]")
    if _is_list(value) and isinstance(value[0], Finding | Proposal):
        from storehelm.cli.brief import show_lines

        show_lines(value, console, language())
    elif _is_list(value) and _is_grid(value[0]):
        for grid in value:
            _part(grid, console)
    elif _is_list(value):
        console.print(_table([_fields(row) for row in value]))
    else:
        _pairs(_fields(value), console)


def _is_list(value: Any) -> bool:
    """A list of records, as opposed to one of plain values."""
    return isinstance(value, list | tuple) and bool(value) and _is_record(value[0])


def _is_series(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], list | tuple)


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping) or (is_dataclass(value) and not isinstance(value, Text | Money | Estimate))


def _is_grid(value: Any) -> bool:
    return is_dataclass(value) and hasattr(value, "columns") and hasattr(value, "rows") and hasattr(value, "title")


def _fields(record: Any) -> Mapping[str, Any]:
    return record if isinstance(record, Mapping) else {f.name: getattr(record, f.name) for f in fields(record)}


def _table(rows: Sequence[Mapping[str, Any]], width: int = 0) -> Table:
    """Rows under the columns that hold anything, as many as fit; the caption names the others."""
    names = [name for name in rows[0] if any(row.get(name) not in _EMPTY for row in rows)] if rows else []
    shown = _fitting(names, rows, width or Console().width)
    left = ", ".join(str(name).replace("_", " ") for name in names[len(shown) :])
    caption = f"{say('More columns with --json', language())}: {left}" if left else None
    table = Table(box=None, header_style="bold", pad_edge=False, caption=caption, caption_justify="left")
    for name in shown:
        numeric = any(isinstance(row.get(name), int | float | Decimal | Money) for row in rows)
        table.add_column(str(name).replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(plain(row.get(name))) for name in shown))
    return table


def _fitting(names: Sequence[str], rows: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    """The first columns that fit into `width` characters, each given at most 24; at least three."""
    shown: list[str] = []
    used = 0
    for name in names:
        longest = max(len(plain(row.get(name))) for row in rows[:50])
        used += min(max(longest, max(len(word) for word in str(name).split("_"))), 24) + 2
        if used > width and len(shown) >= 3:
            break
        shown.append(name)
    return shown


def _pairs(result: Mapping[str, Any], console: Console) -> None:
    for name, value in result.items():
        if _is_record(value) or _is_list(value):
            _part(value, console, str(name))
        elif _is_series(value):
            console.print(f"{str(name).replace('_', ' ')}: {len(value)} rows (--json)", markup=False, highlight=False)
        elif value not in _EMPTY:
            console.print(f"{str(name).replace('_', ' ')}: {plain(value)}", markup=False, highlight=False)


def plain(value: Any) -> str:
    """One value as text."""
    match value:
        case None:
            return ""
        case Text():
            return say(value, language())
        case Estimate() | Money():
            return say_value(value, language())
        case bool():
            return say("yes" if value else "no", language())
        case str():
            return value
        case Mapping():
            return ", ".join(f"{k} {plain(v)}" for k, v in value.items())
        case list() | tuple() | set() | frozenset():
            return ", ".join(plain(v) for v in value)
        case _ if is_dataclass(value):
            return plain(_fields(value))
        case _:
            return say_value(value, language())
