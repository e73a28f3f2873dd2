"""`storehelm start` and `storehelm serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from storehelm.cli.reach import ask, running_server
from storehelm.cli.run import fail, print_result
from storehelm.core.errors import Missing, StorehelmError


def start(
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Keep the web page running.")] = True,
) -> None:
    """Set everything up, print this morning's brief, and serve the web page."""
    try:
        _bring_stores()
        for slug in ("online-retail", "sample"):
            if slug in {s["slug"] for s in ask("stores")}:
                print_result(ask("brief", store=slug), as_json=False)
    except StorehelmError as error:
        fail(error)
    if serving:
        serve()


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


def serve() -> None:
    """Serve the web page until stopped with Ctrl+C."""
    server = running_server()
    if server is not None:
        typer.echo(f"\nStorehelm runs at http://{server['host']}:{server['port']}/")
        return
    typer.echo("no server yet")
