"""A shop made by hand, sale by sale, for tests that know the right answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from storehelm.analyses import answer
from storehelm.core.connector import Batch
from storehelm.core.report import Report
from storehelm.core.store import StoreInfo
from storehelm.metrics.measure import ask
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.store import Warehouse

TODAY = date(2026, 3, 2)  # a Monday
VAT = Decimal("1.23")
LATER = datetime(2026, 3, 20, 9)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class Shop:
    """Rows gathered by table, then loaded as a backfill: known from when they occurred."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, **row: Any) -> Shop:
        self.tables.setdefault(table, []).append(row)
        return self

    def product(self, variant: str, *, price: str = "20", cost: str | None = "10", **more: Any) -> Shop:
        """A product at `price` net, known for two years, with its cost."""
        net = Decimal(price)
        row: dict[str, Any] = {"created_day": ago(730), "product_id": variant, "name": variant}
        row |= {"price_net": net, "price_gross": net * VAT, "vat_rate": 0.23, "status": "active", "currency": "PLN"}
        self.add("products", variant_id=variant, **row | more)
        if cost is not None:
            amounts = {"cost": cost, "cost_low": cost, "cost_high": cost}
            self.add("costs", variant_id=variant, valid_from=ago(730), basis="known", currency="PLN", **amounts)
        return self

    def stock(self, variant: str, day: date, pieces: int, location: str = "main") -> Shop:
        return self.add("stock", variant_id=variant, location=location, day=day, on_hand=pieces)

    def sell(self, day: date, *lines: tuple[str, int, str]) -> Shop:
        """One order of (variant, pieces, net a piece) lines."""
        order = f"o{len(self.tables.get('orders', []))}"
        head = {"placed_at": datetime.combine(day, time(10)), "status": "delivered", "customer_key": f"c-{order}"}
        self.add("orders", order_id=order, day=day, currency="PLN", **head)
        for n, (variant, pieces, each) in enumerate(lines):
            net = Decimal(each) * pieces
            row = {"variant_id": variant, "kind": "product", "quantity": pieces, "net": net, "gross": net * VAT}
            self.add("order_lines", line_id=f"{order}-{n}", order_id=order, day=day, currency="PLN", **row)
        return self

    def open(self) -> Warehouse:
        warehouse = Warehouse(StoreInfo("shop", currency="PLN", timezone="Europe/Warsaw"), DuckDBEngine(None))
        warehouse.load(Batch(self.tables, "shop"), now=datetime(2026, 3, 2, 5))
        return warehouse

    def answer(self, name: str, *, as_of: date = TODAY) -> Report:
        return checked(self.open(), name, as_of=as_of)


def checked(warehouse: Warehouse, name: str, *, as_of: date = TODAY) -> Report:
    """The report, after a look at what every report owes: stable ids, few proposals, evidence that opens."""
    report = answer(name, warehouse, as_of=as_of)
    assert answer(name, warehouse, as_of=as_of) == report
    assert len({f.id for f in report.findings}) == len(report.findings)
    assert len(report.proposals) <= 5
    for line in (*report.findings, *report.proposals):
        for piece in line.evidence:
            assert len(ask(warehouse, piece.sql, as_of=as_of, **piece.params)) > 0
    for proposal in report.proposals:
        assert proposal.effort_minutes > 0
        assert proposal.unknowns
        assert proposal.evidence
    return report


def same_after_what_comes_later(warehouse: Warehouse, name: str, *, as_of: date = TODAY) -> bool:
    """Whether the report of `as_of` stays as it was when orders, prices and stock are edited, refunded and deleted
    after it; raises if that leaves even the report of the day after unchanged."""
    before, later = answer(name, warehouse, as_of=as_of), LATER.date() + timedelta(days=1)
    lines = warehouse.query("SELECT * FROM order_lines ORDER BY day DESC, line_id", as_of=None).dicts()
    keep = ("line_id", "order_id", "day", "variant_id", "kind", "currency")
    edited = [{k: row[k] for k in keep} | {"quantity": 90, "net": 7, "gross": 9} for row in lines[::2]]
    back = {"order_id": lines[0]["order_id"], "line_id": lines[0]["line_id"], "variant_id": lines[0]["variant_id"]}
    refund = {"refund_id": "r", "day": ago(2), "kind": "product", "quantity": 1, "net": 900, "gross": 999}
    products = warehouse.query("SELECT * FROM products", as_of=None).dicts()
    cheap = [{"variant_id": row["variant_id"], "price_gross": 1, "status": "archived"} for row in products]
    tables: dict[str, Any] = {
        "order_lines": edited,
        "refunds": [refund | back | {"currency": "PLN"}],
        "products": cheap,
    }
    if "stock" in warehouse.filled:
        rows = warehouse.query("SELECT variant_id, location, day FROM stock", as_of=None).dicts()
        tables["stock"] = [row | {"on_hand": 1} for row in rows]
    gone = {"orders": [{"order_id": row["order_id"]} for row in lines[1::3]]}
    warehouse.load(Batch(tables, "later", known_at=LATER, deleted=gone), now=LATER)
    assert answer(name, warehouse, as_of=later) != before
    return answer(name, warehouse, as_of=as_of) == before
