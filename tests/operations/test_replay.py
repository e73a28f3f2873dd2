"""A past morning's brief does not change with what happens after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from storehelm.core.connector import Batch
from storehelm.core.serialise import dumps
from storehelm.operations import LOCAL, perform
from storehelm.operations.handle import open_store

MORNING = date(2026, 5, 10)
LATER = datetime(2026, 5, 12, 9)


def test_edit_refund_and_delete_after_the_day_leave_its_brief_as_it_was():
    perform("sample", actor=LOCAL, slug="replay", seed=3, orders=600, days=90, products=60, end=date(2026, 5, 20))
    before = dumps(perform("brief", actor=LOCAL, store="replay", as_of=MORNING))
    today = dumps(perform("brief", actor=LOCAL, store="replay"))
    warehouse = open_store("replay").warehouse
    sold = warehouse.query(
        "SELECT l.line_id, l.order_id, l.variant_id, l.day, l.kind, l.quantity, l.net, l.gross, l.currency "
        "FROM order_lines AS l JOIN orders AS o ON o.order_id = l.order_id "
        "WHERE l.kind = 'product' AND o.status <> 'cancelled' ORDER BY l.day DESC, l.line_id LIMIT 400",
        as_of=date(2026, 5, 9),
    ).dicts()
    edited = [{**row, "quantity": 50, "net": 5000, "gross": 6150} for row in sold[:100]]
    refund = {
        "refund_id": "late", "day": date(2026, 5, 12), "variant_id": sold[0]["variant_id"], "kind": "product",
        "quantity": 1, "net": 900, "gross": 1000, "currency": "PLN",
    }  # fmt: skip
    warehouse.load(
        Batch(
            {"order_lines": edited, "refunds": [refund]},
            source="platform",
            known_at=LATER,
            deleted={"orders": [{"order_id": row["order_id"]} for row in sold[200:]]},
        ),
        now=LATER,
    )
    assert dumps(perform("brief", actor=LOCAL, store="replay", as_of=MORNING)) == before
    assert dumps(perform("brief", actor=LOCAL, store="replay")) != today


def test_a_table_that_comes_later_does_not_speak_of_an_earlier_day():
    perform("create-store", actor=LOCAL, slug="replay-later", currency="EUR")
    warehouse = open_store("replay-later").warehouse
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(120)]
    orders = [
        {"order_id": f"o{n}", "placed_at": f"{day} 10:00", "day": day, "status": "sold", "currency": "EUR"}
        for n, day in enumerate(days)
    ]
    lines = [
        {
            "line_id": f"l{n}", "order_id": f"o{n}", "day": day, "variant_id": "A", "kind": "product", "quantity": 1,
            "net": 10, "gross": 12, "currency": "EUR",
        }
        for n, day in enumerate(days)
    ]  # fmt: skip
    warehouse.load(Batch({"orders": orders, "order_lines": lines}, source="test"), now=LATER)
    before = dumps(perform("brief", actor=LOCAL, store="replay-later", as_of=date(2026, 4, 1)))
    perform("set-cost", actor=LOCAL, store="replay-later", variant="A", cost="4")
    assert "costs" in warehouse.filled
    assert dumps(perform("brief", actor=LOCAL, store="replay-later", as_of=date(2026, 4, 1))) == before
