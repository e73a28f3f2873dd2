"""The real store's raw CSV for the benches, in `.dev/bench`."""

from __future__ import annotations

from pathlib import Path

from storehelm.connectors.online_retail.fetch import fetch

FOLDER = Path(__file__).resolve().parent.parent / ".dev" / "bench"


def raw_csv() -> Path:
    """The CSV of 1,067,371 rows, downloaded once."""
    return fetch(FOLDER)
