"""What a file is before a row of it is read: its format, its letters, and for a text table its delimiter and header."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storehelm.connectors.files.fields import plain
from storehelm.core.errors import BadInput

Format = Literal["csv", "xlsx", "jsonl", "parquet"]
HEAD = 1 << 18
_DELIMITERS = ";\t,|"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORD_BYTES = b"A-Za-z\x80-\xff"
_IN_WORD = re.compile(rb"(?<=[A-Za-z\x80-\xff])[\x80-\xff]|[\x80-\xff](?=[A-Za-z\x80-\xff])")
_CP1250_ONLY = frozenset(b"\xb9\x9c\x9f\x8c\x8f\xa5")  # ą ś ź Ś Ź Ą of Windows-1250
_LATIN2_ONLY = frozenset(b"\xb1\xb6\xbc\xa1\xa6\xac")  # the same letters of ISO-8859-2
_BOTH_POLISH = frozenset(b"\xb3\xbf\xa3\xaf")  # ł ż Ł Ż in both; no letters in Western encodings but ¿
_SHARED = frozenset(b"\xea\xe6\xf1")  # ę ć ń, which are ê æ ñ in the West


@dataclass(frozen=True, slots=True)
class Looks:
    """`guessed_encoding` says that the letters were recognised by their look, not by a mark or by being valid UTF-8."""

    format: Format
    encoding: str = "utf-8"
    guessed_encoding: bool = False


def fingerprint(path: Path) -> str:
    """SHA-256 of the file: the same file again is known by it."""
    if not path.is_file():
        raise BadInput("There is no such file.", mend="Check the path.", file=path.name)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def look(path: Path, encoding: str = "") -> Looks:
    """The file's format and encoding; refuses what is no table, with what to do instead."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise BadInput("The file is empty.", mend="Export it again.", file=path.name)
    if head.startswith(b"PAR1"):
        return Looks("parquet")
    if head.startswith(b"PK\x03\x04"):
        return _zip(path)
    _refuse_foreign(path, head)
    if encoding:
        _check_name(encoding, path)
        return Looks(_text_format(path, head, encoding), encoding)
    found, guessed = _encoding(path, head)
    return Looks(_text_format(path, head, found), found, guessed)


def _zip(path: Path) -> Looks:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            if any(name.startswith("xl/") for name in archive.namelist()):
                return Looks("xlsx")
    except zipfile.BadZipFile:
        raise BadInput(
            "The workbook is cut off or damaged.", mend="Export or download it again.", file=path.name
        ) from None
    raise BadInput("This is a ZIP archive.", mend="Unpack it and import the files inside.", file=path.name)


def _refuse_foreign(path: Path, head: bytes) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("This is an old Excel workbook (.xls).", mend="Save it as XLSX or CSV.", file=path.name)
    if head.startswith(b"%PDF"):
        raise BadInput("This is a PDF.", mend="Export the data as CSV or XLSX.", file=path.name)
    if re.match(rb"\s*(<!doctype html|<html|<\?xml|<table)", head[:200], re.IGNORECASE):
        raise BadInput("This is a web page or XML, not a table.", mend="Export as CSV or XLSX.", file=path.name)


def _check_name(encoding: str, path: Path) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise BadInput(
            f"'{encoding}' is not an encoding.", mend="Use utf-8, cp1250, iso-8859-2 or cp1252.", file=path.name
        ) from None


def _encoding(path: Path, head: bytes) -> tuple[str, bool]:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, False
    if b"\0" in head:
        return _wide(path, head), True
    if _is_utf8(path):
        return "utf-8", False
    return _eight_bit(path), True


