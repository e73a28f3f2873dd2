"""Read days and times in the forms that exports use; a day and a month that could be swapped are never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storehelm.core.errors import BadInput

_OFFSET = r":[0-9]{2}(?:\.[0-9]+)?\s*(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})$"
_SHORT = r"^([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4}|[0-9]{2})(?:[^0-9]|$)"
_ISO = r"^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[^0-9]|$)"
_COMPACT = r"^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[^0-9]|$)"
_NAMED = r"^([0-9]{1,2})[-. ]+([^0-9 .,/-]+)\.?,?[-. ]+([0-9]{4})"
_NAMED_US = r"^([^0-9 .,/-]+)\.? ([0-9]{1,2}),? +([0-9]{4})"
_TIME = r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
_MONTHS = ("jan|sty", "feb|lut", "mar", "apr|kwi", "may|maj", "jun|cze", "jul|lip", "aug|sie", "sep|wrz", "oct|paź|paz",
           "nov|lis", "dec|gru")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moments:
    """How a column's moments are written. `order` is dmy or mdy where the column has days written the short way."""

    iso: bool
    offsets: bool
    order: str = ""


def survey(
    connection: Any, table: str, columns: Iterable[str], *, said: str, file: str, headers: dict[str, str]
) -> dict[str, Moments]:
    """How each column is written; raises `BadInput` where 01/02/2026 could be either day and no row decides."""
    names = list(columns)
    if not names:
        return {}
    parts: list[str] = []
    for name in names:
        parts += [
            f"count(*) FILTER ({name} IS NOT NULL AND NOT regexp_matches({name}, "
            f"'^[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?:[T ][0-9:.]+)?$'))",
            f"count(*) FILTER (length({name}) > 16 AND regexp_matches({name}, '{_OFFSET}'))",
        ]
    row = connection.execute(f"SELECT {', '.join(parts)} FROM {table}").fetchone()
    found: dict[str, Moments] = {}
    for i, name in enumerate(names):
        other, offsets = row[2 * i], row[2 * i + 1]
        order = _order(connection, table, name, said, file, headers.get(name, name)) if other else ""
        found[name] = Moments(iso=not other, offsets=bool(offsets), order=order)
    return found


def _order(connection: Any, table: str, name: str, said: str, file: str, header: str) -> str:
    if said:
        return said
    first, second = (f"CAST(regexp_extract({name}, '{_SHORT}', {n}) AS INTEGER)" for n in (1, 2))
    short = f"regexp_matches({name}, '{_SHORT}')"
    dotted = f"regexp_matches({name}, '^[0-9]{{1,2}}\\.[0-9]{{1,2}}\\.')"
    row = connection.execute(
        f"SELECT count(*) FILTER (a > 12 AND b <= 12), count(*) FILTER (b > 12 AND a <= 12), "
        f"count(*) FILTER (a <= 12 AND b <= 12 AND a <> b AND NOT dotted), count(*) FILTER (dotted) FROM "
        f"(SELECT {first} AS a, {second} AS b, {dotted} AS dotted FROM "
        f"(SELECT DISTINCT {name} FROM {table}) AS written WHERE {short}) AS short_days"
    ).fetchone()
    day_first, month_first, doubtful, dots = row
    if day_first and month_first and doubtful:
        raise BadInput(
            "The column writes some days day first and others month first.",
            mend='Say date_order = "dmy" or "mdy" in the mapping file; rows that do not fit are set apart.',
            file=file, field=header,
        )  # fmt: skip
    if doubtful and not (day_first or month_first or dots):
        raise BadInput(
            "Days such as 01/02/2026 could be 1 February or 2 January, and no row of the column decides.",
            mend='Say date_order = "dmy" (day first) or date_order = "mdy" in the mapping file.',
            file=file, field=header,
        )  # fmt: skip
    return "mdy" if month_first and not (day_first or dots) else "dmy"


def moment(column: str, how: Moments, zone: str) -> tuple[str, str]:
    """SQL of the store-local time, and of the UTC time where the text gives the offset (else an empty string)."""
    if how.iso:
        return _sane(f"TRY_CAST({column} AS TIMESTAMP)"), ""
    local = _sane(f"coalesce({_quick(column, how.order)}, {_slow(column, how.order, zone)})")
    if not how.offsets:
        return local, ""
    spaced = f"regexp_replace({column}, '\\s+(Z|UTC|GMT|[+-][0-9:]+)$', '\\1')"
    colon = f"regexp_replace({spaced}, '([+-][0-9]{{2}})([0-9]{{2}})$', '\\1:\\2')"
    named = f"regexp_replace({colon}, '(UTC|GMT)$', 'Z')"
    absolute = f"TRY_CAST({named} AS TIMESTAMPTZ)"
    given = f"regexp_matches({column}, '{_OFFSET}')"
    utc = f"CASE WHEN {given} THEN timezone('UTC', {absolute}) ELSE {to_utc(local, zone)} END"
    return f"CASE WHEN {given} THEN timezone('{zone}', {absolute}) ELSE {local} END", utc


