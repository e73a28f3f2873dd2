"""Ask for an operation and show what comes of it."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer

from storehelm.cli.reach import ask
from storehelm.core.errors import StorehelmError


def run_command(name: str, *, store: str | None, as_json: bool, **given: Any) -> None:
    """Ask, then print for people or as JSON. An error is one sentence on standard error and exit status 2."""
    try:
        if store == "":
            store = only_store()
        result = ask(name, store=store, **given)
    except StorehelmError as error:
        fail(error)
    print_result(result, as_json=as_json)


def print_result(result: Any, *, as_json: bool) -> None:
    if as_json:
        from storehelm.core.serialise import dumps

        typer.echo(dumps(result, indent=2))
        return
    from rich.console import Console

    from storehelm.cli.show import show

    show(result, Console())


def fail(error: StorehelmError) -> NoReturn:
    """Say what is wrong and what mends it."""
    typer.secho(f"storehelm: {error}", fg="red", err=True)
    sys.exit(2)


def only_store() -> str:
    """The store meant when none is named: the only one there is."""
    found = ask("stores")
    own = [s["slug"] for s in found if s["slug"] not in ("online-retail", "sample")] or [s["slug"] for s in found]
    if len(own) == 1:
        return own[0]
    if not found:
        raise StorehelmError("There is no store yet.", mend="`storehelm start` brings two to look at.")
    raise StorehelmError("Which store?", mend=f"Say --store with one of: {', '.join(s['slug'] for s in found)}.")
