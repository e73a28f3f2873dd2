"""Suppliers, what is on order from them, and parcels to customers."""

from storehelm.warehouse.schema import Table, day, money, quantity, share, text, time

SUPPLIERS = Table(
    "suppliers",
    "One row a supplier.",
    key=("supplier_id",),
    columns=(
        text("supplier_id", required=True),
        text("name"),
        share("lead_days", unit="days from order to shelf, as promised"),
        money("minimum_order_net"),
        text("currency"),
    ),
)

PURCHASE_ORDERS = Table(
    "purchase_orders",
    "One row a line of an order placed with a supplier.",
    key=("purchase_id", "variant_id"),
    columns=(
        text("purchase_id", required=True),
        text("variant_id", required=True),
        text("supplier_id", required=True),
        day("day", required=True, unit="ordered, store-local"),
        day("due_day"),
        day("received_day"),
        quantity("quantity", required=True),
        quantity("received"),
        money("unit_cost"),
        text("currency"),
    ),
    occurred="day",
)

SHIPMENTS = Table(
    "shipments",
    "One row a parcel.",
    key=("shipment_id",),
    columns=(
        text("shipment_id", required=True),
        text("order_id", required=True),
        text("carrier", required=True),
        text("method"),
        day("day", required=True, unit="handed over, store-local"),
        day("promised_day"),
        day("delivered_day"),
        text("status", unit="sent | delivered | lost | returned"),
        money("cost_net", unit="what the carrier charges"),
        quantity("weight_kg", unit="kilograms"),
        text("currency"),
        time("picked_at"),
    ),
    occurred="day",
)

FEES = Table(
    "fees",
    "What an order costs besides its goods, from a day on: payment, packaging, carrier tariff, marketplace, returns.",
    key=("kind", "method", "up_to_kg", "valid_from"),
    columns=(
        text("kind", required=True, unit="payment | packaging | shipping | marketplace | return"),
        text("method", required=True, unit="payment or shipping method or channel; * for any"),
        quantity("up_to_kg", required=True, unit="kilograms; 0 where weight does not matter"),
        day("valid_from", required=True),
        share("percent", unit="share of the order's gross, 0 to 1"),
        money("fixed", unit="an order, net"),
        money("fixed_low"),
        money("fixed_high"),
        text("basis", required=True, unit="known | assumed"),
        text("currency", required=True),
    ),
    occurred="valid_from",
)

TABLES = (SUPPLIERS, PURCHASE_ORDERS, SHIPMENTS, FEES)
