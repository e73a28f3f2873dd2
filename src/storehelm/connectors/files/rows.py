"""Rows with meaning: the file's text read as amounts, days and statuses, and the rows that do not fit set apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storehelm.connectors.files import dates, numbers
from storehelm.connectors.files.kinds import Kind
from storehelm.connectors.files.mapping import Fit
from storehelm.connectors.files.statuses import read_statuses
from storehelm.connectors.files.text import TABLE as TEXT
from storehelm.connectors.files.text import Opened, Staged
from storehelm.core.connector import Rejected
from storehelm.core.errors import BadInput
from storehelm.core.text import Text, t

ROWS = "file_rows"
_NUMBERS = {"amount": "DECIMAL(18,4)", "quantity": "DECIMAL(14,3)", "rate": "DECIMAL(18,4)"}
_WORDS = {
    "amount": ("is no amount", "Write it as digits with one decimal mark, such as 12.50."),
    "quantity": ("is no number", "Write it as digits, such as 2."),
    "rate": ("is no VAT rate", "Write percent, such as 23."),
    "moment": ("is no day", "Write year-month-day, such as 2026-01-31."),
}


@dataclass(slots=True)
class FileRows:
    """One file's rows on the staging connection (table `file_rows`, column `n` their place), and what is said of them.

    `currency`, `zone`, `today` are the store's; `notes` gathers sentences for the summary.
    """

    connection: Any
    fit: Fit
    opened: Opened
    staged: Staged
    currency: str
    zone: str
    today: str
    secret: bytes
    notes: list[Text] = field(default_factory=list[Text])
    utc_of: dict[str, str] = field(default_factory=dict[str, str])
    rejected: list[Rejected] = field(default_factory=list[Rejected])

    @property
    def kind(self) -> Kind:
        return self.fit.kind

    def has(self, *names: str) -> bool:
        return all(name in self.fit.columns for name in names)

    def pick(self, name: str, otherwise: str = "NULL") -> str:
        """The field's SQL, or `otherwise` where the file lacks it."""
        return name if name in self.fit.columns else otherwise

    def header(self, name: str) -> str:
        return " / ".join(self.fit.columns.get(name, (name,)))

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def money_of(self) -> str:
        """SQL of the row's currency: its column, else the mapping file, else the header, else the store's."""
        fallback = _quote(self.fit.said.currency or self.currency)
        return f"coalesce(upper({self.pick('currency')}), {fallback})" if self.has("currency") else fallback

    def utc(self, name: str) -> str:
        return self.utc_of.get(name) or dates.to_utc(name, self.zone)

    def holds(self, table: str) -> bool:
        """Whether the staging connection sees the store's own `table`."""
        return bool(self.ask(f"SELECT 1 FROM duckdb_tables() WHERE table_name = '{table}' LIMIT 1"))


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def read_rows(rows: FileRows) -> None:
    """Fill `file_rows` and `rows.rejected`; raises `BadInput` where hardly any row fits: the mapping is wrong."""
    typed = _readers(rows)
    need = rows.kind.required(rows)
    bad = [
        f"WHEN {name} IS NULL AND {numbers.present('was_' + name)} IS NOT NULL THEN '{name}'"
        for name in typed
        if rows.kind.field(name).type in _WORDS
    ]
    bad += [f"WHEN {name} IS NULL THEN '?{name}'" for name in need]
    verdict = f"CASE {' '.join(bad)} END" if bad else "NULL"
    shown = ", ".join(f"{sql} AS {name}, {TEXT}.{name} AS was_{name}" for name, sql in typed.items())
    kept = ", ".join([*typed, *(f"{name}__utc" for name in rows.utc_of)])
    also = "".join(f", {sql} AS {name}__utc" for name, sql in rows.utc_of.items())
    rows.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {ROWS} AS SELECT n, CAST({verdict} AS VARCHAR) AS bad, {kept} FROM "
        f"(SELECT rowid - {rows.staged.base} AS n, {shown}{also} FROM {TEXT}) AS typed"
    )
    rows.utc_of = {name: f"{name}__utc" for name in rows.utc_of}
    _set_apart(rows)


