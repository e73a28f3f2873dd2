"""The command line: `storehelm ...`."""

from __future__ import annotations

from typing import Any

import typer

from storehelm.cli.commands import command_of
from storehelm.operations.registry import all_operations

HAND_MADE = frozenset({"import-files", "plan-import"})


def build() -> typer.Typer:
    """All commands: a few written by hand, the rest made from the registry, less what is about one's own account."""
    from storehelm.cli import importing, starting

    app = typer.Typer(
        help="Storehelm does the work of an e-commerce manager for an online store.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.command("start")(starting.start)
    app.command("serve")(starting.serve)
    app.command("import")(importing.import_command)
    for name, op in all_operations().items():
        if name not in HAND_MADE and op.about != "person":
            app.command(name)(command_of(op))
    return app


def main(*args: Any) -> None:
    """Entry point."""
    build()(*args)


if __name__ == "__main__":
    main()
