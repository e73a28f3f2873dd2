"""Read amounts as people write them: decimal comma or point, thousands, currency signs, minus in front or behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from storehelm.core.errors import BadInput

_NOTHING = "'-', '--', 'n/a', 'na', '#n/a', 'null', 'none', 'nan', 'brak'"
_UNIT = r"(?:zł|zl|€|£|\$|kč|kc|ft|lei|szt|pcs|kg|[a-z]{3})\.?"
_SPACES = r"[\s\x{00A0}\x{202F}\x{2009}'’]"
_SHAPE = rf"(?i)[-+]?\(?(?:{_UNIT})?[-+]?[0-9][0-9.,]*(?:{_UNIT})?\)?-?"
_LOOSE = rf"[0-9]{_SPACES}+(?:[0-9]{{1,2}}|[0-9]{{4,}})(?:[^0-9]|$)"
_DOUBT = r"[1-9][0-9]{0,2}[.,][0-9]{3}"


@dataclass(frozen=True, slots=True)
class Survey:
    """How a column's amounts are written: `messy` are not plain decimals; `point` and `comma` count values that show
    the decimal mark; `doubtful` could be thousands or decimals ("1.234")."""

    messy: int
    doubtful: int
    point: int
    comma: int


def present(column: str) -> str:
    """The text, or NULL where it says that there is nothing."""
    return f"CASE WHEN lower({column}) IN ({_NOTHING}) THEN NULL ELSE {column} END"


def _minus(column: str) -> str:
    return f"replace({column}, chr(8722), '-')"


def _tight(column: str) -> str:
    return f"regexp_replace({_minus(column)}, '{_SPACES.replace(chr(39), chr(39) * 2)}', '', 'g')"


def _digits(column: str) -> str:
    return f"regexp_replace({_tight(column)}, '[^0-9.,]', '', 'g')"


def survey(connection: Any, table: str, columns: Iterable[str]) -> dict[str, Survey]:
    """One pass over the plain columns, a second only over those that are not."""
    names = list(columns)
    if not names:
        return {}
    found = _ask(connection, table, names, _plain_counts)
    messy = [name for name in names if found[name].messy]
    return found | (_ask(connection, table, messy, _messy_counts) if messy else {})


def _ask(connection: Any, table: str, names: list[str], counts: Callable[[str], list[str]]) -> dict[str, Survey]:
    parts = [part for name in names for part in counts(name)]
    row = connection.execute(f"SELECT {', '.join(parts)} FROM {table}").fetchone()
    return {name: Survey(*row[i * 4 : i * 4 + 4]) for i, name in enumerate(names)}


def _misfits(name: str) -> str:
    return f"count(*) FILTER ({name} IS NOT NULL AND TRY_CAST({name} AS DECIMAL(18,4)) IS NULL)"


def _plain_counts(name: str) -> list[str]:
    """Of a column of plain decimals; a pattern is matched only where the fourth last sign is a point: it is slow."""
    doubt = (
        f"CASE WHEN substring({name}, length({name}) - 3, 1) = '.' THEN regexp_full_match({name}, "
        f"'[-+]?{_DOUBT}') ELSE FALSE END"
    )
    return [
        _misfits(name),
        f"count(*) FILTER ({doubt})",
        f"count(*) FILTER (contains({name}, '.') AND NOT {doubt})",
        "CAST(0 AS BIGINT)",
    ]


def _messy_counts(name: str) -> list[str]:
    text = _digits(name)
    doubt = f"regexp_full_match({text}, '[-+]?{_DOUBT}')"
    return [
        _misfits(name),
        f"count(*) FILTER ((contains({name}, '.') OR contains({name}, ',')) AND {doubt})",
        f"count(*) FILTER (contains({name}, '.') AND regexp_matches({text}, '\\.[0-9]+$') AND NOT {doubt} "
        f"AND NOT regexp_matches({text}, '\\.[0-9]*\\.'))",
        f"count(*) FILTER (contains({name}, ',') AND regexp_matches({text}, ',[0-9]+$') AND NOT {doubt} "
        f"AND NOT regexp_matches({text}, ',[0-9]*,'))",
    ]


def decide(surveys: dict[str, Survey], said: str, default: str, file: str, headers: dict[str, str]) -> dict[str, str]:
    """Column to decimal mark, "." or ",": its own values decide, else the file's, else `default` (the format's own).

    Raises `BadInput` where "1.234" stands alone and nothing says whether it is a thousand or a little over one.
    """
    point, comma = sum(s.point for s in surveys.values()), sum(s.comma for s in surveys.values())
    whole_file = "." if point and not comma else "," if comma and not point else default
    marks: dict[str, str] = {}
    for name, seen in surveys.items():
        own = "." if seen.point and not seen.comma else "," if seen.comma and not seen.point else ""
        marks[name] = said or own or whole_file or "."
        if seen.doubtful and not (said or own or whole_file):
            raise BadInput(
                "Amounts such as 1.234 may be a thousand or a little over one, and no other value decides.",
                mend="Say decimal = \",\" or decimal = \".\" in the mapping file.",
                file=file, field=headers.get(name, name),
            )  # fmt: skip
    return marks


def number(column: str, mark: str, *, messy: bool, doubtful: bool, kind: str = "DECIMAL(18,4)") -> str:
    """SQL of the column's value as `kind`; NULL where it cannot be read."""
    plain = f"TRY_CAST({column} AS {kind})"
    if not messy and not (doubtful and mark == ","):
        return plain
    return f"TRY_CAST({_text(column, mark)} AS {kind})"


