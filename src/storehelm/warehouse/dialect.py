"""One SQL, written in DuckDB's dialect, made ready for an engine: facts put in, versions chosen, names bound.

SQLGlot parses each statement once; what comes out is cached by text and by whether an as-of day is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.warehouse.schema import Table
from storehelm.warehouse.tables import all_tables

AS_OF = "as_of_cut"


def versions(table: Table, columns: tuple[str, ...] | None = None) -> str:
    """SELECT of the rows of `table` known before `$as_of_cut`: the current ones and those superseded since."""
    names = ", ".join(columns or (*table.column_names, "occurred_at", "known_at", "reconstructed", "sync_id"))
    return (
        f"SELECT {names} FROM {table.name} WHERE known_at < ${AS_OF} UNION ALL "
        f"SELECT {names} FROM {table.history} WHERE known_at < ${AS_OF} AND superseded_at >= ${AS_OF}"
    )


@lru_cache(maxsize=2048)
def _parsed(sql: str) -> Any:
    """The text's tree, shared: copy it before changing it."""
    import sqlglot

    return sqlglot.parse_one(sql, read="duckdb")


@lru_cache(maxsize=2048)
def prepare(sql: str, as_of: bool, facts: tuple[tuple[str, str], ...] = ()) -> Any:
    """The statement as an expression tree: fact names replaced by their SELECTs, tables by their versions as of a day.

    Raises `BadInput` for text that is not one SELECT: the warehouse is asked, never told, through here.
    """
    from sqlglot import exp

    tree = _parsed(sql).copy()
    if not isinstance(tree, exp.Query):
        raise BadInput("Only a SELECT can be asked of the warehouse.")
    return _expand(tree, dict(facts), as_of)


def _expand(tree: Any, facts: Mapping[str, str], as_of: bool) -> Any:
    from sqlglot import exp

    local = {cte.alias for cte in tree.find_all(exp.CTE)}
    if taken := sorted(local & all_tables().keys()):
        raise BadInput(f"A WITH cannot take the name of the table {taken[0]}: its versions would be passed over.")
    for node in list(tree.find_all(exp.Table)):
        name = node.name
        if node.db or name in local:
            continue
        inner = None
        if name in facts:
            inner = _expand(_parsed(facts[name]).copy(), facts, as_of)
        elif as_of and name in all_tables():
            inner = _parsed(versions(all_tables()[name])).copy()
        if inner is not None:
            node.replace(exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier(node.alias or name))))
    return tree


@lru_cache(maxsize=2048)
def duckdb_sql(sql: str, as_of: bool, facts: tuple[tuple[str, str], ...] = ()) -> str:
    """The statement as DuckDB runs it; parameters stay `$names`."""
    return prepare(sql, as_of, facts).sql(dialect="duckdb")


@lru_cache(maxsize=512)
def parameter_names(sql: str) -> frozenset[str]:
    """The `$names` a statement uses."""
    from sqlglot import exp

    return frozenset(node.name for node in _parsed(sql).find_all(exp.Placeholder, exp.Parameter))


def literal(value: Any) -> Any:
    """A value as a typed SQL literal, for an engine without DuckDB's parameters."""
    from sqlglot import exp

    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case int() | float():
            return exp.Literal.number(value)
        case Decimal():
            return exp.cast(exp.Literal.string(str(value)), "DECIMAL(18, 4)")
        case datetime():
            return exp.cast(exp.Literal.string(value.isoformat(" ")), "TIMESTAMP")
        case date():
            return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
        case str():
            return exp.Literal.string(value)
        case list() | tuple():
            return exp.Array(expressions=[literal(v) for v in value])
        case _:
            raise BadInput(f"A {type(value).__name__} cannot be a query's parameter.")
