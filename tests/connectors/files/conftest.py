"""A store in memory or in a file, and an import into it as the operation above does it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from storehelm.connectors.files import read
from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.load import load
from storehelm.warehouse.store import Warehouse

NOW = dt.datetime(2026, 6, 1, 8, 0)


class Importer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "store" / "warehouse.duckdb"
        self.warehouse = Warehouse(StoreInfo("shop", currency="PLN", timezone="Europe/Warsaw"), DuckDBEngine(self.file))
        self.notes: list[str] = []
        self.rejected = []

    def write(self, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def run(self, *paths: Path, **mapping) -> list:
        settings = {
            "paths": paths, "mapping": mapping, "secret": b"secret", "currency": "PLN", "timezone": "Europe/Warsaw",
            "today": dt.date(2026, 6, 1),
        }  # fmt: skip
        results = []
        with self.warehouse.writing() as writer:
            for batch in read(settings, self.warehouse.cursor, writer.staging):
                results.append(load(writer, batch, now=NOW))
                self.notes += map(str, batch.notes)
                self.rejected += batch.rejected
        return results

    def ask(self, sql: str) -> list[tuple]:
        return list(self.warehouse.query(sql, as_of=None).rows)


@pytest.fixture
def shop(tmp_path: Path):
    importer = Importer(tmp_path)
    yield importer
    importer.warehouse.close()