def _wide(path: Path, head: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    even, odd = head[0:4000:2].count(0), head[1:4000:2].count(0)
    if max(even, odd) > 0.3 * len(head[0:4000:2]):
        return "utf-16-be" if even > odd else "utf-16-le"
    raise BadInput("This is not a text table.", mend="Export it as CSV, XLSX, JSONL or Parquet.", file=path.name)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _eight_bit(path: Path) -> str:
    """Windows-1250, ISO-8859-2 or Windows-1252, by which bytes stand inside words."""
    with path.open("rb") as file:
        sample = file.read(1 << 24)
    counts = {"cp1250": 0, "iso-8859-2": 0, "both": 0, "shared": 0, "high": 0}
    for match in _IN_WORD.finditer(sample):
        byte = match.group()[0]
        counts["high"] += 1
        counts["cp1250"] += byte in _CP1250_ONLY
        counts["iso-8859-2"] += byte in _LATIN2_ONLY
        counts["both"] += byte in _BOTH_POLISH
        counts["shared"] += byte in _SHARED
    polish = counts["cp1250"] + counts["iso-8859-2"] + counts["both"]
    if not polish and not (counts["shared"] and _polish_header(sample)):
        return "cp1252"
    return "iso-8859-2" if counts["iso-8859-2"] > counts["cp1250"] else "cp1250"


def _polish_header(sample: bytes) -> bool:
    words = set(plain(sample.split(b"\n", 1)[0].decode("cp1250", "replace")).split())
    return not words.isdisjoint(
        {"data", "cena", "numer", "nr", "nazwa", "waluta", "kraj", "stawka", "wartosc", "zamowienia"}
    )


def _text_format(path: Path, head: bytes, encoding: str) -> Format:
    start = head[:4000].decode(encoding, "replace").lstrip("\ufeff \r\n\t")
    if start.startswith("[") and re.match(r"\[\s*[{\]]", start):
        raise BadInput("This JSON is one list.", mend="Write one JSON object a line (JSONL).", file=path.name)
    return "jsonl" if start.startswith("{") else "csv"


def to_utf8(path: Path, encoding: str, target: Path) -> None:
    """Stream the file into UTF-8; refuses bytes that the encoding does not have, with their row."""
    reader = codecs.lookup(encoding).incrementaldecoder()
    line = 1
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
        while block := source.read(1 << 22):
            try:
                out.write(_whole(reader, block))
            except UnicodeDecodeError as error:
                row = line + bytes(error.object[: error.start]).count(b"\n")
                raise BadInput(
                    f"The letters are not {encoding}.", mend="Say the right encoding in the mapping file.",
                    file=path.name, row=row,
                ) from None  # fmt: skip
            line += block.count(b"\n")


def _whole(reader: codecs.IncrementalDecoder, block: bytes) -> str:
    return reader.decode(block).removeprefix("\ufeff")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's cells, how many lines stand above it, and the delimiter."""

    cells: list[str]
    skip: int
    delimiter: str
    sample: list[list[str]]


def read_header(text: str, name: str, known: frozenset[str], delimiter: str = "") -> Header:
    """The header in the first lines of `text`: the row that holds most of the `known` words.

    A title or two above the header is passed over. Raises `BadInput` when no row looks like one.
    """
    marks = [delimiter] if delimiter else list(_DELIMITERS)
    best: tuple[int, int, Header] | None = None
    for mark in marks:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))[:40]
        for index, cells in enumerate(rows[:15]):
            score = sum(plain(cell) in known for cell in cells)
            if best is None or (score, -index) > best[:2]:
                best = score, -index, Header(_distinct(cells), index, mark, rows[index + 1 :])
    if best is None or best[0] == 0:
        return _plainest(text, name, marks)
    return best[2]


def _plainest(text: str, name: str, marks: list[str]) -> Header:
    """No header word is known: the first line, split by the delimiter it holds most of."""
    first = text.split("\n", 1)[0]
    mark = max(marks, key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))[:40]
    cells = rows[0] if rows else []
    if len(cells) < 2 and len(marks) > 1:
        raise BadInput(
            "No table is found in this file.",
            mend="The first row must name the columns, separated by comma, semicolon or tab.", file=name,
        )  # fmt: skip
    return Header(_distinct(cells), 0, mark, rows[1:])


def _distinct(cells: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out
