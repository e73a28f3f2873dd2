"""The store files this process has open: each once, closed again when idle."""

from __future__ import annotations

import threading
from pathlib import Path

from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.store import Warehouse


class Pool:
    """Opens `<folder>/<slug>/warehouse.duckdb` on demand; `close_idle` closes those unused for `idle_seconds`."""

    def __init__(self, folder: Path, *, memory_limit: str, threads: int, idle_seconds: float = 600.0) -> None:
        self._folder = folder
        self._memory_limit = memory_limit
        self._threads = threads
        self._idle_seconds = idle_seconds
        self._open: dict[str, Warehouse] = {}
        self._lock = threading.Lock()

    def path(self, slug: str) -> Path:
        return self._folder / slug / "warehouse.duckdb"

    def get(self, info: StoreInfo) -> Warehouse:
        """The store's warehouse, opened if need be."""
        with self._lock:
            held = self._open.get(info.slug)
            if held is None:
                engine = DuckDBEngine(self.path(info.slug), memory_limit=self._memory_limit, threads=self._threads)
                held = self._open[info.slug] = Warehouse(info, engine)
            held.in_use.touch()
            held.info = info
            return held

    def close_idle(self) -> list[str]:
        """Close stores unused for a while, none within a query or an import; returns their slugs."""
        with self._lock:
            idle = [slug for slug, held in self._open.items() if held.close_if_idle(self._idle_seconds)]
            for slug in idle:
                del self._open[slug]
            return idle

    def drop(self, slug: str) -> None:
        """Close one store, as before a backup, a restore or its deletion."""
        with self._lock:
            held = self._open.pop(slug, None)
            if held is not None:
                held.close()

    def close(self) -> None:
        with self._lock:
            for held in self._open.values():
                held.close()
            self._open.clear()
