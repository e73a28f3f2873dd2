"""Exports known by name. A new platform is a file of this folder that holds `EXPORTS`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from storehelm.connectors.files.fields import plain
from storehelm.core.discovery import load, names


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export of one platform.

    `marks` are headers that together give it away. `columns` says what its columns are (a field to its possible
    headers, first filled one first; none at all keeps a field from being guessed); the rest is guessed as in any file.
    `settings` are what the platform's own rules say, such as prices that include VAT; the mapping file overrules them.
    `order_blocks`: an order's fields stand on its first row only.
    """

    title: str
    kind: str
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    order_blocks: bool = False


@cache
def exports() -> tuple[Export, ...]:
    """Every known export, the most particular first."""
    found = [export for name in names(__name__) for export in load(__name__, name).EXPORTS]
    return tuple(sorted(found, key=lambda export: -len(export.marks)))


def recognise(headers: list[str]) -> Export | None:
    """The platform's export that these headers give away."""
    have = {plain(header) for header in headers}
    return next((export for export in exports() if all(plain(mark) in have for mark in export.marks)), None)


def known_headers() -> frozenset[str]:
    """Header words of all exports, to find the header row by."""
    own = {plain(word) for export in exports() for words in export.columns.values() for word in words}
    return frozenset(own | {plain(mark) for export in exports() for mark in export.marks})
