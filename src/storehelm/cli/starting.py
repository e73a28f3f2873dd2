"""`storehelm start` and `storehelm serve`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Annotated, Any

import typer

from storehelm.cli.reach import ask
from storehelm.cli.run import fail, print_result
from storehelm.core.errors import BadInput, Missing, StorehelmError

BUNDLED = ("online-retail", "sample")


def start(
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Keep the web page running.")] = True,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 0,
) -> None:
    """Set everything up, serve the web page, and print this morning's brief."""
    from storehelm.operations.server import running

    here = running()
    try:
        _bring_stores()
        login = _first_login()
        if here is not None:
            _say_where(here, login)
        if here is not None or not serving:
            _print_briefs()
            return
    except StorehelmError as error:
        fail(error)
    _serve(host, port, login, _print_briefs)


def _print_briefs() -> None:
    for slug in BUNDLED:
        if slug in {s["slug"] for s in ask("stores")}:
            print_result(ask("brief", store=slug), as_json=False)


def _bring_stores() -> None:
    """The two bundled stores, each read in on the first run."""
    here = {s["slug"] for s in ask("stores")}
    if "online-retail" not in here:
        typer.echo("Fetching a real store (UCI Online Retail II, 1 million order lines) ...")
        try:
            ask("real-store")
        except Missing as error:
            typer.echo(f"  {error}")
    if "sample" not in here:
        typer.echo("Making the sample store (simulated) ...")
        ask("sample")


def _first_login() -> dict[str, Any]:
    """The owner's login: made on the first run, with a password that is shown that once."""
    return ask("add-person", username="owner")


def _say_where(server: Any, login: dict[str, Any] | None) -> None:
    typer.echo(f"\nStorehelm is at {server.address}/")
    if login is not None and login["password"]:
        typer.echo(f"Sign in as {login['username']} with the password {login['password']} (shown this once).")
    elif login is not None:
        typer.echo(f"Sign in as {login['username']}. Password forgotten? storehelm reset-password {login['username']}")
    typer.echo("Ctrl+C stops it.")


def _afterwards(work: Callable[[], None], server: Any, login: dict[str, Any] | None) -> None:
    """Do the work, then say again where the page is, as the work's output has moved it out of sight."""
    work()
    _say_where(server, login)


def _serve(host: str, port: int, login: dict[str, Any] | None, then: Callable[[], None] | None = None) -> None:
    """Serve; once pages are answered, say where and do `then` beside it."""
    from storehelm.operations.server import serve as run_server

    def ready(server: Any) -> None:
        _say_where(server, login)
        if then is not None:
            threading.Thread(target=_afterwards, args=(then, server, login), daemon=True).start()

    try:
        run_server(host, port, ready=ready)
    except BadInput as error:
        fail(error)
    except KeyboardInterrupt:
        typer.echo("\nStopped.")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 0,
) -> None:
    """Serve the web page until stopped with Ctrl+C."""
    _serve(host, port, None)
