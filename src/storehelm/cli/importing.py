"""`storehelm import FILE... --store S`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storehelm.cli.reach import ask
from storehelm.cli.run import fail, print_result
from storehelm.core.errors import StorehelmError

if TYPE_CHECKING:
    from rich.console import Console


def import_command(
    files: Annotated[list[Path], typer.Argument(help="Exports: CSV, TSV, XLSX, JSONL or Parquet.")],
    store: Annotated[str, typer.Option(help="The store's short name; made when it is not there.")],
    mapping: Annotated[Path | None, typer.Option(help="A corrected mapping file.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of a new store.")] = "EUR",
    timezone: Annotated[str, typer.Option(help="Time zone of a new store.")] = "UTC",
    plan: Annotated[bool, typer.Option("--plan", help="Only show what the files would be read as.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Import exports of orders, products, customers, stock, advertising, tickets or shipments."""
    try:
        if store not in {s["slug"] for s in ask("stores")}:
            ask("create-store", slug=store, currency=currency, timezone=timezone)
        given: dict[str, Any] = {"paths": [str(f.resolve()) for f in files]}
        if mapping:
            given["mapping"] = str(mapping.resolve())
        if plan or not json:
            print_plan(ask("plan-import", store=store, **given), as_json=json)
        if plan:
            return
        result = _with_progress(lambda: ask("import-files", store=store, **given), "Reading the files")
    except StorehelmError as error:
        fail(error)
    if json:
        print_result(result, as_json=True)
        return
    from rich.console import Console

    show_imported(result, Console())


def _with_progress(work: Callable[[], Any], what: str) -> Any:
    """Show that something is happening and for how long, on a terminal only."""
    if not sys.stderr.isatty():
        return work()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(what, total=None)
        return work()


def print_plan(files: Any, *, as_json: bool) -> None:
    """What each file is taken for, and what becomes of its columns."""
    if as_json:
        print_result(files, as_json=True)
        return
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    for file in files:
        kind = f"{file['kind']}" + (f" ({file['platform']})" if file["platform"] else "")
        again = ", read before: nothing new" if file["already_read"] else ""
        console.print(f"[bold]{escape(file['name'])}[/bold]: {kind}, {file['format']}, {file['encoding']}{again}")
        read = [f"{c['header']} → {c['field']}" for c in file["columns"] if c["field"]]
        console.print("  " + escape(", ".join(read)), style="dim", highlight=False)
        left = [c["header"] for c in file["columns"] if not c["field"] or c["how"] in ("personal", "unused")]
        if left:
            console.print("  not stored: " + escape(", ".join(left)), style="dim", highlight=False)


def show_imported(result: Any, console: Console) -> None:
    """What went in, what was left out, and what to do next."""
    for name, counts in result.tables.items():
        console.print(
            f"{name}: {counts['added']:,} new, {counts['changed']:,} changed, {counts['unchanged']:,} as before"
        )
    for reason, rows in result.set_aside.items():
        console.print(f"left out: {rows:,} rows, {reason}")
    for note in result.notes:
        console.print(f"[yellow]note[/yellow]: {note}", highlight=False)
    _show_rejects(result, console)
    if not result.confirmed:
        console.print(
            f"\nCompare the totals with your back office (`storehelm totals --store {result.store}`), then say "
            f"`storehelm confirm --store {result.store}`: advice waits for it."
        )


def _show_rejects(result: Any, console: Console) -> None:
    if not result.rejected:
        return
    rows = "1 row" if result.rejected == 1 else f"{result.rejected:,} rows"
    console.print(f"\n[red]{rows} did not fit[/red], kept in {result.rejects_file}")
    for row in result.first_rejects:
        console.print(f"  row {row['row']}: {row['field']} {row['reason']}. {row['mend']}", highlight=False)
