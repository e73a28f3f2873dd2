"""Which column of a file is what: guessed, shown, corrected with a small TOML file, checked."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from storehelm.connectors.files.fields import plain
from storehelm.connectors.files.kinds import Kind, kind, kinds
from storehelm.connectors.files.platforms import Export, recognise
from storehelm.connectors.files.statuses import CANONICAL
from storehelm.core.errors import BadInput

_CHOICES = {"decimal": (".", ","), "date_order": ("dmy", "mdy"), "prices": ("gross", "net")}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the owner says of a file; empty where the file speaks for itself.

    `columns`: field to header, or to several headers of which the first filled one counts; "" leaves a field out.
    `status`: a word of the file to pending, sold, shipped, delivered, cancelled or test. `vat_rate` in percent.
    """

    kind: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    decimal: str = ""
    date_order: str = ""
    currency: str = ""
    prices: str = ""
    vat_rate: float | None = None
    day: str = ""
    columns: AnyMapping[str, str | list[str]] = field(default_factory=dict[str, Any])
    status: AnyMapping[str, str] = field(default_factory=dict[str, str])

    def stamp(self) -> str:
        """A text that differs when the mapping differs."""
        return json.dumps({f.name: getattr(self, f.name) for f in fields(self)}, sort_keys=True, default=str)


def load_mapping(path: Path) -> Mapping:
    """The mapping file; raises `BadInput` that names the line or setting at fault."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BadInput("There is no such mapping file.", mend="Check the path.", file=path.name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            f"The mapping file cannot be read: {error}.", mend="See the example in the README.", file=path.name
        ) from None
    return check(given, path.name)


def check(given: AnyMapping[str, Any], file: str = "") -> Mapping:
    """A mapping from plain settings; refuses names and values that mean nothing, saying which ones do."""
    names = [f.name for f in fields(Mapping)]
    for name, value in given.items():
        if name not in names:
            raise BadInput(f"'{name}' is not a setting.", mend=f"Choose from: {', '.join(names)}.", file=file)
        if name in _CHOICES and value not in _CHOICES[name]:
            raise BadInput(
                f"{name} is '{value}'.", mend=f"Use one of: {', '.join(_CHOICES[name])}", file=file, field=name
            )
    for word, meaning in given.get("status", {}).items():
        if meaning not in CANONICAL:
            raise BadInput(
                f"Status '{word}' is said to be '{meaning}'.", mend=f"Use one of: {', '.join(CANONICAL)}.", file=file
            )
    rate = given.get("vat_rate")
    if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate < 100):
        raise BadInput(f"vat_rate is '{rate}'.", mend="Give percent, such as 23.", file=file, field="vat_rate")
    values: dict[str, Any] = {k: str(v) if k == "day" else v for k, v in given.items()}
    return Mapping(**values)


def save_mapping(mapping: Mapping, path: Path) -> None:
    """Write the mapping so that a person can correct it."""
    lines = [f"{f.name} = {_toml(getattr(mapping, f.name))}" for f in fields(Mapping) if _said(mapping, f.name)]
    for table in ("columns", "status"):
        entries = getattr(mapping, table)
        if entries:
            lines += ["", f"[{table}]", *(f"{_toml(str(k))} = {_toml(v)}" for k, v in entries.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _said(mapping: Mapping, name: str) -> bool:
    return name not in ("columns", "status") and getattr(mapping, name) not in ("", None)


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Fit:
    """A file's kind and, field by field, the headers it is read from. `export` is the platform's, where recognised."""

    kind: Kind
    columns: dict[str, tuple[str, ...]]
    export: Export | None
    said: Mapping
    from_owner: frozenset[str] = frozenset()

    @property
    def platform(self) -> str:
        return self.export.title if self.export else ""


def fit(headers: list[str], said: Mapping, file: str) -> Fit:
    """What the file holds: the owner's word first, then the platform's export by name, then a guess from the header."""
    export = recognise(headers)
    named = kind(said.kind) if said.kind else None
    if export is not None and named is not None and export.kind != named.name:
        export = None
    chosen = named or (kind(export.kind) if export else _best(headers, said, file))
    columns: dict[str, tuple[str, ...]] = {f: (h,) for f, h in chosen.guess(headers).items()}
    if export is not None:
        columns = _of_export(export, headers, columns)
    owner = _owners(said, chosen, headers, file)
    taken = {h for given in owner.values() for h in given}
    columns = {f: h for f, h in columns.items() if f in owner or not taken.intersection(h)} | owner
    columns = {f: h for f, h in columns.items() if h}
    if not chosen.fits(set(columns)):
        raise _misses(chosen, set(columns), headers, file)
    return Fit(chosen, columns, export, _with_export(said, export), frozenset(owner))


def _of_export(export: Export, headers: list[str], guessed: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    by_words = {plain(header): header for header in reversed(headers)}
    own = {f: tuple(by_words[plain(w)] for w in words if plain(w) in by_words) for f, words in export.columns.items()}
    own = {f: found for f, found in own.items() if found or not export.columns[f]}
    taken = {header for found in own.values() for header in found}
    return {f: h for f, h in guessed.items() if f not in own and not taken.intersection(h)} | own


def _owners(said: Mapping, chosen: Kind, headers: list[str], file: str) -> dict[str, tuple[str, ...]]:
    by_words = {plain(header): header for header in reversed(headers)}
    found: dict[str, tuple[str, ...]] = {}
    for name, given in said.columns.items():
        chosen.field(name)
        wanted = [given] if isinstance(given, str) else list(given)
        missing = [w for w in wanted if w and w not in headers and plain(w) not in by_words]
        if missing:
            raise BadInput(
                f"The mapping names column '{missing[0]}', which the file does not have.",
                mend=f"It has: {', '.join(headers)}.", file=file, field=name,
            )  # fmt: skip
        found[name] = tuple(w if w in headers else by_words[plain(w)] for w in wanted if w)
    return found


def _best(headers: list[str], said: Mapping, file: str) -> Kind:
    """The kind whose needs are met and that has a use for most columns."""
    fitting: list[tuple[int, int, Kind]] = []
    for one in kinds():
        guessed = set(one.guess(headers)) | {name for name, header in said.columns.items() if header}
        if one.fits(guessed):
            fitting.append((len(guessed), -one.rank, one))
    if not fitting:
        raise _unknown(headers, file)
    return max(fitting, key=lambda entry: entry[:2])[2]


def _unknown(headers: list[str], file: str) -> BadInput:
    names = ", ".join(k.name for k in kinds())
    return BadInput(
        f"The columns do not say what this file holds: {', '.join(headers[:12])}.",
        mend=f"Say kind = (one of {names}) and the columns in a mapping file.", file=file,
    )  # fmt: skip


def _misses(chosen: Kind, have: set[str], headers: list[str], file: str) -> BadInput:
    lacking = next(group for group in chosen.needs if not have.intersection(group))
    return BadInput(
        f"A file of {chosen.title} needs {' or '.join(lacking)}, and no column is known as that.",
        mend=f"Say in the mapping file which one it is: {', '.join(headers[:20])}.", file=file, field=lacking[0],
    )  # fmt: skip


def _with_export(said: Mapping, export: Export | None) -> Mapping:
    if export is None:
        return said
    defaults = {k: v for k, v in export.settings.items() if not getattr(said, k)}
    return replace(said, **defaults)
