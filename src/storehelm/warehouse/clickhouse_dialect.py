"""A prepared statement as ClickHouse runs it: the few places where the two engines mean different things by one text.

SQLGlot writes the dialect; what it leaves different is rewritten here, one function a difference:

- names: a canonical table or book stands for the physical table that holds its current state;
- a number with a point is an exact decimal (ClickHouse: a float); a decimal product is taken in 38 digits;
- a cast to DECIMAL rounds half away from zero (ClickHouse cuts off);
- DATE and TIMESTAMP reach beyond 1970-2149 and keep microseconds;
- ORDER BY names the output column before the input column;
- `lag` and `lead` beyond the edge are NULL (ClickHouse: 0 or '' for a column without NULLs);
- a day less a day is a number of days (ClickHouse has no such minus for days before 1970);
- quantiles are exact and interpolate; the deviation of one value is NULL (ClickHouse: NaN);
- lower, upper and substring work on letters (ClickHouse: on bytes);
- a comparison yields a flag (ClickHouse: 0 or 1), and the columns of a SELECT have DuckDB's names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from storehelm.warehouse.dialect import literal
from storehelm.warehouse.tables import all_tables

SETTINGS = {
    "session_timezone": "'UTC'",
    "join_use_nulls": "1",
    "group_by_use_nulls": "1",
    "aggregate_functions_null_for_empty": "1",
    "prefer_column_name_to_alias": "1",
    "allow_lossy_numeric_supertype": "1",
    "union_default_mode": "'DISTINCT'",
    "except_default_mode": "'DISTINCT'",
    "intersect_default_mode": "'DISTINCT'",
    "cast_keep_nullable": "1",
    "mutations_sync": "2",
    "lightweight_deletes_sync": "2",
    "output_format_json_quote_decimals": "1",
    "output_format_json_quote_denormals": "1",
    "output_format_json_quote_64bit_integers": "0",
    "output_format_decimal_trailing_zeros": "1",
}
"""What makes ClickHouse answer as the SQL standard and DuckDB do; set on every connection."""

_LETTERS = {"Lower": "lowerUTF8", "Upper": "upperUTF8", "Length": "lengthUTF8", "Substring": "substringUTF8"}
_SPREAD = {"Stddev": "stddevSamp", "StddevSamp": "stddevSamp", "Variance": "varSamp"}


def clickhouse_sql(tree: Any, params: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The statement for ClickHouse, `$params` put in as typed literals; `tree` (from `prepare`) is left as it is."""
    from sqlglot import exp

    tree = _bind(tree.copy(), params)
    _physical_names(tree, names)
    for select in list(tree.find_all(exp.Select)):
        _order_by_output(select)
        _name_columns(select)
    for node in reversed(list(tree.dfs())):  # what is inside first
        made = _rewrite(node)
        if made is not node:
            node.replace(made)
    return tree.sql(dialect="clickhouse")


def _bind(tree: Any, params: Mapping[str, Any]) -> Any:
    from sqlglot import exp

    for node in list(tree.find_all(exp.Placeholder, exp.Parameter)):
        node.replace(literal(params[node.name]))
    return tree


def _physical_names(tree: Any, names: Mapping[str, str]) -> None:
    from sqlglot import exp

    for node in list(tree.find_all(exp.Table)):
        physical = names.get(node.name)
        if physical and not node.db:
            if isinstance(node.parent, exp.Query | exp.From | exp.Join) and not node.alias:
                node.set("alias", exp.TableAlias(this=exp.to_identifier(node.name)))
            node.set("this", exp.to_identifier(physical))


def _order_by_output(select: Any) -> None:
    from sqlglot import exp

    order = select.args.get("order")
    outputs = {p.alias: p.this for p in select.selects if isinstance(p, exp.Alias)}
    for column in list(order.find_all(exp.Column)) if order else ():
        made = outputs.get(column.name)
        if made is not None and not column.table and column.find_ancestor(exp.Select) is select:
            column.replace(made.copy())


def _name_columns(select: Any) -> None:
    from sqlglot import exp

    for made in list(select.selects):
        if isinstance(made, exp.Alias) and isinstance(made.this, exp.Predicate | exp.Connector | exp.Not):
            made.set("this", exp.cast(made.this.copy(), "BOOLEAN"))
        elif isinstance(made, exp.Column) and made.table and made.name != "*":
            made.replace(exp.alias_(made.copy(), made.name, quoted=True))


def _rewrite(node: Any) -> Any:
    from sqlglot import exp

    if isinstance(node, exp.DataType):
        return _wide_days(node)
    rewrite = _rewrites().get(type(node))
    if rewrite is not None:
        return rewrite(node)
    letters = _LETTERS.get(type(node).__name__)
    if letters:
        return exp.func(letters, *(node.args[key] for key in node.arg_types if node.args.get(key) is not None))
    return node


