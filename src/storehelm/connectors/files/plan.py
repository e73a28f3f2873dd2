"""What an import would do, for showing before it is done: each file's kind, columns and assumptions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from storehelm.connectors.files import text
from storehelm.connectors.files.mapping import Fit, fit
from storehelm.connectors.files.mapping import Mapping as Said
from storehelm.connectors.files.read import known, said_of

How = Literal["platform", "guessed", "said", "personal", "unused"]


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column: the field it is read as, and how that is known; a "personal" or "unused" one is not stored."""

    header: str
    field: str
    how: How


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file: what it looks like, what it holds, and what becomes of each column."""

    name: str
    source: str
    format: str
    encoding: str
    delimiter: str
    sheet: str
    kind: str
    platform: str
    columns: tuple[ColumnPlan, ...]
    already_read: bool = False


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The files of an import, and a mapping that says in full what was guessed, to be corrected and given back."""

    files: tuple[FilePlan, ...]
    mapping: Said = field(default_factory=Said)


def plan(
    paths: list[str | Path], settings: Mapping[str, Any], cursor: Callable[[str], str] | None = None
) -> ImportPlan:
    """Look at each file without importing it; raises `BadInput` as the import would for what its header shows."""
    said = said_of(settings)
    shown: list[FilePlan] = []
    fits: list[Fit] = []
    with tempfile.TemporaryDirectory(prefix="storehelm-") as folder:
        for number, path in enumerate(paths):
            own = Path(folder) / str(number)
            own.mkdir()
            one, fitted = _plan_file(Path(path), said, own, cursor)
            shown.append(one)
            fits.append(fitted)
    return ImportPlan(tuple(shown), _as_mapping(fits[0]) if len(fits) == 1 else said)


def _plan_file(path: Path, said: Said, folder: Path, cursor: Callable[[str], str] | None) -> tuple[FilePlan, Fit]:
    file = known(path, said)
    opened = text.open_file(path, said, folder, whole=False)
    fitted = fit(opened.headers, said, opened.name)
    done = cursor is not None and cursor(file.source) == file.cursor
    looks = opened.looks
    plan = FilePlan(
        opened.name, file.source, looks.format, looks.encoding, opened.delimiter, opened.sheet, fitted.kind.name,
        fitted.platform, _columns(opened.headers, fitted), done,
    )  # fmt: skip
    return plan, fitted


def _columns(headers: list[str], fitted: Fit) -> tuple[ColumnPlan, ...]:
    used = {header: name for name, given in fitted.columns.items() for header in given}
    personal, _ = text.dropped_headers(headers, set(used))
    return tuple(_column(header, used.get(header, ""), header in personal, fitted) for header in headers)


def _column(header: str, name: str, personal: bool, fitted: Fit) -> ColumnPlan:
    if not name:
        return ColumnPlan(header, "", "personal" if personal else "unused")
    if name in fitted.from_owner:
        return ColumnPlan(header, name, "said")
    by_platform = fitted.export is not None and name in fitted.export.columns
    return ColumnPlan(header, name, "platform" if by_platform else "guessed")


def _as_mapping(fitted: Fit) -> Said:
    from dataclasses import replace

    columns = {name: given[0] if len(given) == 1 else list(given) for name, given in fitted.columns.items()}
    return replace(fitted.said, kind=fitted.kind.name, columns=columns)
