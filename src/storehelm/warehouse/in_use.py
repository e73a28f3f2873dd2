"""Whether a store's file is in use: it is closed only when nobody asks or writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from storehelm.core.errors import StorehelmError


class InUse:
    """A context manager around each use, by any number of threads; `close_if_idle` never closes within one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._uses = 0
        self._last = monotonic()
        self._closed = False

    def __enter__(self) -> None:
        with self._lock:
            if self._closed:
                raise StorehelmError("The store's file was closed after a long pause.", mend="Ask again.")
            self._uses += 1

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self._uses -= 1
            self._last = monotonic()

    def touch(self) -> None:
        """Somebody took hold of the store and will ask soon."""
        with self._lock:
            self._last = monotonic()

    def close_if_idle(self, seconds: float, close: Callable[[], None]) -> bool:
        """Call `close` when no use is under way and the last one ended more than `seconds` ago; whether it was."""
        with self._lock:
            if self._uses or monotonic() - self._last <= seconds:
                return False
            self._closed = True
            close()
            return True
