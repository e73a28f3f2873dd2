"""How the canonical tables and the books are laid down in ClickHouse."""

from __future__ import annotations

from collections.abc import Mapping

from storehelm.warehouse.schema import SYSTEM_COLUMNS, Column, Table

_TYPES = {
    "VARCHAR": "String",
    "BIGINT": "Int64",
    "DECIMAL(14,3)": "Decimal(14, 3)",
    "DECIMAL(18,4)": "Decimal(18, 4)",
    "DOUBLE": "Float64",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6)",
    "BOOLEAN": "Bool",
}


def column_type(column: Column) -> str:
    """The column's type; one that may be empty is Nullable."""
    own = _TYPES[column.sql_type]
    return own if column.required else f"Nullable({own})"


def structure(table: Table) -> str:
    """`name type` of the canonical columns, as a file of them is read."""
    return ", ".join(f"{c.name} {column_type(c)}" for c in table.columns)


def canonical_definitions(table: Table) -> tuple[str, str]:
    """Columns, engine and order of a canonical table and of its history."""
    system = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in SYSTEM_COLUMNS.items())
    key = ", ".join(table.key)
    own = f"{structure(table)}, {system}"
    return (
        f"({own}) ENGINE = MergeTree ORDER BY ({key})",
        f"({own}, superseded_at DateTime64(6), superseded_by Int64) ENGINE = MergeTree ORDER BY ({key})",
    )


def book_definition(columns: Mapping[str, str]) -> str:
    """Columns, engine and order of a book."""
    own = ", ".join(f"{name} Nullable({_TYPES[kind]})" for name, kind in columns.items())
    return f"({own}) ENGINE = MergeTree ORDER BY tuple()"
