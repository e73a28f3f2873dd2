"""To another version of Storehelm, and back."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from storehelm import __version__
from storehelm.core.errors import NotFound, StorehelmError
from storehelm.core.settings import current
from storehelm.operations import versions
from storehelm.operations.actor import Actor
from storehelm.operations.backup import KEEP, make_backup
from storehelm.operations.database_copy import NAMES, kind, put_back
from storehelm.operations.handle import now, pool
from storehelm.operations.registry import operation
from storehelm.operations.remembered import recall
from storehelm.operations.restoring import refuse_while_served

_MIGRATE = "from storehelm.state.boot import ready; ready()"
_MIGRATE_BACK = (
    "import json, sys; from storehelm.state.boot import migrate_back; "
    "print(json.dumps(migrate_back(json.load(sys.stdin))))"
)


@operation("manage", audit="upgraded to {version}, back {back}", about="machine", local=True)
def upgrade(
    *,
    actor: Actor,
    version: str = "",
    wheels: Path | None = None,
    backups: Path | None = None,
    back: bool = False,
) -> dict[str, Any]:
    """Install a version (the newest, or --version) beside this one and switch to it; --back returns to the last one.

    A backup is made first. The old version stays. With --wheels no package index is asked. The server must be stopped.
    """
    del actor
    refuse_while_served()
    folder = versions.programs()
    return _go_back(folder) if back else _go_on(folder, version, wheels, backups)


def _go_on(folder: Path, version: str, wheels: Path | None, backups: Path | None) -> dict[str, Any]:
    from storehelm.state.boot import applied

    kept = recall("backup")
    where = backups or Path(kept.get("folder") or current().home / "backups")
    saved = make_backup(where, keep=int(kept.get("keep", KEEP)), moment=now())["path"]
    before = applied()
    new = versions.install(folder, _name(folder, version), version, wheels)
    found = versions.version_in(new)
    pool().close()
    try:
        versions.run(new, ["-c", _MIGRATE])
    except StorehelmError as error:
        put_back(Path(saved) / NAMES[kind()])
        shutil.rmtree(new, ignore_errors=True)
        what = f"Storehelm {found} could not bring the database up to date, and the old version stays: {error.message}"
        raise StorehelmError(what, mend="Please report this.") from None
    record = versions.Versions(str(new), str(Path(sys.prefix).resolve()), found, __version__, saved, before)
    pointer = versions.switch(folder, record)
    removed = versions.remove_others(folder, record)
    return {"from": __version__, "to": found, "use": str(pointer), "backup": saved, "removed": removed}


def _name(folder: Path, version: str) -> str:
    """A folder's name that is not taken."""
    name = f"storehelm-{version or 'newest'}"
    return name if version and not (folder / name).exists() else f"{name}-{now():%Y%m%d-%H%M%S}"


def _go_back(folder: Path) -> dict[str, Any]:
    """The database first loses what only the newer version knows, by that version's own steps."""
    record = versions.read_record(folder)
    if record is None or not versions.python_in(Path(record.previous)).exists():
        mend = "`storehelm restore` brings a backup back."
        raise NotFound("There is no earlier version to go back to.", mend=mend)
    undone: list[str] = []
    if record.applied:
        try:
            said = versions.run(Path(record.current), ["-c", _MIGRATE_BACK], json.dumps(record.applied))
            undone = json.loads(said)
        except StorehelmError as error:
            mend = f"Restore the backup made before the upgrade: {record.backup}."
            raise StorehelmError(f"The database cannot go back: {error.message}", mend=mend) from None
    swapped = replace(
        record,
        current=record.previous,
        previous=record.current,
        version=record.previous_version,
        previous_version=record.version,
        applied=[],
    )
    pointer = versions.switch(folder, swapped)
    return {
        "from": record.version,
        "to": record.previous_version,
        "use": str(pointer),
        "undone": undone,
        "backup": record.backup,
    }
