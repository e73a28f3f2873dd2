"""Files into a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.core.serialise import register
from storehelm.core.settings import current
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, moment, now
from storehelm.operations.registry import operation


@register
@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows by table, rows left out, what was assumed, and where the rejects are.

    `files` are the plans by which they were read; `mapping_file` holds the mapping that was used, to be corrected.
    """

    store: str
    tables: dict[str, dict[str, int]]
    rejected: int
    set_aside: dict[str, int]
    notes: tuple[Any, ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    rejects_file: str = ""
    mapping_file: str = ""
    confirmed: bool = True
    unchanged: bool = False
    first_rejects: tuple[dict[str, Any], ...] = field(default_factory=tuple)


def _settings(store: StoreHandle, paths: list[Path], mapping: Path | None) -> dict[str, Any]:
    return {
        "paths": paths,
        "mapping": mapping,
        "secret": current().secret(),
        "currency": store.info.currency,
        "timezone": store.info.timezone,
        "today": store.info.day_of(now()),
    }


def _existing(paths: list[Path]) -> None:
    for path in paths:
        if not path.is_file():
            raise BadInput("There is no such file.", file=str(path), mend="Check the name and the folder.")


@operation("manage", audit="imported {paths}", local=True)
def import_files(*, actor: Actor, store: StoreHandle, paths: list[Path], mapping: Path | None = None) -> Imported:
    """Import files: exports of orders, products, customers, stock, advertising, tickets, shipments."""
    del actor
    from storehelm.connectors import connector
    from storehelm.connectors.files import plan, save_mapping, write_rejects
    from storehelm.plans import entered
    from storehelm.warehouse.load import load

    _existing(paths)
    settings = _settings(store, paths, mapping)
    warehouse = store.warehouse
    shown = plan(list(paths), settings, warehouse.cursor)
    tables: dict[str, dict[str, int]] = {}
    rejected: list[Any] = []
    set_aside: dict[str, int] = {}
    notes: list[Any] = []
    with warehouse.writing() as writer:
        for batch in connector("files").read(settings, warehouse.cursor, writer.staging):
            done = load(writer, batch, now=now())
            rejected += batch.rejected
            notes += batch.notes
            for reason, rows in done.set_aside.items():
                set_aside[reason] = set_aside.get(reason, 0) + rows
            for name, counts in done.tables.items():
                kept = tables.setdefault(name, {"added": 0, "changed": 0, "unchanged": 0})
                for what in kept:
                    kept[what] += getattr(counts, what)
    folder = current().stores / store.slug
    mapping_file = folder / "mapping.toml"
    save_mapping(shown.mapping, mapping_file)
    rejects_file = folder / "rejects.csv"
    if rejected:
        write_rejects(rejects_file, rejected)
    moved = any(counts["added"] or counts["changed"] for counts in tables.values())
    if moved:
        entered.load(store.record, warehouse, known_at=moment(store), now=now())
    if moved and store.record.confirmed_at is not None:
        store.record.confirmed_at = None
        store.record.save(update_fields=["confirmed_at"])
    return Imported(
        store=store.slug,
        tables=tables,
        rejected=len(rejected),
        set_aside=set_aside,
        notes=tuple(notes),
        files=tuple(_plan_row(file) for file in shown.files),
        rejects_file=str(rejects_file) if rejected else "",
        mapping_file=str(mapping_file),
        confirmed=store.record.confirmed_at is not None,
        unchanged=not moved,
        first_rejects=tuple(_reject_row(r) for r in rejected[:5]),
    )


def _plan_row(file: Any) -> dict[str, Any]:
    return {
        "name": file.name,
        "kind": file.kind,
        "platform": file.platform,
        "format": file.format,
        "encoding": file.encoding,
        "already_read": file.already_read,
        "columns": [{"header": c.header, "field": c.field, "how": c.how} for c in file.columns],
    }


def _reject_row(rejected: Any) -> dict[str, Any]:
    return {
        "file": rejected.file,
        "row": rejected.row,
        "field": rejected.field,
        "reason": rejected.reason,
        "mend": rejected.mend,
    }