def to_utc(local: str, zone: str) -> str:
    """SQL of a store-local time in UTC."""
    return local if zone == "UTC" else f"timezone('UTC', timezone('{zone}', {local}))"


def _local(utc: str, zone: str) -> str:
    return utc if zone == "UTC" else f"timezone('{zone}', timezone('UTC', {utc}))"


def _sane(sql: str) -> str:
    return f"CASE WHEN ({sql}) BETWEEN TIMESTAMP '1980-01-01' AND TIMESTAMP '2100-01-01' THEN ({sql}) END"


def _quick(column: str, order: str) -> str:
    day = "%m{0}%d{0}%Y" if order == "mdy" else "%d{0}%m{0}%Y"
    forms = [
        day.format(sep) + clock for sep in ("/" if order == "mdy" else "/.-") for clock in (" %H:%M:%S", " %H:%M", "")
    ]
    return f"try_strptime({column}, [{', '.join(repr(form) for form in forms)}])"


def _slow(column: str, order: str, zone: str) -> str:
    """Every other form, part by part."""
    swap = order == "mdy"
    dotted = f"regexp_matches({column}, '^[0-9]{{1,2}}\\.')"
    first, second = (f"regexp_extract({column}, '{_SHORT}', {n})" for n in (1, 2))
    year = f"regexp_extract({column}, '{_SHORT}', 3)"
    full = f"CASE WHEN length({year}) = 2 THEN '20' || {year} ELSE {year} END"
    short_day = (
        f"({full}) || '-' || CASE WHEN {dotted} OR {not swap} THEN {second} || '-' || {first} ELSE {first} |"
        f"| '-' || {second} END"
    )
    date = (
        f"CASE WHEN regexp_matches({column}, '{_ISO}') THEN {_parts(column, _ISO, 1, 2, 3)} "
        f"WHEN regexp_matches({column}, '{_SHORT}') THEN {short_day} "
        f"WHEN regexp_matches({column}, '{_COMPACT}') THEN {_parts(column, _COMPACT, 1, 2, 3)} "
        f"WHEN regexp_matches({column}, '{_NAMED}') THEN {_named(column, _NAMED, 3, 2, 1)} "
        f"WHEN regexp_matches({column}, '{_NAMED_US}') THEN {_named(column, _NAMED_US, 3, 1, 2)} END"
    )
    clock = f"coalesce(nullif(regexp_extract({column}, '[T ,]{_TIME}', 1), ''), '00:00')"
    stamp = f"TRY_CAST(({date}) || ' ' || {clock} AS TIMESTAMP)"
    half = f"lower(regexp_extract({column}, '[0-9] ?([AaPp])\\.?[Mm]\\.?$', 1))"
    hour = f"extract(hour FROM {stamp})"
    read = (
        f"CASE WHEN {half} = 'p' AND {hour} < 12 THEN {stamp} + INTERVAL 12 HOUR "
        f"WHEN {half} = 'a' AND {hour} = 12 THEN {stamp} - INTERVAL 12 HOUR ELSE {stamp} END"
    )
    serial = f"TRY_CAST({column} AS DOUBLE)"
    return (
        f"CASE WHEN regexp_full_match({column}, '[0-9]{{10}}') THEN "
        f"{_local('make_timestamp(CAST(' + column + ' AS BIGINT) * 1000000)', zone)} "
        f"WHEN regexp_full_match({column}, '[0-9]{{13}}') THEN "
        f"{_local('make_timestamp(CAST(' + column + ' AS BIGINT) * 1000)', zone)} "
        f"WHEN regexp_full_match({column}, '[3-6][0-9]{{4}}(?:\\.[0-9]+)?') "
        f"THEN TIMESTAMP '1899-12-30' + to_seconds(round({serial} * 86400)) ELSE {read} END"
    )


def _parts(column: str, pattern: str, year: int, month: int, day: int) -> str:
    return " || '-' || ".join(f"regexp_extract({column}, '{pattern}', {n})" for n in (year, month, day))


def _named(column: str, pattern: str, year: int, month: int, day: int) -> str:
    word = f"lower(regexp_extract({column}, '{pattern}', {month}))"
    number = " ".join(f"WHEN regexp_matches({word}, '^(?:{names})') THEN '{n}'" for n, names in enumerate(_MONTHS, 1))
    got_year, got_day = (f"regexp_extract({column}, '{pattern}', {n})" for n in (year, day))
    return f"{got_year} || '-' || (CASE {number} END) || '-' || {got_day}"
