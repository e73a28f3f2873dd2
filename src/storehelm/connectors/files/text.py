"""Bring a file onto the staging connection as text: one column a field, rows numbered as in the file.

E-mails are hashed in the very SELECT that reads the file, so no table, and nothing the engine might spill, holds one.
"""

from __future__ import annotations

import bisect
import csv
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from storehelm.connectors.files import sniff
from storehelm.connectors.files.fields import is_personal
from storehelm.connectors.files.kinds import kinds
from storehelm.connectors.files.mapping import Mapping as Said
from storehelm.connectors.files.platforms import known_headers
from storehelm.core.connector import Rejected
from storehelm.core.errors import BadInput
from storehelm.core.identity import hmac_pads

TABLE = "file_text"
PEEK = 1 << 17


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be read: `path` is UTF-8 text or Parquet; `row_one` numbers the first data row."""

    path: Path
    name: str
    looks: sniff.Looks
    headers: list[str]
    delimiter: str = ","
    skip: int = 0
    sheet: str = ""
    plain_numbers: bool = False

    @property
    def row_one(self) -> int:
        return 1 if self.looks.format in ("jsonl", "parquet") else self.skip + 2


def open_file(path: Path, said: Said, folder: Path, *, whole: bool = True) -> Opened:
    """Look at the file, and turn it into what the engine reads; temporary files go to `folder`.

    With `whole=False` no more is converted than the header needs.
    """
    looks = sniff.look(path, said.encoding)
    match looks.format:
        case "parquet":
            return Opened(path, path.name, looks, _parquet_headers(path), plain_numbers=True)
        case "xlsx":
            return _open_sheet(path, looks, said, folder)
        case "jsonl":
            ready = _as_utf8(path, looks, folder)
            return Opened(ready, path.name, looks, _json_keys(ready, path.name), plain_numbers=True)
        case _:
            return _open_text(_as_utf8(path, looks, folder) if whole else path, path.name, looks, said)


def _as_utf8(path: Path, looks: sniff.Looks, folder: Path) -> Path:
    if looks.encoding == "utf-8":
        return path
    target = folder / f"{path.stem}.utf8"
    sniff.to_utf8(path, looks.encoding, target)
    return target


def _known() -> frozenset[str]:
    words = {sniff.plain(word) for kind in kinds() for field_ in kind.fields for word in field_.words}
    return frozenset(words | known_headers())


def _open_text(ready: Path, name: str, looks: sniff.Looks, said: Said) -> Opened:
    with ready.open("rb") as file:
        head = file.read(PEEK)
    text = head.decode("utf-8-sig" if ready.suffix == ".utf8" else _sig(looks.encoding), "replace")
    header = sniff.read_header(text.removeprefix("\ufeff"), name, _known(), said.delimiter)
    return Opened(ready, name, looks, header.cells, header.delimiter, header.skip)


def _sig(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _parquet_headers(path: Path) -> list[str]:
    import duckdb

    try:
        with duckdb.connect() as connection:
            return [
                row[0] for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            ]
    except duckdb.Error:
        raise BadInput("The Parquet file is cut off or damaged.", mend="Export it again.", file=path.name) from None


def _open_sheet(path: Path, looks: sniff.Looks, said: Said, folder: Path) -> Opened:
    rows, sheet = _sheet_rows(path, said.sheet)
    target = folder / f"{path.stem}.utf8"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_ALL)
        for row in rows:
            writer.writerow([_cell(value) for value in row])
    opened = _open_text(target, path.name, looks, Said(delimiter="\t"))
    return Opened(target, path.name, looks, opened.headers, "\t", opened.skip, sheet)


def _sheet_rows(path: Path, wanted: str) -> tuple[list[list[Any]], str]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError):
        raise BadInput(
            "The workbook cannot be opened.", mend="Save it again as XLSX without a password.", file=path.name
        ) from None
    if wanted and wanted not in book.sheet_names:
        raise BadInput(f"There is no sheet '{wanted}'.", mend=f"It has: {', '.join(book.sheet_names)}.", file=path.name)
    for name in [wanted] if wanted else book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in rows):
            return rows, name
    raise BadInput("The workbook has no filled sheet.", mend="Export it again.", file=path.name)


def _cell(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            text = f"{value:.6f}".rstrip("0")
            return text + "0" if len(text.split(".")[1]) == 3 else text  # a number is a number: never "1.234" in doubt
        case datetime():
            return value.isoformat(" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _json_keys(path: Path, name: str) -> list[str]:
    """Keys of the first thousand objects, those of an object within by `outer.inner`."""
    keys: dict[str, None] = {}
    with path.open(encoding="utf-8-sig") as file:
        for line in itertools.islice(file, 1000):
            try:
                record = json.loads(line)
            except json.JSONDecodeError:
                continue
            keys |= dict.fromkeys(_flat_keys(record)) if isinstance(record, dict) else {}
    if not keys:
        raise BadInput("No line is a JSON object.", mend="Write one JSON object a line.", file=name)
    return list(keys)


def _flat_keys(record: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in record.items():
        if isinstance(value, dict) and not prefix:
            yield from _flat_keys(value, f"{key}.")
        elif not isinstance(value, list):
            yield prefix + key


@dataclass(slots=True)
class Staged:
    """What came onto the staging connection: broken rows set apart, and the way from a row's place to its number."""

    rows: int = 0
    base: int = 0  # the engine's number of the first row, which is not 0 within a transaction
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    first: int = 2
    gaps: list[int] = field(default_factory=list[int])

    def number(self, place: int) -> int:
        """The file's number of the row at `place` (from 0) among those that were read."""
        return self.first + place + bisect.bisect_right(self.gaps, place)


