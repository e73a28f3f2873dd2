"""The machine: Python, the home folder, its secret, the disk, the limits."""

from __future__ import annotations

import os
import platform
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from storehelm import __version__
from storehelm.core.settings import current
from storehelm.core.text import Text, t
from storehelm.operations.checks import Line

_LITTLE_MB, _TOO_LITTLE_MB = 2000, 300


def machine() -> Iterator[Line]:
    """Lines about what Storehelm stands on."""
    settings = current()
    yield Line(
        t("Version"), "ok", t("Storehelm {own} on Python {python}", own=__version__, python=platform.python_version())
    )
    yield _private(settings.home, t("Home folder"), "700")
    yield _private(settings.home / "secret.key", t("Secret key"), "600")
    yield _disk(settings.home)
    limits = {"memory": settings.memory_limit, "threads": settings.threads}
    yield Line(t("Limits"), "ok", t("{memory} of memory and {threads} threads for each open store", **limits))


def _private(path: Path, about: Text, mode: str) -> Line:
    """Whether nobody but its owner can read it; Windows keeps this in other ways and is not asked."""
    if not path.exists():
        return Line(about, "look", t("{path} is not there yet", path=str(path)), t("It is made on the first use."))
    if not os.access(path, os.R_OK | os.W_OK):
        mending = t("Run Storehelm as the user who owns it.")
        return Line(about, "broken", t("{path} cannot be read and written", path=str(path)), mending)
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        mending = t("Say: {command}", command=f"chmod {mode} {path}")
        return Line(about, "look", t("Other users can read {path}", path=str(path)), mending)
    return Line(about, "ok", t("{path}, readable by its owner only", path=str(path)))


def _disk(home: Path) -> Line:
    free = shutil.disk_usage(home if home.exists() else home.anchor).free // 2**20
    said, mend = t("{free} MB free", free=free), t("Free some space: loads and backups need it.")
    if free < _TOO_LITTLE_MB:
        return Line(t("Disk"), "broken", said, mend)
    return Line(t("Disk"), "look", said, mend) if free < _LITTLE_MB else Line(t("Disk"), "ok", said)
