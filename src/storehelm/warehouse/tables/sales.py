"""Orders, their lines, what came back, and who bought."""

from storehelm.warehouse.schema import Table, day, money, quantity, text, time

ORDERS = Table(
    "orders",
    "One row an order as the customer placed it. Statuses that count as a sale: sold, shipped, delivered.",
    key=("order_id",),
    columns=(
        text("order_id", required=True),
        time("placed_at", required=True),
        day("day", required=True),
        text("status", required=True, unit="pending | sold | shipped | delivered | cancelled | test"),
        text("customer_key", unit="keyed hash; empty for a guest without address"),
        text("country", unit="ISO 3166-1 alpha-2, or the source's own name where it has no code"),
        text("channel", unit="shop, marketplace or order hub"),
        text("device", unit="mobile | desktop | tablet"),
        text("campaign_id"),
        text("currency", required=True, unit="ISO 4217"),
        money("shipping_net", unit="shipping income net of VAT"),
        money("shipping_tax"),
        money("payment_fee_net", unit="what the payment provider kept"),
        text("payment_method"),
        text("shipping_method"),
        text("discount_code"),
    ),
    occurred="placed_at",
)

ORDER_LINES = Table(
    "order_lines",
    "One row a line of an order. Discounts are spread over the lines; `net` and `gross` are after them.",
    key=("line_id",),
    columns=(
        text("line_id", required=True),
        text("order_id", required=True),
        day("day", required=True),
        text("variant_id", unit="empty for a line that is no product"),
        text("kind", required=True, unit="product | service (postage, manual, fee, voucher)"),
        quantity("quantity", required=True),
        money("unit_price_net", unit="before discount, net of VAT"),
        money("net", required=True, unit="after discount, net of VAT"),
        money("tax"),
        money("gross", required=True, unit="after discount, with VAT"),
        money("discount_net"),
        money("unit_cost", unit="cost of goods at the moment of sale, net; empty where unknown"),
        text("currency", required=True),
    ),
    occurred="day",
)

REFUNDS = Table(
    "refunds",
    "One row a returned or refunded line. Amounts are positive: what was given back.",
    key=("refund_id",),
    columns=(
        text("refund_id", required=True),
        text("order_id", unit="empty where the source does not name the order"),
        text("line_id"),
        day("day", required=True),
        text("variant_id"),
        text("kind", required=True, unit="product | service"),
        quantity("quantity", required=True),
        money("net", required=True),
        money("tax"),
        money("gross", required=True),
        text("reason"),
        text("customer_key"),
        text("country"),
        text("channel"),
        text("currency", required=True),
    ),
    occurred="day",
)

CUSTOMERS = Table(
    "customers",
    "One row a customer, as a keyed hash. No name, address, phone or e-mail is stored.",
    key=("customer_key",),
    columns=(
        text("customer_key", required=True),
        day("first_seen"),
        text("country"),
        text("segment", unit="the store's own grouping, such as wholesale"),
    ),
    occurred="first_seen",
)

TABLES = (ORDERS, ORDER_LINES, REFUNDS, CUSTOMERS)
