"""What a warehouse promises, on both engines: loads, versions, books, and the SQL that metrics and analyses use."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from storehelm.core.connector import Batch, Rejected, Select
from storehelm.core.errors import BadInput
from storehelm.warehouse.tables import all_tables

pytestmark = pytest.mark.clickhouse
MONDAY = datetime(2024, 1, 1, 8, 0)
PRODUCTS = "SELECT variant_id, name, price_net FROM products ORDER BY variant_id"


def product(variant, name="Świeca", price="10", **others):
    return {"variant_id": variant, "name": name, "price_net": price, **others}


def sync(*rows, days=0, **options):
    return Batch({"products": list(rows)}, "shop", known_at=MONDAY + timedelta(days=days), **options)


# --- loading


def test_new_changed_unchanged_and_deleted(both):
    results = both.load(
        sync(product("a"), product("b"), product("c")),
        sync(product("a"), product("b", price="12.3456"), product("d"), days=1),
        Batch({}, "shop", known_at=MONDAY + timedelta(days=2), deleted={"products": [{"variant_id": "c"}]}),
    )
    counts = [(t.added, t.changed, t.unchanged, t.removed) for r in results for t in r.tables.values()]
    assert counts == [(3, 0, 0, 0), (1, 1, 1, 0), (0, 0, 0, 1)]
    rows = both.ask(PRODUCTS)
    assert [(r[0], r[2]) for r in rows] == [("a", 10), ("b", Decimal("12.3456")), ("d", 10)]


def test_the_same_again_changes_nothing(both):
    batch = sync(product("a"), product("b"))
    again = both.load(batch, sync(product("a"), product("b"), days=3))[1]
    assert not again.changed_anything
    assert both.ask("SELECT count(*) AS n FROM products__history") == [(0,)]


def test_of_repeats_in_one_batch_the_later_holds(both):
    both.load(sync(product("a", "first"), product("b"), product("a", "last")))
    assert both.ask(PRODUCTS)[0] == ("a", "last", 10)


def test_rows_that_do_not_fit_are_rejected_and_the_rest_goes_in(both):
    both.load(sync(product("a"), product("b", price="dear"), {"name": "no key"}))
    assert [r[0] for r in both.ask(PRODUCTS)] == ["a"]
    rejects = both.same(lambda w: w.rejects())
    assert {r["field"] for r in rejects} == {"price_net", "variant_id"}
    assert both.same(lambda w: w.reject_count()) == 2


@pytest.mark.parametrize("name", sorted(all_tables()))
def test_every_table_comes_back_as_it_went_in(stocked, name):
    columns = ", ".join((*all_tables()[name].column_names, "occurred_at", "known_at", "reconstructed", "sync_id"))
    assert stocked.ask(f"SELECT {columns} FROM {name}")
    stocked.ask(f"SELECT {columns}, superseded_at, superseded_by FROM {name}__history")


def test_select_and_columns_load_as_dicts_do(both):
    import duckdb
    import numpy as np

    select = Select("SELECT 'a' AS variant_id, 1.5 AS price_net UNION ALL SELECT 'b', -2", duckdb.connect())
    for kind in (select, {"variant_id": np.array(["a", "b"]), "price_net": np.array([1.5, -2.0])}):
        for w in (both.one, both.other):
            w.load(Batch({"products": kind}, "columns", known_at=MONDAY), now=MONDAY)
    assert both.ask(PRODUCTS) == [("a", None, Decimal("1.5")), ("b", None, Decimal("-2"))]
    assert both.ask("SELECT count(*) AS n FROM products__history") == [(0,)]


def test_a_failure_in_a_batch_leaves_nothing_of_it(both):
    both.load(sync(product("a"), cursor="1"))
    broken = Batch({"products": [product("z")], "suppliers": [{"nonsense": 1}]}, "shop", cursor="2", known_at=MONDAY)
    for w in (both.one, both.other):
        with pytest.raises(BadInput, match="nonsense"):
            w.load(deepcopy(broken), now=MONDAY)
    assert [r[0] for r in both.ask(PRODUCTS)] == ["a"]
    assert both.same(lambda w: w.cursor("shop")) == "1"
    assert len(both.same(lambda w: w.syncs())) == 1


def test_one_transaction_of_two_batches_sees_its_own_rows(both):
    from storehelm.warehouse.load import load

    for w in (both.one, both.other):
        with w.writing() as writer:
            load(writer, sync(product("a")), now=MONDAY)
            second = load(writer, sync(product("a", price="11"), days=1), now=MONDAY)
            assert second.tables["products"].changed == 1
            assert not len(w.query(PRODUCTS, as_of=None))
    assert both.ask(PRODUCTS) == [("a", "Świeca", Decimal("11"))]


# --- versions


def test_a_past_day_is_answered_with_what_was_known_then(both):
    both.load(
        sync(product("a"), product("b")),
        sync(product("a", price="12"), days=2),
        sync(product("a", price="15"), days=4),
        Batch({}, "shop", known_at=MONDAY + timedelta(days=5), deleted={"products": [{"variant_id": "b"}]}),
    )
    prices = [
        [(r[0], int(r[2])) for r in both.ask(PRODUCTS, as_of=date(2024, 1, 1) + timedelta(days=d))]
        for d in (-1, 0, 2, 3, 4, 5)
    ]
    both_of_them = [("a", 12), ("b", 10)]
    assert prices == [[], [("a", 10), ("b", 10)], both_of_them, both_of_them, [("a", 15), ("b", 10)], [("a", 15)]]


def test_a_backfill_is_known_from_when_it_occurred(both):
    both.load(Batch({"products": [product("a", created_day=date(2023, 5, 1)), product("b")]}, "file"))
    assert [r[0] for r in both.ask(PRODUCTS, as_of=date(2023, 4, 29))] == ["b"]
    assert both.ask("SELECT variant_id, known_at, reconstructed FROM products ORDER BY variant_id")[0] == (
        "a",
        datetime(2023, 5, 1),
        True,
    )


def test_the_day_ends_when_it_ends_in_the_store(both):
    late = datetime(2024, 1, 1, 23, 30)  # half past midnight in Warsaw
    both.load(sync(product("0"), days=9), Batch({"products": [product("a")]}, "shop", known_at=late))
    assert both.ask(PRODUCTS, as_of=date(2024, 1, 1)) == []
    assert len(both.ask(PRODUCTS, as_of=date(2024, 1, 2))) == 1


# --- books


def test_the_books_are_kept(both):
    misfit = Rejected("orders.csv", 17, "net", "'x' is no money", "Give net as a money.", "x")
    batch = sync(product("a"), cursor="2024-01-01")
    batch.rejected.append(misfit)
    batch.set_aside["postage line"] = 3
    both.load(batch, sync(product("b"), days=1, cursor="2024-01-02"), now=MONDAY)
    assert both.same(lambda w: w.cursor("shop")) == "2024-01-02"
    assert both.same(lambda w: w.cursor("elsewhere")) == ""
    assert [s["added"] for s in both.same(lambda w: w.syncs())] == [1, 1]
    assert both.same(lambda w: w.rejects()) == [
        {"file": "orders.csv", "row_number": 17, "field": "net", "reason": "'x' is no money",
         "mend": "Give net as a money.", "value": "x"}
    ]  # fmt: skip
    assert both.same(lambda w: w.set_aside()) == [{"reason": "postage line", "rows": 3}]
    assert both.same(lambda w: w.filled) == {"products"}
    assert both.same(lambda w: w.latest_known) == MONDAY + timedelta(days=1)
    assert both.same(lambda w: w.last_day()) is None


# --- values


@pytest.mark.parametrize(
    "text",
    ["Zażółć gęślą jaźń", "it's", 'a "quoted" one', "back\\slash \\n", "line\nbreak\ttab", "日本 🎁", "", "$x {y}"],
)
def test_text_survives_loading_and_binding(both, text):
    both.load(sync(product("a", text), product("b", "other")))
    assert both.ask("SELECT variant_id FROM products WHERE name = $text", text=text) == [("a",)]
    assert both.ask("SELECT name FROM products WHERE variant_id = 'a'") == [(text,)]


@pytest.mark.parametrize(
    "value",
    [None, 7, -7, 1.5, Decimal("-12345678901234.5678"), date(1969, 12, 31), date(2261, 1, 1), True, False, "x",
     datetime(2024, 2, 29, 23, 59, 59, 999999)],
    ids=str,
)  # fmt: skip
def test_a_parameter_comes_back_as_it_was(both, value):
    (row,) = both.ask("SELECT $value AS v", value=value)
    assert row == (value,)


def test_a_missing_parameter_is_named(both):
    for w in (both.one, both.other):
        with pytest.raises(BadInput, match="price"):
            w.query("SELECT name FROM products WHERE price_net > $price", as_of=None)


# ruff: noqa: E501 - a statement reads best in few lines
STATEMENTS = {
    "nulls last": "SELECT line_id, discount_net FROM order_lines ORDER BY discount_net DESC NULLS LAST, line_id",
    "nulls first": "SELECT line_id, discount_net FROM order_lines ORDER BY discount_net NULLS FIRST, line_id",
    "nulls unsaid": "SELECT line_id, discount_net FROM order_lines ORDER BY discount_net DESC, line_id",
    "order by output": "SELECT variant_id, sum(net) AS net FROM order_lines GROUP BY variant_id "
    "ORDER BY net DESC, variant_id",
    "order by output, limited": "SELECT day, -sum(net) AS net FROM order_lines GROUP BY day ORDER BY net, day LIMIT 5",
    "week and month": "SELECT CAST(date_trunc('week', day) AS DATE) AS week, CAST(date_trunc('month', day) AS DATE) "
    "AS month, count(*) AS n FROM orders GROUP BY date_trunc('week', day), date_trunc('month', day)",
    "day of a moment": "SELECT CAST(placed_at AS DATE) AS d, count(*) AS n FROM orders GROUP BY CAST(placed_at AS DATE)",
    "day arithmetic": "SELECT order_id, CAST(day + INTERVAL 30 DAY AS DATE) AS later, CAST(day - INTERVAL 1 MONTH AS "
    "DATE) AS earlier, day + 1 AS next, date_diff('day', day, DATE '2024-05-01') AS ago, DATE '2024-05-01' - day AS ago2 "
    "FROM orders",
    "months apart": "SELECT day, date_diff('month', day, DATE '2024-05-15') AS m, "
    "extract(year FROM day) AS y, extract(month FROM day) AS mo FROM orders",
    "time apart": "SELECT ticket_id, date_diff('minute', opened_at, first_response_at) AS m FROM tickets",
    "distinct": "SELECT count(DISTINCT customer_key) AS c, count(DISTINCT day) AS d, count(customer_key) AS k, "
    "count(*) AS n FROM orders",
    "windows": "SELECT line_id, row_number() OVER (PARTITION BY variant_id ORDER BY day, line_id) AS nth, "
    "sum(net) OVER (PARTITION BY variant_id ORDER BY day, line_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) "
    "AS running, rank() OVER (ORDER BY net DESC) AS r, ntile(4) OVER (ORDER BY net, line_id) AS q FROM order_lines",
    "neighbours": "SELECT order_id, lag(day) OVER (PARTITION BY channel ORDER BY placed_at, order_id) AS before, "
    "lead(status) OVER (ORDER BY placed_at, order_id) AS after, lag(order_id, 2) OVER (ORDER BY order_id) AS b2 "
    "FROM orders",
    "left join": "SELECT l.line_id, o.order_id, o.status, o.day, r.net FROM order_lines AS l "
    "LEFT JOIN orders AS o ON o.order_id = l.order_id AND o.country = 'PL' LEFT JOIN refunds AS r "
    "ON r.line_id = l.line_id AND r.kind = 'product'",
    "columns of one name": "SELECT l.day, o.day AS order_day, l.currency, o.currency AS oc FROM order_lines AS l "
    "JOIN orders AS o ON o.order_id = l.order_id",
    "anti": "SELECT order_id FROM orders AS o WHERE NOT EXISTS (SELECT 1 FROM refunds AS r WHERE r.order_id = o.order_id)",
    "in": "SELECT order_id FROM orders WHERE order_id IN (SELECT order_id FROM shipments WHERE status = 'lost')",
    "filter": "SELECT device, sum(net) FILTER (WHERE net > 1000) AS large, count(*) FILTER (WHERE l.quantity > 9) AS "
    "none, min(l.day) FILTER (WHERE l.net < 0) AS never FROM order_lines AS l JOIN orders AS o ON o.order_id = l.order_id "
    "GROUP BY device",
    "nothing": "SELECT sum(net) AS s, max(day) AS d, count(*) AS n, avg(net) AS a FROM order_lines WHERE net < -1e9",
    "case and coalesce": "SELECT order_id, CASE WHEN country IS NULL THEN 'unknown' WHEN country = 'PL' THEN country "
    "END AS c, coalesce(shipping_net, 0) AS s, coalesce(shipping_net, 0.5) AS h, nullif(status, 'sold') AS st, "
    "greatest(day, DATE '2024-02-01') AS g FROM orders",
    "flags": "SELECT order_id, country = 'PL' AS home, country IS NULL AS blank, NOT (status = 'sold') AS other, "
    "status IN ('sold', 'shipped') AS some FROM orders",
    "division": "SELECT sum(quantity) AS q, CAST(sum(net) AS DOUBLE) / nullif(CAST(sum(quantity) AS DOUBLE), 0) AS p, "
    "CAST(count(*) AS DOUBLE) / 7 AS w, 7 // 2 AS whole, 7 % 4 AS rest FROM order_lines",
    "products of decimals": "SELECT line_id, net * quantity AS a, net * 1.23 AS b, quantity * unit_cost * 0.5 AS c, "
    "-net AS d, net - coalesce(unit_cost, 0) * quantity AS e, 1 - 0.1 AS f FROM order_lines",
    "branches of different scales": "SELECT line_id, CASE WHEN net > 500 THEN net * quantity WHEN net > 100 THEN quantity "
    "ELSE 0.25 END AS c, coalesce(unit_cost * quantity, 0.125) AS k, greatest(net, quantity) AS g FROM order_lines",
    "rounding casts": "SELECT line_id, CAST(net * 1.005 AS DECIMAL(18, 2)) AS a, CAST(-net / 8 AS DECIMAL(18, 3)) AS b, "
    "CAST(CAST(net AS DOUBLE) * 0.29 AS DECIMAL(18, 2)) AS c, CAST(quantity AS BIGINT) AS q FROM order_lines",
    "halves": "SELECT CAST(0.125 AS DECIMAL(9, 2)) AS a, CAST(-0.125 AS DECIMAL(9, 2)) AS b, "
    "CAST(CAST(0.29 AS DOUBLE) AS DECIMAL(9, 2)) AS c, CAST(2.5 AS BIGINT) AS d, CAST(CAST(-1.7 AS DOUBLE) AS BIGINT) AS e",
    "decimal and float": "SELECT line_id, CASE WHEN net > 100 THEN net ELSE CAST(0 AS DOUBLE) END AS x FROM order_lines",
    "spread": "SELECT variant_id, stddev_samp(CAST(net AS DOUBLE)) AS s, var_samp(net) AS v, avg(net) AS a, "
    "median(CAST(net AS DOUBLE)) AS m, quantile_cont(CAST(net AS DOUBLE), 0.9) AS q FROM order_lines GROUP BY variant_id",
    "spread of one": "SELECT line_id, stddev_samp(CAST(net AS DOUBLE)) AS s FROM order_lines GROUP BY line_id",
    "letters": "SELECT upper(name) AS u, lower(category) AS l, length(category) AS n, substr(category, 1, 2) AS s, "
    "category || '-' || name AS both, category LIKE 'Ś%' AS starts FROM products",
    "arg_max": "SELECT variant_id, arg_max(price_gross, day) AS last, min(day) AS first FROM competitor_prices "
    "GROUP BY variant_id HAVING count(DISTINCT day) = count(*)",
    "union": "SELECT day, net FROM order_lines UNION ALL SELECT day, -net AS net FROM refunds",
    "union of kinds": "SELECT sum(x) AS s FROM (SELECT net AS x FROM order_lines UNION ALL SELECT 1 AS x) AS u",
    "except": "SELECT order_id FROM orders EXCEPT SELECT order_id FROM refunds WHERE order_id IS NOT NULL",
    "distinct from": "SELECT count(*) AS n FROM orders WHERE country IS DISTINCT FROM 'PL'",
    "values": "SELECT v.n, count(o.order_id) AS c FROM (VALUES (1, 'sold'), (2, 'test')) AS v (n, s) "
    "LEFT JOIN orders AS o ON o.status = v.s GROUP BY v.n",
    "with": "WITH daily AS (SELECT day, sum(net) AS net FROM order_lines GROUP BY day), best AS (SELECT max(net) AS net "
    "FROM daily) SELECT d.day, d.net FROM daily AS d JOIN best AS b ON b.net = d.net",
    "scalar": "SELECT order_id, (SELECT max(day) FROM orders) AS last FROM orders WHERE day = (SELECT min(day) FROM orders)",
    "group by name": "SELECT CASE WHEN net > 500 THEN 'large' ELSE 'small' END AS size, count(*) AS n FROM order_lines "
    "GROUP BY size HAVING n > 1",
    "maths": "SELECT line_id, ln(CAST(net AS DOUBLE)) AS l, sqrt(CAST(net AS DOUBLE)) AS s, abs(-net) AS a, "
    "floor(CAST(net AS DOUBLE)) AS f, power(CAST(net AS DOUBLE), 0.5) AS p FROM order_lines",
    "halves of a float": "SELECT round(CAST(0.125 AS DOUBLE), 2) AS a, round(CAST(-2.5 AS DOUBLE)) AS b, "
    "round(CAST(1.005 AS DOUBLE), 2) AS c, round(2.345, 2) AS d",
    "booleans summed up": "SELECT bool_or(in_stock) AS a, bool_and(in_stock) AS b, count(*) FILTER (WHERE in_stock) AS n "
    "FROM competitor_prices",
    "not in with nulls": "SELECT count(*) AS n FROM orders WHERE order_id NOT IN (SELECT order_id FROM refunds)",
    "by zero": "SELECT CAST(0 AS DOUBLE) / 0 AS a, CAST(1 AS DOUBLE) / 0 AS b, 1 / nullif(0, 0) AS c",
    "rows of a day": "SELECT * FROM products ORDER BY variant_id",
}  # fmt: skip


def test_a_with_cannot_take_a_tables_name(stocked):
    for w in (stocked.one, stocked.other):
        with pytest.raises(BadInput, match="orders"):
            w.query("WITH orders AS (SELECT * FROM orders) SELECT count(*) AS n FROM orders", as_of=date(2024, 2, 1))


def test_weeks_between_two_days_are_refused(stocked):
    with pytest.raises(BadInput, match="weeks"):
        stocked.other.query("SELECT date_diff('week', day, DATE '2024-05-15') AS w FROM orders", as_of=None)


@pytest.mark.parametrize("as_of", [None, date(2024, 4, 26)], ids=str)
@pytest.mark.parametrize("name", STATEMENTS)
def test_statement(stocked, name, as_of):
    assert stocked.ask(STATEMENTS[name], as_of=as_of)
