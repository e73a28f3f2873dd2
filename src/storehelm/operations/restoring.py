"""A backup into the home folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from storehelm import __version__
from storehelm.core.errors import BadInput, StorehelmError
from storehelm.core.settings import current
from storehelm.operations import manifest
from storehelm.operations.actor import Actor
from storehelm.operations.database_copy import NAMES, SQLITE_FILE, close_connections, copy_database, kind, put_back
from storehelm.operations.handle import now, pool
from storehelm.operations.registry import operation
from storehelm.operations.server import running

_MOVED = ("stores", "secret.key", SQLITE_FILE, f"{SQLITE_FILE}-wal", f"{SQLITE_FILE}-shm", "jobs.sqlite3")


@operation("manage", audit="restored {folder}", about="machine", local=True, bare=True)
def restore(*, actor: Actor, folder: Path, force: bool = False) -> dict[str, Any]:
    """Bring a backup into the empty home folder; --force first moves aside what is there."""
    del actor
    said = manifest.read(folder)
    if manifest.newer(said.version, __version__):
        what = f"The backup was made by Storehelm {said.version}, and this is {__version__}."
        raise BadInput(what, mend="Upgrade Storehelm first.")
    if said.database != kind():
        what = f"The backup holds a {said.database} database, and this machine is set to {kind()}."
        raise BadInput(what, mend="Set or unset STOREHELM_DATABASE_URL as it was when the backup was made.")
    refuse_while_served()
    if not force and not _is_empty():
        mend = "Restore into another STOREHELM_HOME, or say --force: what is there is moved aside first."
        raise StorehelmError(f"{current().home} is not empty.", mend=mend)
    manifest.verify(folder, said)
    aside = _bring_in(folder, said)
    return {"from": str(folder), "made": said.made_at, "stores": list(said.stores), "moved_aside": aside}


def refuse_while_served() -> None:
    """Raise when a server has this home folder's files in its hands."""
    if (server := running()) is not None:
        raise StorehelmError(f"Storehelm runs at {server.address}.", mend="Stop it first, then do this again.")


def _is_empty() -> bool:
    """Nothing that anybody entered or imported. What cannot be read is not called empty."""
    home = current().home
    if any(current().stores.glob("*/warehouse.duckdb")):
        return False
    if kind() == "sqlite" and not (home / SQLITE_FILE).exists():
        return True
    try:
        from storehelm.state.boot import ready

        ready()
        from storehelm.state.models import Person, Store

        return not (Person.objects.exists() or Store.objects.exists())
    except Exception:
        return False


def _bring_in(folder: Path, said: manifest.Manifest) -> str:
    """All is copied before anything is moved, so that a full disk changes nothing."""
    home = current().home
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = home / "restoring.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        for entry in said.files:
            target = part / entry.path
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy2(folder / entry.path, target)
        pool().close()
        close_connections()
        aside = _move_aside(home)
        for name in ("secret.key", "stores"):
            if (part / name).exists():
                (part / name).replace(home / name)
        _put_back(part / NAMES[kind()], aside)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    from storehelm.state.boot import migrate, ready

    ready()
    migrate()
    return aside


def _put_back(copy: Path, aside: str) -> None:
    try:
        put_back(copy)
    except StorehelmError as error:
        mend = f"{error.mend} What was here before is whole in {aside}." if aside else error.mend
        raise StorehelmError(error.message, mend=mend) from None


def _move_aside(home: Path) -> str:
    """What is in the home folder, to a dated folder in it; its path, empty when there was nothing."""
    there = [home / name for name in _MOVED if (home / name).exists()]
    if not there:
        return ""
    aside = home / f"before-restore-{now():%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    if kind() == "postgresql":
        copy_database(aside)
    for path in there:
        path.replace(aside / path.name)
    return str(aside)
