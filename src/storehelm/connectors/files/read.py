"""Read files into batches, one a file: each goes in whole or not at all, and the same file again changes nothing."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storehelm.connectors.files import rows as row_store
from storehelm.connectors.files import sales, sniff, text
from storehelm.connectors.files.fields import currency_in
from storehelm.connectors.files.mapping import Fit, check, fit, load_mapping
from storehelm.connectors.files.mapping import Mapping as Said
from storehelm.core.connector import Batch, Select
from storehelm.core.errors import BadInput
from storehelm.core.text import t

READER = "1"  # raised when the same file would be read differently


@dataclass(frozen=True, slots=True)
class Known:
    """A file by its content: `source` names it in the warehouse's books, `cursor` also tells how it was read."""

    path: Path
    source: str
    cursor: str


def known(path: Path, said: Said) -> Known:
    digest = sniff.fingerprint(path)
    how = hashlib.sha256(f"{READER}{said.stamp()}".encode()).hexdigest()[:16]
    return Known(path, f"file:{digest[:12]}:{path.name}", f"{digest}:{how}")


def said_of(settings: Mapping[str, Any]) -> Said:
    """The mapping of an import: a `Mapping`, plain settings, or the path of a TOML file."""
    given = settings.get("mapping")
    if given is None or isinstance(given, Said):
        return given or Said()
    return check(given) if isinstance(given, Mapping) else load_mapping(Path(given))


def read(settings: Mapping[str, Any], cursor: Callable[[str], str] | str, staging: Any) -> Iterator[Batch]:
    """Batches of the files in `settings["paths"]`, orders before what refers to them.

    `settings`: `paths`, `secret` (bytes, keys the hashes), `currency` and `timezone` of the store, `today` (a date,
    the day of a stock file that names none), optional `mapping`. `cursor` gives what the books hold for a source; a
    file that is there already, read in the same way, is passed over. `staging` is the writer's own DuckDB connection:
    consume each batch before asking for the next.
    """
    said = said_of(settings)
    ask = cursor if callable(cursor) else (lambda _source: cursor)
    with tempfile.TemporaryDirectory(prefix="storehelm-") as folder:
        ready = [
            _open(known(Path(path), said), said, Path(folder), n) for n, path in enumerate(settings["paths"]) if path
        ]
        for file, opened, fitted in sorted(ready, key=lambda entry: entry[2].kind.rank):
            if ask(file.source) != file.cursor:
                yield from _batch(file, opened, fitted, settings, staging)


def _open(file: Known, said: Said, folder: Path, number: int) -> tuple[Known, text.Opened, Fit]:
    own = folder / str(number)
    own.mkdir()
    opened = text.open_file(file.path, said, own)
    return file, opened, fit(opened.headers, said, opened.name)


def _batch(file: Known, opened: text.Opened, fitted: Fit, settings: Mapping[str, Any], staging: Any) -> Iterator[Batch]:
    secret = settings.get("secret") or b""
    emails = {name for name in fitted.columns if fitted.kind.field(name).type == "email"}
    if emails and not secret:
        raise BadInput("There is no secret to hash e-mails with.", mend="Give the machine's secret.", file=opened.name)
    staged = text.stage(staging, opened, fitted.columns, emails, secret)
    rows = row_store.FileRows(
        connection=staging, fit=fitted, opened=opened, staged=staged, secret=secret,
        zone=settings.get("timezone") or "UTC",
        currency=currency_in(_amount_headers(fitted)) or settings.get("currency") or "EUR",
        today=fitted.said.day or str(settings.get("today") or "1970-01-01"),
    )  # fmt: skip
    try:
        row_store.read_rows(rows)
        tables = {name: Select(sql, staging) for name, sql in fitted.kind.build(rows).items()}
        rejected = sorted(staged.rejected + rows.rejected, key=lambda r: r.row)
        _say_reading(rows)
        yield Batch(tables, file.source, page=opened.name, cursor=file.cursor, rejected=rejected, notes=rows.notes)
    finally:
        for part in (text, row_store, sales):
            part.drop(staging)


def _amount_headers(fitted: Fit) -> list[str]:
    return [h for name, headers in fitted.columns.items() if fitted.kind.field(name).type == "amount" for h in headers]


def _say_reading(rows: row_store.FileRows) -> None:
    looks = rows.opened.looks
    if looks.guessed_encoding:
        rows.notes.append(
            t("The letters of {file} were recognised as {encoding}; if names look wrong, say the encoding in the "
              "mapping file.",
              file=rows.opened.name, encoding=looks.encoding)
        )  # fmt: skip
