"""The sample store in the warehouse: tables filled, keys that meet, exact money, planted truths there or absent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from storehelm.connectors.sample import CONNECTOR, TABLES, store_info
from storehelm.core.errors import BadInput
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.load import load
from storehelm.warehouse.store import Warehouse
from storehelm.warehouse.tables import all_tables

END = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 5)
SETTINGS = {"end": END, "seed": 5, "orders": 8000, "days": 260, "products": 120}


@dataclass
class Sample:
    warehouse: Warehouse
    truths: dict[str, dict[str, Any]]

    def value(self, sql: str, **params: Any) -> Any:
        return self.warehouse.query(sql, as_of=None, **params).value()

    def dicts(self, sql: str, **params: Any) -> list[dict[str, Any]]:
        return self.warehouse.query(sql, as_of=None, **params).dicts()


def fill(folder: Path, **settings: Any) -> Sample:
    warehouse = Warehouse(store_info(), DuckDBEngine(None))
    file = folder / "truths.json"
    with warehouse.writing() as writer:
        for batch in CONNECTOR.read(SETTINGS | settings | {"truths_file": str(file)}, "", writer.staging):
            assert load(writer, batch, now=NOW).rejected == 0
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["simulated"] is True
    return Sample(warehouse, {truth["id"]: truth for truth in found["truths"]})


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Iterator[Sample]:
    sample = fill(tmp_path_factory.mktemp("planted"))
    yield sample
    sample.warehouse.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Iterator[Sample]:
    sample = fill(tmp_path_factory.mktemp("sound"), truths="no")
    yield sample
    sample.warehouse.close()


@pytest.fixture(params=["planted", "sound"])
def either(request) -> Sample:
    return request.getfixturevalue(request.param)


def test_every_canonical_table_is_filled(either):
    assert set(TABLES) == set(all_tables())
    assert either.warehouse.filled == frozenset(all_tables())


@pytest.mark.parametrize("name", sorted(TABLES))
def test_keys_are_unique_and_nothing_lies_after_the_last_day(planted, name):
    table = all_tables()[name]
    keys = ", ".join(table.key)
    assert planted.value(f"SELECT count(*) - count(DISTINCT ({keys})) FROM {name}") == 0
    if "day" in table.column_names:
        assert planted.value(f"SELECT max(day) FROM {name}") <= END


REFERENCES = [
    ("order_lines", "order_id", "orders"),
    ("order_lines", "variant_id", "products"),
    ("orders", "customer_key", "customers"),
    ("orders", "campaign_id", "campaigns"),
    ("refunds", "line_id", "order_lines"),
    ("refunds", "order_id", "orders"),
    ("shipments", "order_id", "orders"),
    ("sessions", "order_id", "orders"),
    ("sessions", "campaign_id", "campaigns"),
    ("events", "session_id", "sessions"),
    ("events", "variant_id", "products"),
    ("tickets", "order_id", "orders"),
    ("tickets", "customer_key", "customers"),
    ("ad_spend", "campaign_id", "campaigns"),
    ("products", "supplier_id", "suppliers"),
    ("costs", "variant_id", "products"),
    ("stock", "variant_id", "products"),
    ("competitor_prices", "variant_id", "products"),
    ("purchase_orders", "variant_id", "products"),
    ("purchase_orders", "supplier_id", "suppliers"),
]


@pytest.mark.parametrize(("table", "column", "other"), REFERENCES)
def test_every_reference_meets_its_row(planted, table, column, other):
    sql = f"SELECT count(*) FROM {table} AS a WHERE a.{column} IS NOT NULL"
    missing = f"{sql} AND NOT EXISTS (SELECT 1 FROM {other} AS b WHERE b.{column} = a.{column})"
    assert planted.value(sql) > 0
    assert planted.value(missing) == 0


def test_money_is_exact_to_the_cent(either):
    wrong = "net + tax <> gross OR net <> round(net, 2) OR gross <> round(gross, 2)"
    assert either.value(f"SELECT count(*) FROM order_lines WHERE {wrong}") == 0
    assert either.value(f"SELECT count(*) FROM refunds WHERE {wrong}") == 0
    assert either.value("SELECT count(*) FROM order_lines WHERE quantity * unit_price_net - discount_net <> net") == 0
    assert either.value("SELECT count(*) FROM order_lines WHERE discount_net > 0") > 0
    rates = "SELECT DISTINCT CAST(vat_rate * 100 AS INTEGER) AS r FROM products ORDER BY r NULLS LAST"
    assert [row["r"] for row in either.dicts(rates)] == [5, 8, 23]
    off = """SELECT count(*) FROM order_lines AS l JOIN products AS p ON p.variant_id = l.variant_id
        WHERE abs(l.net * CAST(1 + p.vat_rate AS DECIMAL(6,4)) - l.gross) > 0.0062 * l.quantity"""
    assert either.value(off) == 0


def test_about_as_many_orders_as_asked_and_no_more_refunded_than_sold(either):
    assert 0.9 * 8000 < either.value("SELECT count(*) FROM orders") < 1.08 * 8000
    sql = """SELECT count(*) FROM refunds AS r JOIN order_lines AS l ON l.line_id = r.line_id
        WHERE r.quantity > l.quantity OR r.gross > l.gross OR r.day <= l.day"""
    assert either.value(sql) == 0


def test_visits_end_where_their_orders_begin(either):
    """Each order of the shop has one visit that went through all seven steps, on its day; no other visit bought."""
    sql = """SELECT count(*) AS orders, count(s.session_id) AS visited, count(e.session_id) AS bought,
            sum(CASE WHEN e.happened_at <> o.placed_at OR s.day <> o.day THEN 1 ELSE 0 END) AS astray
        FROM orders AS o LEFT JOIN sessions AS s ON s.order_id = o.order_id
        LEFT JOIN events AS e ON e.session_id = s.session_id AND e.step = 'purchase' WHERE o.channel = 'shop'"""
    (row,) = either.dicts(sql)
    assert row["orders"] == row["visited"] == row["bought"] > 0
    assert row["astray"] == 0
    assert either.value("SELECT count(*) FROM events WHERE step = 'purchase'") == row["orders"]
    steps = "SELECT step, count(*) AS n, min(sequence) AS s FROM events GROUP BY step ORDER BY s NULLS LAST"
    rows = either.dicts(steps)
    assert [r["step"] for r in rows] == ["view", "product", "cart", "checkout", "shipping", "payment", "purchase"]
    assert [r["n"] for r in rows] == sorted((r["n"] for r in rows), reverse=True)


def test_every_day_belongs_to_its_moment(either):
    for table, moment in (("orders", "placed_at"), ("sessions", "started_at"), ("events", "happened_at")):
        rows = either.dicts(f"SELECT day, min({moment}) AS a, max({moment}) AS b FROM {table} GROUP BY day")
        assert all(store_info().day_of(row[x]) == row["day"] for row in rows for x in ("a", "b"))


def test_stock_never_negative_and_equal_to_what_came_less_what_went(either):
    assert either.value("SELECT count(*) FROM stock WHERE on_hand < 0") == 0
    sql = """
        WITH ends AS (
            SELECT variant_id, on_hand, day, row_number() OVER (PARTITION BY variant_id ORDER BY day DESC) AS latest,
                row_number() OVER (PARTITION BY variant_id ORDER BY day) AS first FROM stock
        ), came AS (
            SELECT p.variant_id, sum(p.received) AS pieces FROM purchase_orders AS p
            JOIN ends AS f ON f.variant_id = p.variant_id AND f.first = 1 AND p.received_day > f.day
            GROUP BY p.variant_id
        ), went AS (
            SELECT l.variant_id, sum(l.quantity) AS pieces FROM order_lines AS l
            JOIN orders AS o ON o.order_id = l.order_id AND o.status NOT IN ('cancelled', 'test')
            JOIN ends AS f ON f.variant_id = l.variant_id AND f.first = 1 AND l.day > f.day GROUP BY l.variant_id
        )
        SELECT count(*) AS checked, sum(CASE WHEN a.on_hand + coalesce(c.pieces, 0) - coalesce(w.pieces, 0) <> z.on_hand
            THEN 1 ELSE 0 END) AS wrong
        FROM ends AS a JOIN ends AS z ON z.variant_id = a.variant_id AND z.latest = 1
        LEFT JOIN came AS c ON c.variant_id = a.variant_id LEFT JOIN went AS w ON w.variant_id = a.variant_id
        WHERE a.first = 1"""
    (row,) = either.dicts(sql)
    assert row["checked"] > 100
    assert row["wrong"] == 0


def test_statuses_agree_with_parcels(either):
    sql = """SELECT o.status, count(*) AS n, count(s.shipment_id) AS sent, count(s.delivered_day) AS delivered
        FROM orders AS o LEFT JOIN shipments AS s ON s.order_id = o.order_id GROUP BY o.status"""
    rows = {row["status"]: row for row in either.dicts(sql)}
    assert rows["delivered"]["n"] == rows["delivered"]["delivered"] > 0
    assert rows["shipped"]["n"] == rows["shipped"]["sent"] > rows["shipped"]["delivered"] == 0
    assert rows["sold"]["sent"] == rows["cancelled"]["sent"] == 0


def test_a_past_day_shows_the_price_of_that_day(planted):
    truth = planted.truths["under_floor"]
    since = date.fromisoformat(truth["since"])
    sql = "SELECT price_gross FROM products WHERE variant_id = $variant"
    price = [
        planted.warehouse.query(sql, as_of=day, variant=truth["subject"]).value()
        for day in (date.fromordinal(since.toordinal() - 1), since, END)
    ]
    assert [str(p) for p in price] == [
        truth["expected"]["price_before_gross"] + "00",
        *[truth["expected"]["price_gross"] + "00"] * 2,
    ]
    assert planted.value("SELECT count(DISTINCT known_at) FROM products") > 3


def test_goals_lie_near_what_was_sold(sound):
    sql = """SELECT g.target, sum(l.net) AS sold FROM goals AS g
        JOIN order_lines AS l ON l.day >= g.start_day AND l.day < g.end_day
        JOIN orders AS o ON o.order_id = l.order_id AND o.status NOT IN ('cancelled', 'test')
        WHERE g.end_day <= DATE '2026-11-23' GROUP BY g.goal_id, g.target"""
    rows = sound.dicts(sql)
    assert len(rows) >= 7
    assert all(0.75 < float(row["sold"]) / float(row["target"]) < 1.35 for row in rows)
    assert sound.value("SELECT count(*) FROM goals WHERE start_day = DATE '2026-11-01'") == 1


def test_a_task_has_a_deadline_and_a_penalty(either):
    assert either.value("SELECT count(*) FROM tasks WHERE status = 'open' AND due_day > $end AND penalty > 0", end=END)


# --- the planted truths, each looked for by SQL that knows nothing of the world

UNDER_FLOOR = "SELECT variant_id FROM products WHERE status = 'active' AND price_gross < floor_gross"
BELOW_COST = "SELECT DISTINCT variant_id FROM order_lines WHERE kind = 'product' AND net < unit_cost * quantity"
LATEST_STOCK = """WITH shelf AS (SELECT variant_id, on_hand FROM (SELECT variant_id, on_hand,
    row_number() OVER (PARTITION BY variant_id ORDER BY day DESC) AS latest FROM stock) AS s WHERE latest = 1)"""
RUNNING_OUT = f"""{LATEST_STOCK}, sold AS (
    SELECT variant_id, CAST(sum(quantity) AS DOUBLE) / 30 AS a_day, sum(quantity) AS pieces FROM order_lines
    WHERE day > DATE '2026-11-23' - 30 GROUP BY variant_id)
    SELECT p.variant_id FROM products AS p JOIN shelf ON shelf.variant_id = p.variant_id
    JOIN sold ON sold.variant_id = p.variant_id JOIN suppliers AS s ON s.supplier_id = p.supplier_id
    WHERE sold.pieces >= 5 AND CAST(shelf.on_hand AS DOUBLE) / sold.a_day < s.lead_days"""
DEAD = f"""{LATEST_STOCK}
    SELECT p.variant_id FROM products AS p JOIN shelf ON shelf.variant_id = p.variant_id AND shelf.on_hand > 0
    WHERE p.created_day < DATE '2026-11-23' - 180 AND NOT EXISTS (SELECT 1 FROM order_lines AS l
        WHERE l.variant_id = p.variant_id AND l.day > DATE '2026-11-23' - 180)"""
OVERDUE = """SELECT DISTINCT supplier_id FROM purchase_orders
    WHERE received_day IS NULL AND due_day < DATE '2026-11-23' - 2"""
LATE = """SELECT carrier FROM shipments WHERE day > DATE '2026-11-23' - 55 AND promised_day < DATE '2026-11-23'
    GROUP BY carrier
    HAVING avg(CASE WHEN delivered_day IS NULL OR delivered_day > promised_day THEN 1.0 ELSE 0.0 END) > 0.2"""
LOSING = """SELECT s.campaign_id FROM (SELECT campaign_id, sum(cost_net) AS spent FROM ad_spend
        WHERE day > DATE '2026-11-23' - 90 GROUP BY campaign_id) AS s
    LEFT JOIN (SELECT o.campaign_id, sum(l.net - l.unit_cost * l.quantity) AS margin FROM orders AS o
        JOIN order_lines AS l ON l.order_id = o.order_id WHERE o.day > DATE '2026-11-23' - 90
            AND o.status NOT IN ('cancelled', 'test') GROUP BY o.campaign_id) AS m
        ON m.campaign_id = s.campaign_id
    WHERE s.spent > 1.5 * coalesce(m.margin, 0)"""
RETURNED = """SELECT l.variant_id FROM order_lines AS l LEFT JOIN refunds AS r ON r.line_id = l.line_id
    GROUP BY l.variant_id HAVING count(*) > 30
        AND avg(CASE WHEN r.reason = 'smaller than described' THEN 1.0 ELSE 0.0 END) > 0.1"""
BROKEN = """SELECT device FROM events WHERE day > DATE '2026-11-23' - 5 AND device <> 'tablet' GROUP BY device
    HAVING sum(CASE WHEN step = 'payment' THEN 1.0 ELSE 0.0 END)
        < 0.3 * sum(CASE WHEN step = 'shipping' THEN 1.0 ELSE 0.0 END)"""
LOOKS = {
    "under_floor": UNDER_FLOOR,
    "running_out": RUNNING_OUT,
    "dead_stock": DEAD,
    "slipped_supplier": OVERDUE,
    "late_carrier": LATE,
    "losing_campaign": LOSING,
    "bad_return_reason": RETURNED,
}


@pytest.mark.parametrize("truth", LOOKS)
def test_a_planted_truth_is_in_the_rows_and_only_there(planted, sound, truth):
    found = [next(iter(row.values())) for row in planted.dicts(LOOKS[truth])]
    assert found == [planted.truths[truth]["subject"]]
    assert sound.dicts(LOOKS[truth]) == []


def test_the_checkout_broke_on_phones_only(planted, sound):
    assert planted.dicts(BROKEN) == [{"device": "mobile"}]
    assert sound.dicts(BROKEN) == []


def test_below_cost_is_sold_only_what_was_planted(planted, sound):
    assert [r["variant_id"] for r in planted.dicts(BELOW_COST)] == [planted.truths["under_floor"]["subject"]]
    assert sound.dicts(BELOW_COST) == []


def test_stated_loss_is_the_rows_loss_without_coupons(planted):
    truth = planted.truths["under_floor"]
    sql = """SELECT sum(unit_cost * quantity - net) AS lost, sum(quantity) AS pieces FROM order_lines AS l
        JOIN orders AS o ON o.order_id = l.order_id AND o.status NOT IN ('cancelled', 'test')
        WHERE l.variant_id = $variant AND l.day >= CAST($since AS DATE)"""
    (row,) = planted.dicts(sql, variant=truth["subject"], since=truth["since"])
    assert int(row["pieces"]) == truth["expected"]["pieces_since"] > 0
    assert float(row["lost"]) >= float(truth["expected"]["lost_at_least"]) > 0


def test_no_truths_no_list(planted, sound):
    assert sorted(planted.truths) == sorted([*LOOKS, "broken_checkout_step"])
    assert sound.truths == {}


# --- the connector's manners


def test_same_settings_same_rows(tmp_path):
    def prints(seed: int) -> list[Any]:
        sample = fill(tmp_path, seed=seed, orders=600, days=70, products=50)
        return [sample.value(f"SELECT sum(CAST(hash(t) AS HUGEINT)) FROM {name} AS t") for name in sorted(TABLES)]

    first = prints(3)
    assert first == prints(3)
    assert first != prints(4)


def test_read_again_brings_nothing_and_other_settings_are_refused(planted):
    with planted.warehouse.writing() as writer:
        cursor = planted.warehouse.cursor("sample")
        assert list(CONNECTOR.read(SETTINGS, cursor, writer.staging)) == []
        with pytest.raises(BadInput, match="other settings"):
            list(CONNECTOR.read(SETTINGS | {"seed": 6}, cursor, writer.staging))


def test_traffic_can_be_kept_for_the_last_days_only(tmp_path):
    sample = fill(tmp_path, orders=600, days=70, products=50, traffic_days=10)
    assert sample.value("SELECT count(DISTINCT day) FROM sessions") == 10
    assert sample.value("SELECT min(day) FROM events") == date(2026, 11, 14)


@pytest.mark.parametrize("wrong", [{"end": "yesterday"}, {"end": None}, {"days": "many"}])
def test_settings_that_cannot_be_read_say_what_to_give(wrong):
    with pytest.raises(BadInput, match="Give"):
        list(CONNECTOR.read(SETTINGS | wrong, "", None))


def test_the_settings_form_is_said_in_polish():
    from storehelm.core.text import say

    for text in (CONNECTOR.title, *(setting.label for setting in CONNECTOR.settings)):
        assert say(text, "pl") != say(text, "en")