def stage(
    connection: Any, opened: Opened, columns: Mapping[str, tuple[str, ...]], emails: set[str], secret: bytes
) -> Staged:
    """Create the temporary table `file_text` with one text column a field; e-mail fields as keyed hashes."""
    index = {header: f"c{i}" for i, header in enumerate(opened.headers)}
    cells = {name: _cell_sql([index[h] for h in headers]) for name, headers in columns.items()}
    shown = ", ".join(
        f"{_hashed(sql, secret) if name in emails else _without_address(sql)} AS {name}" for name, sql in cells.items()
    )
    staged = Staged(first=opened.row_one)
    import duckdb

    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} AS SELECT {shown} FROM {_source(opened)}")
    except duckdb.Error as error:
        raise BadInput(
            f"The rows cannot be read: {_first_line(error)}", mend="Export the file again, with quotes around text.",
            file=opened.name,
        ) from None  # fmt: skip
    staged.rows, staged.base = connection.execute(f"SELECT count(*), coalesce(min(rowid), 0) FROM {TABLE}").fetchone()
    if opened.looks.format in ("csv", "xlsx"):
        _broken_rows(connection, opened, staged)
    return staged


def _first_line(error: Exception) -> str:
    """The engine's own sentence without the file's line in it, which may hold a person's data."""
    return str(error).split("\n", 1)[0].split(":", 1)[-1].strip()[:120]


def _cell_sql(cells: list[str]) -> str:
    trimmed = [f"nullif(trim({cell}), '')" for cell in cells]
    return trimmed[0] if len(trimmed) == 1 else f"coalesce({', '.join(trimmed)})"


def _hashed(sql: str, secret: bytes) -> str:
    """HMAC-SHA256 in SQL, the same as `core.identity.customer_key`; a text without @ is no address."""
    inner, outer = (_blob(pad) for pad in hmac_pads(secret))
    digest = f"sha256({outer} || unhex(sha256({inner} || encode(lower(trim({sql}))))))"
    return f"CASE WHEN contains({sql}, '@') THEN {digest} END"


