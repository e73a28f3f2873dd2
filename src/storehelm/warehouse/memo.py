"""Answers the warehouse has just given: the same question again, of the same facts, is not asked twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from storehelm.warehouse.rows import Rows

MOST_ROWS = 200_000


class Memo:
    """The last answers, at most `most_rows` rows in all, of the facts as they were at one version of them."""

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self._most = most_rows
        self._held = 0
        self._version = 0
        self._answers: OrderedDict[Any, Rows] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any, version: int) -> Rows | None:
        with self._lock:
            if version != self._version:
                return None
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def keep(self, key: Any, rows: Rows, version: int) -> None:
        """Keep an answer that was asked for at `version`; one of facts that have changed since is not kept."""
        with self._lock:
            if version > self._version:
                self._answers.clear()
                self._held, self._version = 0, version
            if version < self._version or key in self._answers:
                return
            self._answers[key] = rows
            self._held += len(rows) + 1
            while self._held > self._most:
                self._held -= len(self._answers.popitem(last=False)[1]) + 1


def key_of(sql: str, facts: Any, values: Mapping[str, Any]) -> Any:
    """What makes two questions the same: their text and what their parameters say."""
    return sql, facts, tuple((name, repr(values[name])) for name in sorted(values))
