"""The kinds of file that can be imported. A new kind is a file of this folder that holds `KIND`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from storehelm.connectors.files.fields import Field, plain
from storehelm.core.discovery import load, names
from storehelm.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    `needs`: the file is of this kind when of each group at least one field is there. `required(rows)` names the fields
    without which a row is refused. `build(rows)` yields the SELECT for each canonical table. `rank` orders the files of
    one import and breaks ties between kinds (lower first).
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    required: Callable[[Any], tuple[str, ...]]
    build: Callable[[Any], dict[str, str]]
    rank: int

    def field(self, name: str) -> Field:
        for known in self.fields:
            if known.name == name:
                return known
        raise BadInput(
            f"'{name}' is not a field of {self.title}.",
            mend=f"Choose one of: {', '.join(f.name for f in self.fields)}.",
        )

    def guess(self, headers: list[str]) -> dict[str, str]:
        """Field to header: of the headers a field's words name, the word that stands first in its list wins."""
        by_words = {plain(header): header for header in reversed(headers)}
        found: dict[str, str] = {}
        for known in self.fields:
            header = next((by_words[w] for w in map(plain, known.words) if w in by_words), None)
            if header is not None and header not in found.values():
                found[known.name] = header
        return found

    def fits(self, fields: set[str]) -> bool:
        return all(any(name in fields for name in group) for group in self.needs)


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, by rank."""
    return tuple(sorted((load(__name__, name).KIND for name in names(__name__)), key=lambda kind: kind.rank))


def kind(name: str) -> Kind:
    for known in kinds():
        if known.name == name:
            return known
    raise BadInput(f"'{name}' is not a kind of file.", mend=f"Choose one of: {', '.join(k.name for k in kinds())}.")
