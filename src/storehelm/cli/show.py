"""Results in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from storehelm.core.money import Estimate, Money
from storehelm.core.serialise import dumps
from storehelm.core.text import Text, say, say_value


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
    elif isinstance(result, Sequence) and not isinstance(result, str) and result and isinstance(result[0], Mapping):
        console.print(_table(result))
    elif isinstance(result, Mapping):
        _pairs(result, console)
    elif isinstance(result, str):
        console.print(result, markup=False, highlight=False, soft_wrap=True)
    elif result is None or (isinstance(result, Sequence) and not result):
        console.print(say("Nothing to show.", language()))
    else:
        console.print_json(dumps(result))


def _table(rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in rows[0]:
        numeric = any(isinstance(row.get(name), int | float | Money) for row in rows)
        table.add_column(str(name).replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(plain(row.get(name)) for name in rows[0]))
    return table


def _pairs(result: Mapping[str, Any], console: Console) -> None:
    for name, value in result.items():
        if isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], Mapping):
            console.print(f"\n[bold]{name.replace('_', ' ')}[/bold]")
            console.print(_table(value))
        elif value not in (None, (), [], {}, ""):
            console.print(f"{name.replace('_', ' ')}: {plain(value)}", markup=False, highlight=False)


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
        case list() | tuple():
            return ", ".join(plain(v) for v in value)
        case _:
            return say_value(value, language())
