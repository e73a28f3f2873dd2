"""What is sold, what it costs, what lies on the shelf, and at what prices others sell it."""

from storehelm.warehouse.schema import Table, day, flag, money, quantity, share, text

PRODUCTS = Table(
    "products",
    "One row a variant, the thing that has a price and a stock. Its versions are the price and status history.",
    key=("variant_id",),
    columns=(
        text("variant_id", required=True),
        text("product_id", unit="groups the variants of one product"),
        text("sku"),
        text("ean"),
        text("name"),
        text("category"),
        text("brand"),
        text("supplier_id"),
        text("status", unit="active | draft | archived"),
        money("price_net"),
        money("price_gross"),
        share("vat_rate"),
        money("floor_gross", unit="lowest price the owner allows, with VAT"),
        quantity("weight_kg", unit="kilograms"),
        text("currency"),
        day("created_day"),
    ),
    occurred="created_day",
)

COSTS = Table(
    "costs",
    "What one piece costs from a day on, net. A later row for the same variant starts where the earlier one ends.",
    key=("variant_id", "valid_from"),
    columns=(
        text("variant_id", required=True),
        day("valid_from", required=True),
        money("cost", required=True, unit="most likely, net"),
        money("cost_low", required=True),
        money("cost_high", required=True),
        text("basis", required=True, unit="known | assumed"),
        text("origin", unit="price list, platform, rule"),
        text("currency", required=True),
    ),
    occurred="valid_from",
)

STOCK = Table(
    "stock",
    "Pieces on hand at the end of a day, one row a variant, location and day on which it changed.",
    key=("variant_id", "location", "day"),
    columns=(
        text("variant_id", required=True),
        text("location", required=True),
        day("day", required=True),
        quantity("on_hand", required=True),
        quantity("reserved"),
    ),
    occurred="day",
)

COMPETITOR_PRICES = Table(
    "competitor_prices",
    "A competitor's price for the same product, as seen on a day.",
    key=("variant_id", "competitor", "day"),
    columns=(
        text("variant_id", required=True),
        text("competitor", required=True),
        day("day", required=True),
        money("price_gross", required=True),
        flag("in_stock"),
        text("currency", required=True),
    ),
    occurred="day",
)

TABLES = (PRODUCTS, COSTS, STOCK, COMPETITOR_PRICES)