@cache
def _rewrites() -> dict[type, Any]:
    from sqlglot import exp

    return {
        exp.Literal: _exact_literal,
        exp.Mul: _wide_product,
        exp.Cast: _rounding_cast,
        exp.Lag: _nullable_neighbour,
        exp.Lead: _nullable_neighbour,
        exp.PercentileCont: _exact_quantile,
        exp.Median: _exact_quantile,
        exp.Stddev: _spread,
        exp.StddevSamp: _spread,
        exp.Variance: _spread,
        exp.LogicalOr: lambda node: exp.func("max", node.this),
        exp.LogicalAnd: lambda node: exp.func("min", node.this),
        exp.Sub: _days_between,
        exp.IntDiv: lambda node: exp.func("intDiv", node.this, node.expression),
    }


def _wide_days(kind: Any) -> Any:
    from sqlglot import exp

    if kind.this == exp.DataType.Type.DATE:
        return exp.DataType(this=exp.DataType.Type.DATE32, nested=False)
    if kind.this in (exp.DataType.Type.TIMESTAMP, exp.DataType.Type.TIMESTAMPNTZ):
        digits = exp.DataTypeParam(this=exp.Literal.number(6))
        return exp.DataType(this=exp.DataType.Type.DATETIME64, expressions=[digits], nested=False)
    return kind


def _exact_literal(node: Any) -> Any:
    from sqlglot import exp

    text = node.this
    if node.is_string or "." not in text or "e" in text.lower() or isinstance(node.parent, exp.PercentileCont):
        return node
    return exp.func("toDecimal64", exp.Literal.string(text), exp.Literal.number(len(text.split(".")[1])))


def _wide_product(node: Any) -> Any:
    """Multiplying by a 38-digit one widens a decimal and leaves a float or a whole number what it is in value."""
    from sqlglot import exp

    if isinstance(node.parent, exp.Mul | exp.Interval):
        return node
    one = exp.func("toDecimal128", exp.Literal.number(1), exp.Literal.number(0))
    leftmost = node
    while isinstance(leftmost.this, exp.Mul):
        leftmost = leftmost.this
    if _whole_or_float(leftmost.this) or _whole_or_float(leftmost.expression):
        return node
    leftmost.set("this", exp.Mul(this=one, expression=leftmost.this.copy()))
    return node


def _days_between(node: Any) -> Any:
    """A day less a day is a whole number of days."""
    from sqlglot import exp

    if not (_is_day(node.this) and _is_day(node.expression)):
        return node
    return exp.func("dateDiff", exp.Literal.string("day"), node.expression.copy(), node.this.copy())


@cache
def _day_columns() -> frozenset[str]:
    return frozenset(c.name for table in all_tables().values() for c in table.columns if c.type == "day")


def _is_day(node: Any) -> bool:
    from sqlglot import exp

    node = node.unnest()
    if isinstance(node, exp.Cast):
        return node.to.this in (exp.DataType.Type.DATE, exp.DataType.Type.DATE32)
    if isinstance(node, exp.Min | exp.Max):
        return _is_day(node.this)
    return isinstance(node, exp.Column) and node.name in _day_columns()


def _whole_or_float(node: Any) -> bool:
    from sqlglot import exp

    if isinstance(node, exp.Cast):
        return not node.to.is_type("decimal")
    return isinstance(node, exp.Count | exp.Neg) or (isinstance(node, exp.Literal) and "." not in node.this)


def _rounding_cast(node: Any) -> Any:
    from sqlglot import exp

    if not node.to.is_type("decimal") or isinstance(node.this, exp.Null) or node.this.is_string:
        return node
    scale = int(node.to.expressions[1].name) if len(node.to.expressions) > 1 else 3
    wide = exp.cast(node.this.copy(), f"DECIMAL(38, {scale + 6})")
    node.set("this", exp.Round(this=wide, decimals=exp.Literal.number(scale)))
    return node


def _nullable_neighbour(node: Any) -> Any:
    from sqlglot import exp

    if not isinstance(node.this, exp.Anonymous):
        node.set("this", exp.func("toNullable", node.this.copy()))
    return node


def _exact_quantile(node: Any) -> Any:
    from sqlglot import exp

    share = node.expression.copy() if isinstance(node, exp.PercentileCont) else exp.Literal.number("0.5")
    name = "quantileExactInclusive"
    value = exp.cast(node.this.copy(), "DOUBLE")
    return exp.CombinedParameterizedAgg(this=name, params=[value], expressions=[_plain(share)])


def _plain(share: Any) -> Any:
    """A parameter of an aggregate is written as it is, not as a decimal."""
    from sqlglot import exp

    return exp.Var(this=share.name)


def _spread(node: Any) -> Any:
    from sqlglot import exp

    value = exp.func(_SPREAD[type(node).__name__], exp.cast(node.this.copy(), "DOUBLE"))
    return exp.func("ifNotFinite", value, exp.Null())
