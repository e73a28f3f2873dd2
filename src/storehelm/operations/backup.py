"""A consistent copy of everything, made while the server runs."""

from __future__ import annotations

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from storehelm import __version__
from storehelm.core.errors import BadInput, StorehelmError
from storehelm.core.settings import current
from storehelm.operations import manifest
from storehelm.operations.actor import Actor
from storehelm.operations.database_copy import copy_database, kind
from storehelm.operations.handle import StoreHandle, info_of, now, pool
from storehelm.operations.registry import operation
from storehelm.operations.remembered import recall, remember

KEEP = 14
HOUR = 2
_HALF_DONE_SECONDS = 6 * 3600
_OWN = ("warehouse.duckdb",)


@operation("manage", audit="made a backup in {folder}", about="machine", local=True)
def backup(*, actor: Actor, folder: Path, keep: int = KEEP) -> dict[str, Any]:
    """Copy everything to a dated folder in FOLDER, keeping the newest copies only (--keep 0 keeps all)."""
    del actor
    return make_backup(folder, keep=keep, moment=now())


@operation(
    "manage", audit="nightly backup: folder {folder}, hour {hour}, keep {keep}, off {off}", about="machine", local=True
)
def backup_settings(
    *, actor: Actor, folder: Path | None = None, hour: int | None = None, keep: int | None = None, off: bool = False
) -> dict[str, Any]:
    """Back up each night while the server runs: to which folder, at which hour (UTC), and how many copies to keep."""
    del actor
    if hour is not None and not 0 <= hour <= 23:
        raise BadInput(f"{hour} is no hour of the day.", field="hour", mend="Give 0 to 23.")
    if keep is not None and keep < 0:
        raise BadInput("A number of copies to keep is not negative.", field="keep", mend="Give 0 to keep all.")
    given = {"folder": str(folder) if folder else None, "hour": hour, "keep": keep}
    kept = remember("backup", **{name: value for name, value in given.items() if value is not None})
    if off:
        kept = remember("backup", folder="")
    shown = {"folder": kept.get("folder", ""), "hour": kept.get("hour", HOUR), "keep": kept.get("keep", KEEP)}
    return shown | {"last": recall("backup.last").get("at", "")}


def make_backup(folder: Path, *, keep: int, moment: datetime) -> dict[str, Any]:
    """A whole backup under its final name, or none: it is written beside it and renamed when it is on the disk.

    `moment` is naive UTC and names the backup. Raises `StorehelmError` where the disk is full or a part cannot be read.
    """
    if keep < 0:
        raise BadInput("A number of copies to keep is not negative.", field="keep", mend="Give 0 to keep all.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    _room_for(folder)
    final = _free_name(folder, moment)
    part = folder / f".{final.name}-{uuid4().hex[:8]}.part"
    part.mkdir(mode=0o700)
    try:
        written = _fill(part, moment)
        part.replace(final)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorehelmError(f"The backup failed: {reason}.", mend="See to the disk, then try again.") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    remember("backup.last", at=moment.isoformat(), path=str(final))
    removed = _prune(folder, keep)
    return {"path": str(final), "bytes": written.size, "stores": list(written.stores), "removed": removed}


def _free_name(folder: Path, moment: datetime) -> Path:
    """The moment's name, or a later second's where a backup was made within this one."""
    while (final := folder / f"storehelm-{moment:%Y%m%d-%H%M%S}").exists():
        moment += timedelta(seconds=1)
    return final


def _fill(part: Path, moment: datetime) -> manifest.Manifest:
    """Facts first, then the database that says which of them a person confirmed: never the other way round."""
    copied: set[str] = set()
    _copy_stores(part, copied)
    copy_database(part)
    _copy_stores(part, copied)
    shutil.copy2(current().home / "secret.key", part / "secret.key")
    paths = sorted(path for path in part.rglob("*") if path.is_file())
    for path in paths:
        path.chmod(0o600)
    files = tuple(manifest.held(part, path) for path in paths)
    whole = manifest.Manifest(__version__, moment.isoformat(), kind(), tuple(sorted(copied)), files)
    manifest.write(part, whole)
    return whole


def _copy_stores(part: Path, copied: set[str]) -> None:
    """Stores that are there and not yet copied."""
    from storehelm.state.models import Store

    for record in Store.objects.order_by("slug"):
        source = pool().path(record.slug)
        if record.slug in copied or not source.exists():
            continue
        into = part / "stores" / record.slug
        into.mkdir(parents=True)
        StoreHandle(record, info_of(record)).warehouse.copy_to(into / source.name)
        for beside in source.parent.iterdir():
            if beside.is_file() and not beside.name.startswith(_OWN):
                shutil.copy2(beside, into / beside.name)
        copied.add(record.slug)


def _room_for(folder: Path) -> None:
    home = current().home
    needed = sum(p.stat().st_size for p in [*home.glob("*.sqlite3"), *current().stores.glob("*/*")] if p.is_file())
    free = shutil.disk_usage(folder).free
    if free < needed * 1.1:
        said = f"{folder} has {free // 2**20} MB free, and the backup needs about {needed // 2**20} MB."
        raise StorehelmError(said, mend="Free some space, or choose another folder.")


def _sweep(folder: Path) -> None:
    """What a killed backup left behind."""
    for left in folder.glob(".storehelm-*.part"):
        if time.time() - left.stat().st_mtime > _HALF_DONE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _prune(folder: Path, keep: int) -> list[str]:
    old = manifest.backups_in(folder)[:-keep] if keep else []
    for path in old:
        gone = path.with_name(f".{path.name}.part")
        path.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)
    return [path.name for path in old]
