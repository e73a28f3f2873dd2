"""Shopify: the exports of Orders, Products, Inventory and Customers in the admin."""

from storehelm.connectors.files.platforms import Export

ORDERS = Export(
    title="Shopify",
    kind="orders",
    marks=("Financial Status", "Lineitem quantity", "Lineitem name"),
    columns={
        "order_id": ("Name",),
        "placed_at": ("Created at",),
        "status": ("Financial Status",),
        "fulfilment_status": ("Fulfillment Status",),
        "cancelled_at": ("Cancelled at",),
        "email": ("Email",),
        "country": ("Shipping Country", "Billing Country"),
        "channel": ("Source",),
        "currency": ("Currency",),
        "shipping": ("Shipping",),
        "order_subtotal": ("Subtotal",),
        "order_tax": ("Taxes",),
        "order_total": ("Total",),
        "order_discount": ("Discount Amount",),
        "discount_code": ("Discount Code",),
        "refunded": ("Refunded Amount",),
        "payment_method": ("Payment Method",),
        "shipping_method": ("Shipping Method",),
        "product_name": ("Lineitem name",),
        "sku": ("Lineitem sku",),
        "quantity": ("Lineitem quantity",),
        "unit_price": ("Lineitem price",),
        "line_discount": (),
        "line_id": (),
        "device": (),
    },
    order_blocks=True,
)

PRODUCTS = Export(
    title="Shopify",
    kind="products",
    marks=("Handle", "Variant SKU", "Variant Price"),
    columns={
        "product_id": ("Handle",),
        "sku": ("Variant SKU",),
        "product_name": ("Title",),
        "brand": ("Vendor",),
        "category": ("Product Category", "Type"),
        "ean": ("Variant Barcode",),
        "price": ("Variant Price",),
        "cost": ("Cost per item",),
        "on_hand": ("Variant Inventory Qty",),
        "product_status": ("Status",),
        "weight_g": ("Variant Grams",),
    },
)

INVENTORY = Export(
    title="Shopify",
    kind="stock",
    marks=("Handle", "SKU", "Location", "On hand"),
    columns={
        "sku": ("SKU",),
        "location": ("Location",),
        "on_hand": ("On hand (current)", "On hand"),
        "reserved": ("Committed",),
    },
)

CUSTOMERS = Export(
    title="Shopify",
    kind="customers",
    marks=("Customer ID", "Accepts Email Marketing", "Total Spent"),
    columns={"customer_id": ("Customer ID",), "email": ("Email",), "country": ("Default Address Country Code",)},
)

EXPORTS = (ORDERS, PRODUCTS, INVENTORY, CUSTOMERS)