def _readers(rows: FileRows) -> dict[str, str]:
    """SQL of each field's value from its text."""
    types = {name: rows.kind.field(name).type for name in rows.fit.columns}
    amounts = [name for name, kind in types.items() if kind in _NUMBERS]
    moments = [name for name, kind in types.items() if kind == "moment"]
    headers = {name: rows.header(name) for name in types}
    said, file = rows.fit.said, rows.opened.name
    seen = numbers.survey(rows.connection, TEXT, amounts)
    marks = numbers.decide(seen, said.decimal, "." if rows.opened.plain_numbers else "", file, headers)
    days = dates.survey(rows.connection, TEXT, moments, said=said.date_order, file=file, headers=headers)
    typed: dict[str, str] = {}
    for name, kind in types.items():
        if kind in _NUMBERS:
            how = seen[name]
            column = f"replace({name}, '%', '')" if kind == "rate" else name
            value = numbers.number(
                column, marks[name], messy=bool(how.messy), doubtful=bool(how.doubtful), kind=_NUMBERS[kind]
            )
            typed[name] = numbers.rate(name, value) if kind == "rate" else value
        elif kind == "moment":
            typed[name], utc = dates.moment(name, days[name], rows.zone)
            if utc:
                rows.utc_of[name] = utc
        elif kind == "status":
            typed[name] = _status(rows, name)
        else:
            typed[name] = f"upper({name})" if kind == "country" else name
    return typed


def _status(rows: FileRows, name: str) -> str:
    words = rows.ask(f"SELECT {name}, count(*) FROM {TEXT} WHERE {name} IS NOT NULL GROUP BY {name} ORDER BY {name}")
    if len(words) > 300:
        raise BadInput(
            f"The column has {len(words)} different statuses.", mend="Say in the mapping file which column is the "
                "status.",
            file=rows.opened.name, field=rows.header(name),
        )  # fmt: skip
    meanings, unknown = read_statuses([word for word, _ in words], rows.fit.said.status)
    for word in unknown if name == "status" else ():
        rows.notes.append(
            t(
                "Status not known: {status} ({n} row), counted as not sold. Correct it in the mapping file.",
                plural="Status not known: {status} ({n} rows), counted as not sold. Correct it in the mapping file.",
                status=word, n=dict(words)[word],
            )
        )  # fmt: skip
    cases = " ".join(f"WHEN {_quote(word)} THEN '{meaning}'" for word, meaning in meanings.items())
    return f"CASE {name} {cases} END" if cases else "CAST(NULL AS VARCHAR)"


def _set_apart(rows: FileRows) -> None:
    """Collect the rows that do not fit, without personal data: of a value only its shape is told."""
    counts = dict(rows.ask(f"SELECT bad, count(*) FROM {ROWS} WHERE bad IS NOT NULL GROUP BY bad"))
    total = sum(counts.values())
    if total > 20 and total * 2 > rows.staged.rows:
        worst = max(counts, key=lambda name: counts[name])
        raise BadInput(
            f"{total} of {rows.staged.rows} rows do not fit.",
            mend="The column is probably something else: correct it in the mapping file.",
            file=rows.opened.name, field=rows.header(worst.lstrip("?")),
        )  # fmt: skip
    for name in counts:
        rows.rejected += _rejects_of(rows, name)
    rows.rejected.sort(key=lambda r: r.row)


def _rejects_of(rows: FileRows, verdict: str) -> list[Rejected]:
    name = verdict.lstrip("?")
    header, file = rows.header(name), rows.opened.name
    found = rows.ask(
        f"SELECT r.n, f.{name} FROM {ROWS} AS r JOIN {TEXT} AS f ON f.rowid = r.n + {rows.staged.base} WHERE r.bad "
        f"= '{verdict}' ORDER BY r.n"
    )
    if verdict.startswith("?"):
        return [Rejected(file, rows.staged.number(n), header, "is empty", f"Fill in {header}.") for n, _ in found]
    reason, mend = _WORDS[rows.kind.field(name).type]
    return [Rejected(file, rows.staged.number(n), header, reason, mend, shape(value)) for n, value in found]


def shape(value: str) -> str:
    """What a misfit looked like without what it said: letters as x, digits as 9; a day is shown as it stands."""
    if re.fullmatch(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", value):
        return value
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "x", value))[:40]


def drop(connection: Any) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {ROWS}")


def literals(values: Mapping[str, str]) -> str:
    """A SELECT list of fixed texts."""
    return ", ".join(f"{_quote(value)} AS {name}" for name, value in values.items())
