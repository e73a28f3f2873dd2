"""The store files this process has open: each once, closed again when idle."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.store import Warehouse


@dataclass(slots=True)
class _Open:
    warehouse: Warehouse
    used: float


class Pool:
    """Opens `<folder>/<slug>/warehouse.duckdb` on demand; `close_idle` closes those unused for `idle_seconds`."""

    def __init__(self, folder: Path, *, memory_limit: str, threads: int, idle_seconds: float = 600.0) -> None:
        self._folder = folder
        self._memory_limit = memory_limit
        self._threads = threads
        self._idle_seconds = idle_seconds
        self._open: dict[str, _Open] = {}
        self._lock = threading.Lock()

    def path(self, slug: str) -> Path:
        return self._folder / slug / "warehouse.duckdb"

    def get(self, info: StoreInfo) -> Warehouse:
        """The store's warehouse, opened if need be."""
        with self._lock:
            held = self._open.get(info.slug)
            if held is None:
                engine = DuckDBEngine(self.path(info.slug), memory_limit=self._memory_limit, threads=self._threads)
                held = self._open[info.slug] = _Open(Warehouse(info, engine), monotonic())
            held.used = monotonic()
            held.warehouse.info = info
            return held.warehouse

    def close_idle(self) -> list[str]:
        """Close stores unused for a while; returns their slugs."""
        with self._lock:
            limit = monotonic() - self._idle_seconds
            idle = [slug for slug, held in self._open.items() if held.used < limit]
            for slug in idle:
                self._open.pop(slug).warehouse.close()
            return idle

    def drop(self, slug: str) -> None:
        """Close one store, as before a backup, a restore or its deletion."""
        with self._lock:
            held = self._open.pop(slug, None)
            if held is not None:
                held.warehouse.close()

    def close(self) -> None:
        with self._lock:
            for held in self._open.values():
                held.warehouse.close()
            self._open.clear()