def _without_address(sql: str) -> str:
    """An e-mail that strayed into another column is not kept; its shape is, so that the row can be found."""
    address = r"[^\s@<>,;]+@[^\s@<>,;]+\.[A-Za-z]{2,}"
    return f"CASE WHEN contains({sql}, '@') THEN regexp_replace({sql}, '{address}', 'xxx@xxx', 'g') ELSE {sql} END"


def hashed_id(sql: str, secret: bytes) -> str:
    """The same for a platform's customer number."""
    inner, outer = (_blob(pad) for pad in hmac_pads(secret))
    return (
        f"CASE WHEN {sql} IS NOT NULL THEN sha256({outer} || unhex(sha256({inner} || encode('id:' || "
        f"lower({sql}))))) END"
    )


def _blob(data: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02X}" for byte in data) + "'::BLOB"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _source(opened: Opened) -> str:
    path = _quoted(opened.path.as_posix())
    names = list(enumerate(opened.headers))
    if opened.looks.format == "parquet":
        picked = ", ".join(f'CAST("{h.replace(chr(34), chr(34) * 2)}" AS VARCHAR) AS c{i}' for i, h in names)
        return f"(SELECT {picked} FROM read_parquet({path}))"
    if opened.looks.format == "jsonl":
        picked = ", ".join(f"json_extract_string(line, {_quoted(_json_path(h))}) AS c{i}" for i, h in names)
        lines = (
            f"read_csv({path}, auto_detect=false, header=false, delim=chr(1), quote='', escape='', "
            "max_line_size=16777216, columns={'line': 'VARCHAR'})"
        ).replace("chr(1)", "'\x01'")
        return f"(SELECT {picked} FROM (SELECT CASE WHEN json_valid(line) THEN line END AS line FROM {lines}))"
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i, _ in names)
    return (
        f"read_csv({path}, auto_detect=false, header=true, skip={opened.skip}, delim={_quoted(opened.delimiter)}, "
        f"quote='\"', "
        f"escape='\"', columns={{{columns}}}, store_rejects=true, rejects_scan='file_scans', "
        f"rejects_table='file_rejects', "
        "rejects_limit=10000, max_line_size=16777216)"
    )


def _json_path(key: str) -> str:
    return "$." + ".".join(f'"{part}"' for part in key.split("."))


def _broken_rows(connection: Any, opened: Opened, staged: Staged) -> None:
    """Rows with too few or too many cells, an open quote or bytes that are no letters."""
    found = connection.execute(
        "SELECT line, min(CAST(error_type AS VARCHAR)), min(column_idx) FROM file_rejects GROUP BY line ORDER BY line"
    ).fetchall()
    connection.execute("DROP TABLE file_rejects")
    connection.execute("DROP TABLE file_scans")
    staged.gaps = [line - opened.row_one - i for i, (line, _, _) in enumerate(found)]
    for line, kind, column in found:
        reason, mend = _BROKEN.get(kind, _BROKEN[""])
        header = opened.headers[min(int(column or 1), len(opened.headers)) - 1]
        staged.rejected.append(Rejected(opened.name, line, header, reason, mend))


_BROKEN = {
    "MISSING COLUMNS": ("the row ends before its last column", "Export the file again, or complete this row."),
    "TOO MANY COLUMNS": ("the row has more cells than the header", "Put quotes around text that holds the delimiter."),
    "UNQUOTED VALUE": ("a quote is opened and not closed", "Close the quote, or write it twice inside text."),
    "INVALID ENCODING": ("the row holds bytes that are no letters", "Say the right encoding in the mapping file."),
    "": ("the row cannot be read", "Export the file again, or mend this row."),
}


def drop(connection: Any) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {TABLE}")


def dropped_headers(headers: list[str], used: set[str]) -> tuple[list[str], list[str]]:
    """Headers that are not stored: those that identify a person, and the rest."""
    rest = [header for header in headers if header not in used]
    return [h for h in rest if is_personal(h)], [h for h in rest if not is_personal(h)]