def _text(column: str, mark: str) -> str:
    tight, digits = _tight(column), _digits(column)
    thousands = "," if mark == "." else "."
    read = (
        f"CASE WHEN regexp_full_match({digits}, '[0-9]{{1,3}}(\\.[0-9]{{3}})+,[0-9]+') "
        f"THEN replace(replace({digits}, '.', ''), ',', '.') "
        f"WHEN regexp_full_match({digits}, '[0-9]{{1,3}}(,[0-9]{{3}})+\\.[0-9]+') THEN replace({digits}, ',', '') "
        f"WHEN regexp_full_match({digits}, '[0-9]{{1,3}}(\\.[0-9]{{3}}){{2,}}') THEN replace({digits}, '.', '') "
        f"WHEN regexp_full_match({digits}, '[0-9]{{1,3}}(,[0-9]{{3}}){{2,}}') THEN replace({digits}, ',', '') "
        f"WHEN regexp_full_match({digits}, '{_DOUBT}') THEN replace(replace({digits}, '{thousands}', ''), ',', '.') "
        f"WHEN regexp_full_match({digits}, '[0-9]+([.,][0-9]*)?') THEN replace({digits}, ',', '.') END"
    )
    sign = f"CASE WHEN contains({tight}, '-') OR contains({tight}, '(') THEN '-' ELSE '' END"
    loose = f"regexp_matches({_minus(column)}, '{_LOOSE.replace(chr(39), chr(39) * 2)}')"
    shape = f"regexp_full_match({tight}, '{_SHAPE}') AND NOT regexp_matches({tight}, '-.*-')"
    return f"CASE WHEN {shape} AND NOT {loose} THEN ({sign}) || ({read}) END"


def rate(column: str, number_sql: str) -> str:
    """A VAT rate as a share: 23, "23%" and 0.23 are the same; exempt ("zw", "np", "oo") is nought."""
    value = f"({number_sql})"
    exempt = f"lower({column}) IN ('zw', 'zw.', 'np', 'np.', 'oo', 'exempt', 'ex')"
    return (
        f"CASE WHEN {exempt} THEN 0 WHEN abs({value}) >= 1 THEN CAST({value} AS DOUBLE) / 100 ELSE CAST({value} "
        f"AS DOUBLE) END"
    )
