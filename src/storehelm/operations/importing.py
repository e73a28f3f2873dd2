"""Files into a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(slots=True)
class _Tally:
    """What the batches of one import came to."""

    tables: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    set_aside: dict[str, int] = field(default_factory=dict[str, int])
    rejected: list[Any] = field(default_factory=list[Any])
    notes: list[Any] = field(default_factory=list[Any])

    @property
    def moved(self) -> bool:
        return any(counts["added"] or counts["changed"] for counts in self.tables.values())

    def add(self, batch: Any, done: Any) -> None:
        self.rejected += batch.rejected
        self.notes += batch.notes
        for reason, rows in done.set_aside.items():
            self.set_aside[reason] = self.set_aside.get(reason, 0) + rows
        for name, counts in done.tables.items():
            kept = self.tables.setdefault(name, {"added": 0, "changed": 0, "unchanged": 0})
            for what in kept:
                kept[what] += getattr(counts, what)


@operation("read", audit="looked at {paths} before importing", local=True)
def plan_import(
    *, actor: Actor, store: StoreHandle, paths: list[Path], mapping: Path | None = None
) -> list[dict[str, Any]]:
    """What an import of the files would take them for, column by column; nothing is stored."""
    del actor
    from storehelm.connectors.files import plan

    _existing(paths)
    shown = plan(list(paths), _settings(store, paths, mapping), store.warehouse.cursor)
    return [_plan_row(file) for file in shown.files]


@operation("manage", audit="imported {paths}", local=True)
def import_files(*, actor: Actor, store: StoreHandle, paths: list[Path], mapping: Path | None = None) -> Imported:
    """Import files: exports of orders, products, customers, stock, advertising, tickets, shipments."""
    del actor
    from storehelm.connectors.files import plan, save_mapping, write_rejects
    from storehelm.plans import entered

    _existing(paths)
    settings = _settings(store, paths, mapping)
    shown = plan(list(paths), settings, store.warehouse.cursor)
    with _held(store) as held:
        tally = _read(store, settings)
        entered.load(store.record, store.warehouse, known_at=moment(store), now=now())
        held.keep = tally.moved
    folder = current().stores / store.slug
    save_mapping(shown.mapping, folder / "mapping.toml")
    if tally.rejected:
        write_rejects(folder / "rejects.csv", tally.rejected)
    return Imported(
        store=store.slug,
        tables=tally.tables,
        rejected=len(tally.rejected),
        set_aside=tally.set_aside,
        notes=tuple(tally.notes),
        files=tuple(_plan_row(file) for file in shown.files),
        rejects_file=str(folder / "rejects.csv") if tally.rejected else "",
        mapping_file=str(folder / "mapping.toml"),
        confirmed=store.record.confirmed_at is not None,
        unchanged=not tally.moved,
        first_rejects=tuple(_reject_row(r) for r in tally.rejected[:5]),
    )


def _read(store: StoreHandle, settings: dict[str, Any]) -> _Tally:
    """Load every file, in one transaction."""
    from storehelm.connectors import connector
    from storehelm.warehouse.load import load

    tally = _Tally()
    warehouse = store.warehouse
    with warehouse.writing() as writer:
        for batch in connector("files").read(settings, warehouse.cursor, writer.staging):
            tally.add(batch, load(writer, batch, now=now()))
    return tally


@dataclass(slots=True)
class _Held:
    keep: bool = False


@contextmanager
def _held(store: StoreHandle) -> Iterator[_Held]:
    """Advice waits from before the import on, so that a crash in its middle cannot leave new totals unlooked at.

    What was confirmed stays so where nothing moved.
    """
    before = store.record.confirmed_at
    _set_confirmed(store, None)
    held = _Held()
    try:
        yield held
    except Exception:
        _set_confirmed(store, before)  # refused whole: the facts are as they were
        raise
    if not held.keep:
        _set_confirmed(store, before)


def _set_confirmed(store: StoreHandle, moment: datetime | None) -> None:
    store.record.confirmed_at = moment
    store.record.save(update_fields=["confirmed_at"])


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
