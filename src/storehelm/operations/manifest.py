"""A backup's list of contents: which version wrote it, and each file's size and SHA-256."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from storehelm.core.errors import BadInput

MANIFEST = "manifest.json"
FORMAT = 1
BACKUP_NAME = re.compile(r"storehelm-\d{8}-\d{6}")


@dataclass(frozen=True, slots=True)
class Held:
    """One file of a backup; `path` is relative to its folder, with forward slashes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`database` is "sqlite" or "postgresql"; `made_at` is UTC in ISO 8601."""

    version: str
    made_at: str
    database: str
    stores: tuple[str, ...]
    files: tuple[Held, ...]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(held.size for held in self.files)


def held(root: Path, path: Path) -> Held:
    """A file as the manifest lists it, after it is safely on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Held(path.relative_to(root).as_posix(), path.stat().st_size, digest)


def write(root: Path, manifest: Manifest) -> None:
    path = root / MANIFEST
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **asdict(manifest)}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def read(root: Path) -> Manifest:
    """The backup's manifest; `BadInput` where the folder is no backup or was made by a newer Storehelm."""
    path = root / MANIFEST
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        form = int(said.pop("format"))
        if form > FORMAT:
            raise BadInput("The backup was made by a newer Storehelm.", file=str(path), mend="Install that version.")
        files = tuple(Held(**row) for row in said.pop("files"))
        return Manifest(**{**said, "stores": tuple(said["stores"]), "files": files})
    except FileNotFoundError:
        raise BadInput("This folder is no backup.", file=str(root), mend=_hint(root)) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise BadInput("The backup's list cannot be read.", file=str(path), mend="Take another backup.") from None


def _hint(root: Path) -> str:
    inside = backups_in(root)
    if inside:
        return f"Name one of the backups in it, such as {inside[-1]}."
    return f"Name a folder that holds a {MANIFEST}."


def backups_in(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    if not folder.is_dir():
        return []
    found = (p for p in folder.iterdir() if BACKUP_NAME.fullmatch(p.name) and (p / MANIFEST).is_file())
    return sorted(found, key=lambda path: path.name)


def verify(root: Path, manifest: Manifest) -> None:
    """Raise `BadInput` that names the first file which is absent, or not as it was when the backup was made."""
    mend = "Take another backup: this one was damaged after it was made."
    for entry in manifest.files:
        path = (root / entry.path).resolve()
        if not path.is_relative_to(root.resolve()):
            raise BadInput("The backup's list names a file outside of it.", file=entry.path, mend=mend)
        if not path.is_file():
            raise BadInput("A file of the backup is absent.", file=str(path), mend=mend)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if path.stat().st_size != entry.size or digest != entry.sha256:
            raise BadInput("A file of the backup is not what it was.", file=str(path), mend=mend)


def newer(version: str, than: str) -> bool:
    """Whether a version's numbers are beyond another's."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)[:3]]
