"""A prepared statement as ClickHouse runs it: the few places where the two engines mean different things by one text.

SQLGlot writes the dialect. Here names are put in: a canonical table or book stands for the physical table that holds
its current state, ORDER BY names the output column before the input column, the columns of a SELECT have DuckDB's
names. What single expressions mean is in `clickhouse_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storehelm.warehouse.clickhouse_rules import rewrite
from storehelm.warehouse.dialect import literal

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


def clickhouse_sql(tree: Any, params: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The statement for ClickHouse, `$params` put in as typed literals; `tree` (from `prepare`) is left as it is."""
    from sqlglot import exp

    tree = _bind(tree.copy(), params)
    _physical_names(tree, names)
    for select in list(tree.find_all(exp.Select)):
        _order_by_output(select)
        _name_columns(select)
    for node in reversed(list(tree.dfs())):  # what is inside first
        made = rewrite(node)
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
