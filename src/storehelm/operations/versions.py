"""Versions of Storehelm beside each other: an environment each, and a pointer to the one in use.

In the programs' folder (the one that holds the environment Storehelm runs from, or `STOREHELM_PROGRAMS`) lie
`storehelm-<version>/` for each version, `storehelm-versions.json` that says which is in use and which was before, and
the pointer: the link `storehelm-current`, or on Windows, where links need rights, `storehelm-current.cmd`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from storehelm.core.errors import StorehelmError
from storehelm.core.settings import current

POINTER = "storehelm-current"
RECORD = "storehelm-versions.json"
_MARK = "made-by-storehelm-upgrade"


@dataclass(frozen=True, slots=True)
class Versions:
    """The environments in use and before; `backup` and `applied` (migrations) are as they were before the upgrade."""

    current: str
    previous: str
    version: str
    previous_version: str
    backup: str = ""
    applied: list[str] = field(default_factory=list[str])


def programs() -> Path:
    """The folder that holds one environment a version."""
    if named := os.environ.get("STOREHELM_PROGRAMS"):
        return Path(named).expanduser().resolve()
    if sys.prefix == sys.base_prefix:
        mend = "Install it as docs/production.md says, or upgrade it the way it was installed."
        raise StorehelmError("Storehelm does not run from an environment of its own.", mend=mend)
    return Path(sys.prefix).resolve().parent


def read_record(folder: Path) -> Versions | None:
    """What the last upgrade wrote; None when there was none."""
    try:
        return Versions(**json.loads((folder / RECORD).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        mend = "Point the service at the environment you want by hand."
        raise StorehelmError(f"{folder / RECORD} cannot be read.", mend=mend) from None


def python_in(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(folder: Path, name: str, version: str, wheels: Path | None) -> Path:
    """A new environment with that version (the newest where it is empty) in it; none is left where that fails.

    `wheels` is a folder of wheels to install from, with no package index asked.
    """
    target = folder / name
    venv.create(target, with_pip=True, symlinks=os.name != "nt")
    (target / _MARK).touch()
    extra = "[postgres]" if current().database_url else ""
    asked = f"storehelm{extra}" + (f"=={version}" if version else "")
    source = ["--no-index", f"--find-links={wheels}"] if wheels else []
    try:
        run(target, ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", *source, asked])
    except StorehelmError as error:
        shutil.rmtree(target, ignore_errors=True)
        mend = "Check the version's number and the network; nothing was changed."
        raise StorehelmError(f"{asked} could not be installed. {error.message}", mend=mend) from None
    return target


def version_in(environment: Path) -> str:
    return run(environment, ["-c", "import storehelm; print(storehelm.__version__)"]).strip()


def run(environment: Path, arguments: Sequence[str], given: str = "") -> str:
    """What an environment's Python prints; `StorehelmError` with its last line where it fails."""
    line = [str(python_in(environment)), *arguments]
    done = subprocess.run(line, input=given, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["No reason was given."])[-1]
        raise StorehelmError(said)
    return done.stdout


def switch(folder: Path, record: Versions) -> Path:
    """Point to the record's current environment, in one step; the pointer's path."""
    part = folder / f"{RECORD}.part"
    part.write_text(json.dumps(asdict(record), indent=2), encoding="utf-8")
    part.replace(folder / RECORD)
    return _command_file(folder, record) if os.name == "nt" else _link(folder, record)


def _link(folder: Path, record: Versions) -> Path:
    part = folder / f".{POINTER}.part"
    part.unlink(missing_ok=True)
    part.symlink_to(record.current, target_is_directory=True)
    part.replace(folder / POINTER)
    return folder / POINTER


def _command_file(folder: Path, record: Versions) -> Path:
    part = folder / f"{POINTER}.part"
    part.write_text(f'@"{Path(record.current) / "Scripts" / "storehelm.exe"}" %*\r\n', encoding="utf-8")
    return part.replace(folder / f"{POINTER}.cmd")


def remove_others(folder: Path, record: Versions) -> list[str]:
    """Delete environments of earlier upgrades, but for the one in use and the one to go back to."""
    kept = {Path(record.current).resolve(), Path(record.previous).resolve(), Path(sys.prefix).resolve()}
    others = [mark.parent for mark in folder.glob(f"*/{_MARK}") if mark.parent.resolve() not in kept]
    for path in others:
        if not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
    return [path.name for path in others if not path.is_symlink()]
