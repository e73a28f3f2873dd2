"""How a canonical table is declared: columns with type and unit, key, and the moment a row is about.

Conventions of every table: `day` is the store-local calendar day; timestamps are UTC, no zone; money is decimal in
the row's `currency`, and its name says its VAT basis (`net`, `gross`, `tax`); ids are the platform's, as text. A
customer is a keyed hash (`customer_key`), never an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "whole", "quantity", "money", "share", "day", "time", "flag"]

DUCKDB_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "quantity": "DECIMAL(14,3)",
    "money": "DECIMAL(18,4)",
    "share": "DOUBLE",
    "day": "DATE",
    "time": "TIMESTAMP",
    "flag": "BOOLEAN",
}

SYSTEM_COLUMNS: dict[str, str] = {
    "occurred_at": "TIMESTAMP",
    "known_at": "TIMESTAMP",
    "reconstructed": "BOOLEAN",
    "sync_id": "BIGINT",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `unit` says what one is of ("minutes", "net of VAT"); `required` refuses a row without it."""

    name: str
    type: ColumnType
    required: bool = False
    unit: str = ""

    @property
    def sql_type(self) -> str:
        return DUCKDB_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    `key` identifies a row for good. `occurred` is the column (a day or a time) the row is about; a row without one
    (a product, a supplier) occurs when it is first known, or at the column's value when the source gives it.
    """

    name: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    occurred: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.name not in self.key)

    @property
    def history(self) -> str:
        return f"{self.name}__history"


def text(name: str, *, required: bool = False, unit: str = "") -> Column:
    return Column(name, "text", required, unit)


def money(name: str, *, required: bool = False, unit: str = "") -> Column:
    return Column(name, "money", required, unit)


def day(name: str, *, required: bool = False, unit: str = "store-local") -> Column:
    return Column(name, "day", required, unit)


def time(name: str, *, required: bool = False, unit: str = "UTC") -> Column:
    return Column(name, "time", required, unit)


def whole(name: str, *, required: bool = False, unit: str = "") -> Column:
    return Column(name, "whole", required, unit)


def quantity(name: str, *, required: bool = False, unit: str = "pieces") -> Column:
    return Column(name, "quantity", required, unit)


def share(name: str, *, required: bool = False, unit: str = "0 to 1") -> Column:
    return Column(name, "share", required, unit)


def flag(name: str, *, required: bool = False) -> Column:
    return Column(name, "flag", required)
