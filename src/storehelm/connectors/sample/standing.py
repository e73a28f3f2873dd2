"""What stands from the first day or is entered by people: products, suppliers, fees, campaigns, tasks, goals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from storehelm.connectors.sample.ledger import Ledger
from storehelm.connectors.sample.selects import cents, selects, variant
from storehelm.core.connector import Select
from storehelm.core.period import Period, add_months, month_start
from storehelm.worlds.aftermath import METHODS, TARIFF, TARIFF_KG
from storehelm.worlds.campaigns import CAMPAIGNS, clicks_cost, starts
from storehelm.worlds.catalogue import CATEGORIES, SUPPLIERS
from storehelm.worlds.selling import PAYMENT_FIXED, PAYMENT_PERCENT, PAYMENTS
from storehelm.worlds.visits import MARKETPLACE_SHARE, buyers_share
from storehelm.worlds.world import World

_RAISED = 1  # the campaign whose budget was raised once
_GOALS_BACK = 12
_RETURNS_LEAVE = 0.96
_PARTNERS = (
    ("Widoczni z Daleka", "seo agency", 3200),
    ("Kod i Kawa", "programmer", 2600),
    ("Studio Klatka", "photographer", 900),
    ("Paczkobot", "carrier", 0),
    ("Kurier Wisła", "carrier", 0),
    ("Bociek Express", "carrier", 0),
)
# title, duty, role, status, days from the last one: created, due, done; penalty in zloty
_TASKS = (
    (
        "Answer the consumer office on showing the lowest price of 30 days",
        "readiness",
        "manager",
        "open",
        -9,
        5,
        0,
        20000,
    ),
    ("Send the yearly packaging report", "readiness", "manager", "open", -20, 34, 0, 5000),
    ("Photograph the new linen collection", "storefront", "photographer", "doing", -12, 9, 0, 0),
    ("Agree next season's prices with Len Podlaski", "assortment", "buyer", "open", -6, 14, 0, 0),
    ("Write descriptions for the infusions", "storefront", "editor", "doing", -15, 3, 0, 0),
    ("Check category texts from the agency", "partners", "manager", "open", -4, 6, 0, 0),
    ("Speed up the product page on phones", "storefront", "programmer", "open", -25, 11, 0, 0),
    ("Plan the newsletter of the month", "campaigns", "editor", "done", -30, -12, -13, 0),
    ("Count the stock of ceramics", "logistics", "warehouse", "done", -41, -30, -29, 0),
    ("Renew the shop's certificate", "readiness", "programmer", "done", -60, -40, -44, 0),
)


def register_catalogue(staging: Any, world: World) -> None:
    """What of a product never changes, as `sample_catalogue` on the staging connection."""
    catalogue = world.catalogue
    numbers = np.arange(len(catalogue))
    leads = world.lead_days[catalogue.supplier]
    staging.register(
        "sample_catalogue",
        {
            "variant": numbers,
            "product": catalogue.product,
            "name": np.array(catalogue.names, dtype=object),
            "category": np.array([c.name for c in CATEGORIES], dtype=object)[catalogue.category],
            "supplier": catalogue.supplier,
            "vat": catalogue.vat,
            "first_price": catalogue.price,
            "floor": catalogue.floor,
            "weight": catalogue.weight,
            "sold": (catalogue.popularity > 0).astype(np.int64),
            "launch": world.launch,
            "created": np.where(world.launch < 0, 0, np.maximum(world.launch - 2 * leads - 14, 0)),
        },
    )


def product_sql(world: World, day: int | None) -> str:
    """Products as they were on the first day (None), or the changed ones of `sample_changed` as of `day`."""
    price = "first_price" if day is None else "price"
    source = "" if day is None else " JOIN sample_changed USING (variant)"
    return f"""
        SELECT {variant()} AS variant_id, 'P' || (10001 + product) AS product_id,
            'LIPA-' || (10001 + variant) AS sku, '590' || (1000000001 + variant * 7) AS ean, name, category,
            'Pod Lipą' AS brand, 'D' || (1 + supplier) AS supplier_id,
            CASE WHEN sold = 0 THEN 'archived' WHEN launch > {day or 0} THEN 'draft' ELSE 'active' END AS status,
            CAST(CAST({price} AS DECIMAL(14,4)) / (100 + vat) AS DECIMAL(18,4)) AS price_net,
            {cents(price)} AS price_gross, CAST(vat AS DOUBLE) / 100 AS vat_rate, {cents("floor")} AS floor_gross,
            CAST(weight AS DECIMAL(12,0)) * 0.001 AS weight_kg, 'PLN' AS currency,
            DATE '{world.size.start}' + CAST(created AS INTEGER) AS created_day
        FROM sample_catalogue{source}"""


def standing(world: World, staging: Any) -> dict[str, Any]:
    """The tables that are there before the first order, by name."""
    catalogue = world.catalogue
    staging.register(
        "sample_costs",
        {
            "variant": np.arange(len(catalogue)),
            "cost": catalogue.cost,
            "day": np.zeros(len(catalogue), dtype=np.int32),
        },
    )
    return {
        "suppliers": [
            {
                "supplier_id": f"D{number}",
                "name": s.name,
                "lead_days": s.lead_days,
                "minimum_order_net": s.minimum_order,
                "currency": "PLN",
            }
            for number, s in enumerate(SUPPLIERS, 1)
        ],
        "products": Select(product_sql(world, None), staging),
        "costs": Select(selects(world.size.start, world.size.days - 1)["costs"], staging),
        "fees": _fees(world.size.start),
        "campaigns": campaign_rows(world),
        "partners": [
            {
                "partner_id": f"A{number}",
                "name": name,
                "kind": kind,
                "monthly_fee_net": fee,
                "currency": "PLN",
                "since_day": world.size.start,
            }
            for number, (name, kind, fee) in enumerate(_PARTNERS, 1)
        ],
        "tasks": _tasks(world.size.end),
    }


def _fees(start: date) -> list[dict[str, Any]]:
    rows = [
        _fee("payment", method, 0, percent / 10_000, fixed)
        for method, percent, fixed in zip(PAYMENTS, PAYMENT_PERCENT, PAYMENT_FIXED, strict=True)
    ]
    rows += [
        _fee("shipping", method, kilograms, 0, int(TARIFF[i, j]))
        for i, method in enumerate(METHODS)
        for j, kilograms in enumerate(TARIFF_KG)
    ]
    rows += [_fee("packaging", "*", 0, 0, 240), _fee("return", "*", 0, 0, 1150)]
    rows += [_fee("marketplace", "marketplace", 0, 0.11, 0)]
    return [row | {"valid_from": start, "basis": "known", "currency": "PLN"} for row in rows]


def _fee(kind: str, method: str, up_to_kg: int, percent: float, cents_fixed: int) -> dict[str, Any]:
    fixed = Decimal(cents_fixed).scaleb(-2)
    return {
        "kind": kind,
        "method": method,
        "up_to_kg": up_to_kg,
        "percent": percent,
        "fixed": fixed,
        "fixed_low": fixed,
        "fixed_high": fixed,
    }


def campaign_rows(world: World, *, raised: bool = False) -> list[dict[str, Any]]:
    """Campaigns with a daily budget a little above their usual spend; `raised`: the one whose budget was raised."""
    visits = world.orders_expected(world.size.days // 2) * (1 - MARKETPLACE_SHARE) / buyers_share()
    rows: list[dict[str, Any]] = []
    for number, (campaign, click) in enumerate(zip(CAMPAIGNS, clicks_cost(world.planted is not None), strict=True)):
        usual = visits * 0.22 * campaign.share * int(click) / 100
        budget = max(10, round(usual * 1.3 / 5) * 5) * (2 if raised else 1)
        start = world.date_of(int(starts(world.size.days)[number]))
        rows.append(
            {
                "campaign_id": f"C{number + 1}",
                "name": campaign.name,
                "platform": campaign.platform,
                "status": "active",
                "daily_budget": budget,
                "target": "purchases",
                "currency": "PLN",
                "start_day": start,
            }
        )
    return [rows[_RAISED]] if raised else rows


def _tasks(end: date) -> list[dict[str, Any]]:
    return [
        {
            "task_id": f"Z{number}",
            "title": title,
            "duty": duty,
            "role": role,
            "status": status,
            "created_day": end + timedelta(days=created),
            "due_day": end + timedelta(days=due),
            "done_day": end + timedelta(days=done) if status == "done" else None,
            "penalty": penalty or None,
            "currency": "PLN",
        }
        for number, (title, duty, role, status, created, due, done, penalty) in enumerate(_TASKS, 1)
    ]


def goal_rows(world: World, ledger: Ledger) -> list[dict[str, Any]]:
    """Monthly goals of net sales, this month's and the last twelve whole ones: what the season lets one hope for."""
    this = month_start(world.size.end + timedelta(days=1))
    months = [Period(add_months(this, -back), add_months(this, 1 - back)) for back in range(_GOALS_BACK + 1)]
    an_order = ledger.net_an_order() * _RETURNS_LEAVE
    rows: list[dict[str, Any]] = []
    for month in months:
        if month.start < world.size.start:
            continue
        first = (month.start - world.size.start).days
        orders = sum(world.orders_expected(day) for day in range(first, first + month.days))
        rows.append(
            {
                "goal_id": f"G{month.start:%Y-%m}",
                "metric": "net_sales",
                "start_day": month.start,
                "end_day": month.end,
                "target": max(100, round(orders * an_order / 100_000) * 1000),
                "currency": "PLN",
            }
        )
    return rows
