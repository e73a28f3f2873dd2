"""Stores of the tests' own, filled by a few lines."""

import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from storehelm.core.connector import Batch

_numbers = itertools.count()
TODAY = date(2026, 11, 24)


@pytest.fixture
def shop(home, monkeypatch):
    """An empty store with its morning on 24 November 2026."""
    from storehelm.operations import LOCAL, handle, perform

    monkeypatch.setattr(handle, "now", lambda: datetime(2026, 11, 24, 6))
    slug = f"costs-{next(_numbers)}"
    perform("create-store", actor=LOCAL, slug=slug, currency="PLN", timezone="Europe/Warsaw")
    return Shop(slug)


class Shop:
    def __init__(self, slug):
        self.slug = slug

    def do(self, name, **given):
        from storehelm.operations import LOCAL, perform

        return perform(name, actor=LOCAL, store=self.slug, **given)

    @property
    def warehouse(self):
        from storehelm.operations.handle import open_store

        return open_store(self.slug).warehouse

    def load(self, **tables):
        self.warehouse.load(Batch(tables, "shop"), now=datetime(2026, 11, 24, 5))

    def rows(self, sql, as_of=None):
        return [tuple(row) for row in self.warehouse.query(sql, as_of=as_of)]

    def sell(self, *sales):
        """(variant, days ago, pieces, net of a piece): one order a sale."""
        orders, lines = [], []
        for number, (variant, ago, pieces, net) in enumerate(sales):
            day = TODAY - timedelta(days=ago)
            order = f"o{number}"
            orders.append(
                {"order_id": order, "placed_at": datetime.combine(day, datetime.min.time()), "day": day}
                | {"status": "sold", "currency": "PLN", "channel": "shop"}
            )
            amount = Decimal(net) * pieces
            lines.append(
                {"line_id": f"{order}-1", "order_id": order, "day": day, "variant_id": variant, "kind": "product"}
                | {"quantity": pieces, "net": amount, "gross": amount * Decimal("1.23"), "currency": "PLN"}
            )
        self.load(orders=orders, order_lines=lines)


def product(variant, price_net="10", **others):
    net = Decimal(price_net)
    return {
        "variant_id": variant,
        "sku": f"SKU-{variant}",
        "name": variant.title(),
        "status": "active",
        "price_net": net,
        "price_gross": net * Decimal("1.23"),
        "vat_rate": 0.23,
        "currency": "PLN",
        "created_day": date(2026, 1, 1),
    } | others
