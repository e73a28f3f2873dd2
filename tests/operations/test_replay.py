"""A past morning's brief does not change with what happens after it."""

from __future__ import annotations

from datetime import date, datetime

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
