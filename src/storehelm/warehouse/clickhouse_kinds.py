"""What kind of value an expression of a query is, as far as it can be read off it."""

from __future__ import annotations

from functools import cache
from typing import Any

from storehelm.warehouse.tables import all_tables


@cache
def _columns(*kinds: str) -> frozenset[str]:
    """Names that are of these kinds in every canonical table that has them."""
    columns = [column for table in all_tables().values() for column in table.columns]
    others = {column.name for column in columns if column.type not in kinds}
    return frozenset(column.name for column in columns if column.type in kinds) - others


def is_day(node: Any) -> bool:
    from sqlglot import exp

    node = node.unnest()
    if isinstance(node, exp.Cast):
        return node.to.this in (exp.DataType.Type.DATE, exp.DataType.Type.DATE32)
    if isinstance(node, exp.Min | exp.Max):
        return is_day(node.this)
    return isinstance(node, exp.Column) and node.name in _columns("day")


def is_float(node: Any) -> bool:
    from sqlglot import exp

    node = node.unnest()
    if isinstance(node, exp.Cast):
        return node.to.is_type("double", "float")
    if isinstance(node, exp.Div | exp.Avg | exp.Sqrt | exp.Ln | exp.Exp | exp.Pow):
        return True
    if isinstance(node, exp.Mul | exp.Add | exp.Sub):
        return is_float(node.this) or is_float(node.expression)
    if isinstance(node, exp.Neg | exp.Abs | exp.Sum | exp.Min | exp.Max | exp.Nullif):
        return is_float(node.this)
    if isinstance(node, exp.Coalesce):
        return any(is_float(part) for part in (node.this, *node.expressions))
    return isinstance(node, exp.Column) and node.name in _columns("share")


def is_decimal(node: Any) -> bool:
    from sqlglot import exp

    node = node.unnest()
    if is_float(node):
        return False
    if isinstance(node, exp.Cast):
        return node.to.is_type("decimal")
    if isinstance(node, exp.Anonymous):
        return node.name.startswith("toDecimal")
    if isinstance(node, exp.Mul | exp.Add | exp.Sub):
        return is_decimal(node.this) or is_decimal(node.expression)
    if isinstance(node, exp.Neg | exp.Abs | exp.Sum | exp.Min | exp.Max | exp.Nullif | exp.Coalesce):
        return is_decimal(node.this)
    return isinstance(node, exp.Column) and node.name in _columns("money", "quantity")
