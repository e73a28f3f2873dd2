"""`storehelm start` and `storehelm serve`."""

from __future__ import annotations

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
    """Set everything up, print this morning's brief, and serve the web page."""
    from storehelm.operations.server import running

    here = running()
    try:
        _bring_stores()
        for slug in BUNDLED:
            if slug in {s["slug"] for s in ask("stores")}:
                print_result(ask("brief", store=slug), as_json=False)
        login = _first_login()
    except StorehelmError as error:
        fail(error)
    if here is not None:
        _say_where(here, login)
    elif serving:
        _serve(host, port, login)


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


def _serve(host: str, port: int, login: dict[str, Any] | None) -> None:
    from storehelm.operations.server import serve as run_server

    try:
        run_server(host, port, ready=lambda server: _say_where(server, login))
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
