"""Each metric against a plain reading of the canonical tables, written without the catalogue's own SQL."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from storehelm.core.errors import BadInput, Missing
from storehelm.core.period import Period
from storehelm.core.store import StoreInfo
from storehelm.metrics.measure import measure, missing
from storehelm.metrics.registry import all_metrics
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.store import Warehouse
from tests.metrics.conftest import PERIOD

SOLD = ("sold", "shipped", "delivered")
DAYS = f"day >= DATE '{PERIOD.start}' AND day < DATE '{PERIOD.end}'"
ORDERS = f"(SELECT * FROM orders WHERE status IN {SOLD})"
LINES = f"""(SELECT l.*, o.campaign_id, o.customer_key FROM order_lines l JOIN {ORDERS} o USING (order_id)
    WHERE l.kind = 'product')"""

PLAIN = {
    "gross_sales": f"SELECT sum(gross) FROM {LINES} WHERE {DAYS}",
    "net_sales": f"""SELECT (SELECT sum(net) FROM {LINES} WHERE {DAYS})
        - (SELECT sum(net) FROM refunds WHERE kind = 'product' AND {DAYS})""",
    "orders": f"SELECT count(*) FROM {ORDERS} WHERE {DAYS}",
    "units": f"SELECT sum(quantity) FROM {LINES} WHERE {DAYS}",
    "units_returned": f"SELECT sum(quantity) FROM refunds WHERE kind = 'product' AND {DAYS}",
    "refunds": f"SELECT sum(net) FROM refunds WHERE kind = 'product' AND {DAYS}",
    "discounts": f"SELECT sum(discount_net) FROM {LINES} WHERE {DAYS}",
    "shipping_income": f"SELECT sum(shipping_net) FROM {ORDERS} WHERE {DAYS}",
    "customers": f"SELECT count(DISTINCT customer_key) FROM {ORDERS} WHERE {DAYS}",
    "new_customers": f"""SELECT count(*) FROM (SELECT customer_key, min(day) AS day FROM {ORDERS}
        WHERE customer_key IS NOT NULL GROUP BY 1) WHERE {DAYS}""",
    "ad_spend": f"SELECT sum(cost_net) FROM ad_spend WHERE {DAYS}",
    "ad_sales": f"""SELECT (SELECT sum(net) FROM {LINES} WHERE campaign_id IS NOT NULL AND {DAYS}) - (
        SELECT sum(r.net) FROM refunds r JOIN orders o USING (order_id)
        WHERE o.campaign_id IS NOT NULL AND r.{DAYS.replace(" AND day", " AND r.day")})""",
    "sessions": f"SELECT count(*) FROM sessions WHERE {DAYS}",
    "visits_with_order": f"SELECT count(*) FROM sessions WHERE order_id IS NOT NULL AND {DAYS}",
    "visit_revenue": f"""SELECT sum(net) FROM {LINES}
        WHERE order_id IN (SELECT order_id FROM sessions WHERE {DAYS})""",
    "carts": f"""SELECT count(DISTINCT session_id) FROM events JOIN sessions AS s USING (session_id)
        WHERE step = 'cart' AND s.{DAYS.replace(" AND day", " AND s.day")}""",
    "carts_left": f"""SELECT count(DISTINCT session_id) FROM events JOIN sessions AS s USING (session_id)
        WHERE step = 'cart' AND s.order_id IS NULL AND s.{DAYS.replace(" AND day", " AND s.day")}""",
    "tickets": f"SELECT count(*) FROM tickets WHERE {DAYS}",
    "tickets_answered": f"SELECT count(*) FROM tickets WHERE first_response_at IS NOT NULL AND {DAYS}",
    "parcels_promised": f"""SELECT count(*) FROM shipments
        WHERE status <> 'returned' AND promised_{DAYS.replace("AND day", "AND promised_day")}""",
    "parcels_late": f"""SELECT count(*) FROM shipments WHERE NOT coalesce(delivered_day <= promised_day, FALSE)
        AND status <> 'returned' AND promised_{DAYS.replace("AND day", "AND promised_day")}""",
    "lines_due": f"SELECT count(*) FROM purchase_orders WHERE due_{DAYS.replace('AND day', 'AND due_day')}",
    "lines_otif": f"""SELECT count(*) FROM purchase_orders WHERE received_day <= due_day AND received = quantity
        AND due_{DAYS.replace("AND day", "AND due_day")}""",
    "on_hand": f"""SELECT sum(on_hand) FROM (SELECT on_hand, rank() OVER (PARTITION BY variant_id, location
        ORDER BY day DESC) AS r FROM stock WHERE day < DATE '{PERIOD.end}') WHERE r = 1""",
    "shipping_cost": f"""SELECT sum(s.cost_net) FROM shipments s JOIN {ORDERS} o USING (order_id)
        WHERE o.{DAYS.replace(" AND day", " AND o.day")}""",
}


@pytest.mark.parametrize("name", sorted(set(PLAIN) - {"shipping_cost"}))
def test_against_plain_sql(sample, value, name):
    assert measure(sample, [name], PERIOD, as_of=None).total(name) == value(PLAIN[name])


RATIOS = {
    "average_order": ("net_sales", "orders", 1),
    "return_rate": ("units_returned", "units", 1),
    "mer": ("net_sales", "ad_spend", 1),
    "roas": ("ad_sales", "ad_spend", 1),
    "cac": ("ad_spend", "new_customers", 1),
    "conversion_rate": ("visits_with_order", "sessions", 1),
    "revenue_per_visitor": ("visit_revenue", "sessions", 1),
    "cart_abandonment": ("carts_left", "carts", 1),
    "late_rate": ("parcels_late", "parcels_promised", 1),
    "otif": ("lines_otif", "lines_due", 1),
    "contact_rate": ("tickets", "orders", 1),
}


@pytest.mark.parametrize("name", RATIOS)
def test_a_ratio_is_taken_after_summing(sample, value, name):
    top, bottom, scale = RATIOS[name]
    expected = float(value(PLAIN[top])) / float(value(PLAIN[bottom])) * scale
    assert float(measure(sample, [name], PERIOD, as_of=None).total(name)) == pytest.approx(expected, abs=1e-4)


def test_hours_until_the_first_answer(sample, tables):
    waited = [
        (row["first_response_at"] - row["opened_at"]).total_seconds() / 3600
        for row in tables("tickets")
        if row["day"] in PERIOD and row["first_response_at"]
    ]
    found = measure(sample, ["first_response_time"], PERIOD, as_of=None).total("first_response_time")
    assert found == pytest.approx(sum(waited) / len(waited))


# --- what an order leaves, told order by order


@pytest.fixture(scope="module")
def told(tables):
    """Costs of orders and money left, from the rows, by a loop over orders."""
    fees = tables("fees")
    lines = defaultdict(list)
    for line in tables("order_lines"):
        lines[line["order_id"]].append(line)
    charged = defaultdict(Decimal)
    for parcel in tables("shipments"):
        charged[parcel["order_id"]] += parcel["cost_net"]
    weights = {p["variant_id"]: p["weight_kg"] for p in tables("products")}
    sums = defaultdict(Decimal)
    for order in tables("orders"):
        if order["status"] in SOLD and order["day"] in PERIOD:
            tell(order, lines[order["order_id"]], charged.get(order["order_id"]), weights, fees, sums)
    cost_of = {line["line_id"]: line["unit_cost"] for rows in lines.values() for line in rows}
    back = set()
    for refund in tables("refunds"):
        if refund["day"] in PERIOD and refund["kind"] == "product":
            sums["cm1"] -= refund["net"] - cost_of[refund["line_id"]] * refund["quantity"]
            back.add((refund["order_id"], refund["day"]))
    sums["return_handling"] = len(back) * next(f["fixed"] for f in fees if f["kind"] == "return")
    return sums


def tell(order, lines, charged, weights, fees, sums):
    gross = sum(line["gross"] for line in lines) + order["shipping_net"] + order["shipping_tax"]
    weight = sum(line["quantity"] * weights[line["variant_id"]] for line in lines)
    steps = sorted(
        (f for f in fees if f["kind"] == "shipping" and f["method"] == order["shipping_method"]),
        key=lambda f: f["up_to_kg"],
    )
    tariff = next((f["fixed"] for f in steps if f["up_to_kg"] >= weight), steps[-1]["fixed"])
    sums["cm1"] += sum(line["net"] - line["unit_cost"] * line["quantity"] for line in lines)
    sums["shipping_income"] += order["shipping_net"]
    sums["shipping_cost"] += tariff if charged is None else charged
    sums["payment_fees"] += order["payment_fee_net"]
    sums["packaging_cost"] += next(f["fixed"] for f in fees if f["kind"] == "packaging")
    for fee in fees:
        if fee["kind"] == "marketplace" and fee["method"] == order["channel"]:
            exact = gross * Decimal(str(fee["percent"])) + fee["fixed"]
            sums["marketplace_fees"] += exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


COSTS = ("shipping_cost", "payment_fees", "packaging_cost", "marketplace_fees", "return_handling")


@pytest.mark.parametrize("name", ["cm1", "shipping_income", *COSTS])
def test_each_cost_of_orders(sample, told, name):
    assert told[name] > 0
    assert abs(measure(sample, [name], PERIOD, as_of=None).total(name) - told[name]) < Decimal("0.01")


def test_what_is_left(sample, told, value):
    found = measure(sample, ["cm2", "cm3", "cm2_low", "cm2_high"], PERIOD, as_of=None)
    left = told["cm1"] + told["shipping_income"] - sum(told[name] for name in COSTS)
    assert abs(found.total("cm2") - left) < Decimal("0.01")
    assert found.total("cm3") == found.total("cm2") - value(PLAIN["ad_spend"])
    assert found.total("cm2_low") == found.total("cm2") == found.total("cm2_high")  # every cost is known exactly


def test_profit_on_ads_is_of_their_orders(sample):
    by = measure(sample, ["cm2", "ad_spend", "poas"], PERIOD, as_of=None, by=["campaign"]).cells
    left = sum(cell["cm2"] for key, cell in by.items() if key[0] is not None)
    spent = sum(cell["ad_spend"] for cell in by.values() if cell.get("ad_spend"))
    found = measure(sample, ["ad_profit", "poas"], PERIOD, as_of=None)
    assert found.total("ad_profit") == left
    assert found.total("poas") == pytest.approx(float(left / spent))


# --- stock, day by day


def test_stock(sample, tables):
    level, cost, worth, in_stock, last = {}, {}, Decimal(0), 0, {}
    rows = sorted(tables("stock"), key=lambda r: r["day"])
    costs = sorted(tables("costs"), key=lambda r: r["valid_from"])
    counted = {r["day"] for r in rows} | {r["day"] for r in tables("orders")}
    day = min(r["day"] for r in rows)
    while day < PERIOD.end:
        level |= {r["variant_id"]: r["on_hand"] for r in rows if r["day"] == day}
        cost |= {r["variant_id"]: r["cost"] for r in costs if r["valid_from"] <= day}
        if day in PERIOD and day in counted:
            worth += sum(pieces * cost[v] for v, pieces in level.items())
            in_stock += any(pieces > 0 for pieces in level.values())
        day += timedelta(days=1)
    last = {r["variant_id"]: r["cost"] for r in costs}
    names = [
        "stock_value",
        "stock_cost_days",
        "days_in_stock",
        "gmroi",
        "cm1",
        "days_of_stock",
        "sell_through",
        "units",
    ]
    found = {name: measure(sample, [name], PERIOD, as_of=None).total(name) for name in names}
    assert found["stock_value"] == sum(pieces * last[v] for v, pieces in level.items())
    assert found["stock_cost_days"] == worth
    assert found["days_in_stock"] == in_stock
    assert found["gmroi"] == pytest.approx(365 * float(found["cm1"] / worth))
    pieces = sum(level.values())
    assert found["sell_through"] == pytest.approx(float(found["units"] / (found["units"] + pieces)))
    assert found["days_of_stock"] == pytest.approx(float(pieces / (found["units"] / in_stock)))


def test_a_level_of_a_product_is_its_own(sample, value):
    found = measure(sample, ["on_hand", "days_in_stock", "days_of_stock"], PERIOD, as_of=None, by=["product"]).cells
    for (variant,), cell in found.items():
        sql = "SELECT max_by(on_hand, day) FROM stock WHERE variant_id = $v AND day < $end"
        assert cell["on_hand"] == value(sql, v=variant, end=PERIOD.end)
        assert cell["days_in_stock"] is None or cell["days_in_stock"] <= PERIOD.days


# --- absent, not zero


def test_without_its_table_a_metric_is_absent():
    empty = Warehouse(StoreInfo("empty"), DuckDBEngine(None))
    for name in all_metrics():
        assert missing(empty, name)
        with pytest.raises(Missing, match="does not have"):
            measure(empty, [name], Period(date(2026, 1, 1), date(2026, 2, 1)), as_of=None)


@pytest.mark.parametrize(
    ("table", "gone"),
    [
        ("costs", {"cm1", "cm2", "cm3", "stock_value", "gmroi", "poas"}),
        ("fees", {"cm2", "cm3", "payment_fees", "poas"}),
        ("ad_spend", {"ad_spend", "mer", "roas", "poas", "cac", "cm3"}),
        ("sessions", {"sessions", "conversion_rate", "revenue_per_visitor", "cart_abandonment"}),
        ("events", {"cart_abandonment"}),
        ("stock", {"stock_value", "sell_through", "gmroi", "days_of_stock"}),
        ("shipments", {"late_rate"}),
        ("purchase_orders", {"otif"}),
        ("tickets", {"first_response_time", "contact_rate"}),
    ],
)
def test_only_what_needs_a_table_goes_with_it(sample, monkeypatch, table, gone):
    there = sample.filled - {table}
    monkeypatch.setattr(sample, "filled_by", lambda _as_of: there)
    absent = {name for name in all_metrics() if missing(sample, name)}
    assert gone <= absent
    assert "net_sales" not in absent


def test_a_metric_says_which_dimensions_it_has(sample):
    with pytest.raises(BadInput, match="day, week, month"):
        measure(sample, ["mer"], PERIOD, as_of=None, by=["product"])
