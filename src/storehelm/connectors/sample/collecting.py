"""Days of the world gathered into one batch's columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from storehelm.worlds.state import Columns, Events

_SMALL = {"channel", "device", "country", "campaign", "depth", "status", "method", "payment", "code", "marketplace"}


class Collected:
    """Columns by kind, with the day each row is of; `rows` counts what the largest tables will hold."""

    def __init__(self) -> None:
        self._kinds: dict[str, list[Columns]] = {}
        self.rows = 0

    def add(self, day: int, events: Events, *, traffic: bool) -> None:
        for kind, columns in events.items():
            count = len(next(iter(columns.values())))
            if kind == "prices" or not count or (kind == "sessions" and not traffic):
                continue
            kept = {name: _narrow(name, values) for name, values in columns.items()}
            kept.setdefault("day", np.full(count, day, dtype=np.int32))
            self._kinds.setdefault(kind, []).append(kept)
            self.rows += int(columns["depth"].sum()) if kind == "sessions" else count

    def register(self, staging: Any) -> set[str]:
        """Hand the columns to the staging connection as `sample_<kind>`; the kinds there are."""
        for kind, parts in self._kinds.items():
            columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
            parts.clear()
            staging.register(f"sample_{kind}", columns)
        return set(self._kinds)


def _narrow(name: str, values: np.ndarray) -> np.ndarray:
    return values.astype(np.int8) if name in _SMALL else values
