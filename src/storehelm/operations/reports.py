"""The analyses' reports of a store and day, thought through once as long as no fact changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date
from typing import Any

from storehelm.core.report import Report
from storehelm.operations.handle import StoreHandle

_KEPT = 32
_kept: OrderedDict[tuple[Any, ...], list[Report]] = OrderedDict()
_lock = threading.Lock()


def reports(store: StoreHandle, as_of: date) -> list[Report]:
    """Every analysis' report; the same objects again until the store's facts or its confirmation change."""
    from storehelm.analyses import answers

    warehouse = store.warehouse
    key = (store.slug, id(warehouse), warehouse.version, as_of, store.info.confirmed)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = answers(warehouse, as_of=as_of)
    with _lock:
        _kept[key] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found
