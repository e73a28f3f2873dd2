"""Expressions that the two engines understand differently, one function a difference, rewritten for ClickHouse.

- a number with a point is an exact decimal (ClickHouse: a float); a decimal product is taken in 38 digits,
  a quotient is a float (ClickHouse: a decimal of the dividend's scale);
- the branches of CASE, COALESCE, GREATEST and LEAST may have different decimal scales (ClickHouse: one only);
- a cast to DECIMAL or BIGINT rounds, half away from zero; only a float cast to BIGINT half to even (ClickHouse cuts
  off);
- ROUND takes a float's half away from zero (ClickHouse: to even);
- DATE and TIMESTAMP reach beyond 1970-2149 and keep microseconds; a day less a day is a number of days;
- `lag` and `lead` beyond the edge are NULL (ClickHouse: 0 or '' for a column without NULLs);
- quantiles are exact and interpolate; the deviation of one value is NULL (ClickHouse: NaN);
- NOT IN a list that holds a NULL is never true (ClickHouse: NULLs in it are passed over);
- lower, upper and substring work on letters (ClickHouse: on bytes);
- weeks between two days are counted differently, so `date_diff('week', ...)` is refused: write days / 7.

SQLGlot's trees carry no types here, so what is a float or a decimal is read off the expression: casts, numbers with a
point, divisions and the canonical columns' names. A query casts where that would not be seen.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.warehouse.clickhouse_kinds import is_day, is_decimal, is_float

_LETTERS = {"Lower": "lowerUTF8", "Upper": "upperUTF8", "Length": "lengthUTF8", "Substring": "substringUTF8"}
_SPREAD = {"Stddev": "stddevSamp", "StddevSamp": "stddevSamp", "Variance": "varSamp"}


_PLACES = 12


def rewrite(node: Any) -> Any:
    """The node, or what stands in its place; what is inside it has been rewritten before."""
    from sqlglot import exp

    if isinstance(node, exp.DataType):
        return _wide_days(node)
    rule = _rules().get(type(node))
    if rule is not None:
        return rule(node)
    letters = _LETTERS.get(type(node).__name__)
    if letters:
        return exp.func(letters, *(node.args[key] for key in node.arg_types if node.args.get(key) is not None))
    return node


@cache
def _rules() -> dict[type, Any]:
    from sqlglot import exp

    return {
        exp.Literal: _exact_literal,
        exp.Mul: _wide_product,
        exp.Div: _float_quotient,
        exp.Case: _one_scale,
        exp.Coalesce: _one_scale,
        exp.Greatest: _one_scale,
        exp.Least: _one_scale,
        exp.Cast: _rounding_cast,
        exp.Round: _round,
        exp.Sub: _days_between,
        exp.DateDiff: _no_weeks,
        exp.Lag: _nullable_neighbour,
        exp.Lead: _nullable_neighbour,
        exp.PercentileCont: _exact_quantile,
        exp.Median: _exact_quantile,
        exp.Stddev: _spread,
        exp.StddevSamp: _spread,
        exp.Variance: _spread,
        exp.Not: _not_in,
        exp.LogicalOr: lambda node: exp.func("max", node.this),
        exp.LogicalAnd: lambda node: exp.func("min", node.this),
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


def _float_quotient(node: Any) -> Any:
    from sqlglot import exp

    if not (is_float(node.this) or is_float(node.expression)):
        node.set("this", exp.cast(node.this.copy(), "DOUBLE"))
    return node


def _whole_or_float(node: Any) -> bool:
    from sqlglot import exp

    if isinstance(node, exp.Cast):
        return not node.to.is_type("decimal")
    return isinstance(node, exp.Count) or (isinstance(node, exp.Literal) and "." not in node.this) or is_float(node)


def _one_scale(node: Any) -> Any:
    """Adding a zero with many places gives every decimal branch that many, and leaves a float a float."""
    from sqlglot import exp

    if isinstance(node, exp.Case):
        branches = [branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")]
    else:
        branches = [node.this, *node.expressions]
    branches = [branch for branch in branches if branch is not None and not isinstance(branch, exp.Null)]
    if any(is_decimal(branch) for branch in branches):
        for branch in branches:
            zero = exp.func("toDecimal128", exp.Literal.number(0), exp.Literal.number(_PLACES))
            branch.replace(exp.Paren(this=exp.Add(this=branch.copy(), expression=zero)))
    return node


def _days_between(node: Any) -> Any:
    from sqlglot import exp

    if not (is_day(node.this) and is_day(node.expression)):
        return node
    return _call("dateDiff", exp.Literal.string("day"), node.expression.copy(), node.this.copy())


def _no_weeks(node: Any) -> Any:
    if node.args.get("unit") is not None and node.args["unit"].name.upper() == "WEEK":
        raise BadInput("Engines count the weeks between two days differently.", mend="Write the days divided by 7.")
    return node


def _call(name: str, *arguments: Any) -> Any:
    """A function of ClickHouse's own that SQLGlot must not take for another."""
    from sqlglot import exp

    return exp.Anonymous(this=name, expressions=list(arguments))


def _rounding_cast(node: Any) -> Any:
    from sqlglot import exp

    value = node.this
    if isinstance(value, exp.Null) or value.is_string:
        return node
    if node.to.is_type("bigint", "int") and (is_float(value) or is_decimal(value)):
        node.set("this", _call("round", value.copy()))
    elif node.to.is_type("decimal"):
        scale = int(node.to.expressions[1].name) if len(node.to.expressions) > 1 else 3
        node.set("this", _rounded_float(value, scale) if is_float(value) else _rounded(value, scale))
    return node


def _rounded(value: Any, scale: int) -> Any:
    from sqlglot import exp

    return _call("round", exp.cast(value.copy(), f"DECIMAL(38, {scale + 6})"), exp.Literal.number(scale))


def _rounded_float(value: Any, scale: int) -> Any:
    """A float as a decimal of that scale, by way of a whole number: a cast of the float itself cuts digits off."""
    from sqlglot import exp

    power = exp.Literal.number(10**scale)
    whole = exp.cast(_half_away(value, power), "BIGINT")
    return exp.Div(this=exp.cast(whole, f"DECIMAL(38, {scale})"), expression=power.copy())


def _half_away(value: Any, power: Any) -> Any:
    """A float times `power` as a whole one, halves away from zero."""
    from sqlglot import exp

    size = exp.Mul(this=_call("abs", value.copy()), expression=power.copy())
    whole = _call("floor", exp.Add(this=size, expression=exp.Var(this="0.5")))
    return exp.Mul(this=_call("sign", value.copy()), expression=whole)


def _round(node: Any) -> Any:
    from sqlglot import exp

    if not is_float(node.this):
        return node
    places = node.args.get("decimals")
    power = _call("pow", exp.Literal.number(10), places.copy() if places else exp.Literal.number(0))
    return exp.Div(this=_half_away(node.this, power), expression=power.copy())


def _not_in(node: Any) -> Any:
    from sqlglot import exp

    inside = node.this.unnest()
    query = inside.args.get("query") if isinstance(inside, exp.In) else None
    if query is None:
        return node
    rows = query.unnest()
    name = exp.to_identifier(rows.selects[0].alias_or_name)
    nulls = exp.select("count(*)").from_(rows.copy().subquery("listed"))
    nulls = nulls.where(exp.Is(this=exp.Column(this=name), expression=exp.Null()))
    none = exp.EQ(this=nulls.subquery(), expression=exp.Literal.number(0))
    return exp.Paren(this=exp.And(this=node.copy(), expression=none))


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
