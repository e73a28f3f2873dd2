"""WooCommerce: its own product export, and orders as the common export plugins name their columns."""

from storehelm.connectors.files.platforms import Export

LINES = Export(
    title="WooCommerce",
    kind="orders",
    marks=("Order Number", "Order Status", "Order Date", "Item Cost", "Quantity (- Refund)"),
    columns={
        "order_id": ("Order Number",),
        "placed_at": ("Order Date",),
        "status": ("Order Status",),
        "email": ("Email (Billing)",),
        "country": ("Country Code (Shipping)", "Country Code (Billing)"),
        "payment_method": ("Payment Method Title",),
        "shipping_method": ("Shipping Method Title",),
        "shipping_net": ("Order Shipping Amount",),
        "shipping": (),
        "order_total": ("Order Total Amount",),
        "order_subtotal": ("Order Subtotal Amount",),
        "order_tax": ("Order Total Tax Amount",),
        "refunded": (),
        "discount_code": ("Coupon Code",),
        "sku": ("SKU",),
        "product_name": ("Item Name",),
        "quantity": ("Quantity (- Refund)",),
        "unit_net": ("Item Cost",),
        "unit_price": (),
        "line_id": (),
        "order_discount": (),
        "line_discount": (),
    },
)

ORDER_ROWS = Export(
    title="WooCommerce",
    kind="orders",
    marks=("order_id", "order_number", "order_date", "order_currency", "order_total", "shipping_total"),
    columns={
        "order_id": ("order_id",),
        "placed_at": ("order_date",),
        "status": ("status", "order_status"),
        "email": ("customer_email", "billing_email"),
        "country": ("shipping_country", "billing_country"),
        "currency": ("order_currency",),
        "shipping_net": ("shipping_total",),
        "shipping_tax": ("shipping_tax_total",),
        "shipping": (),
        "order_tax": ("tax_total",),
        "payment_method": ("payment_method_title", "payment_method"),
        "sku": ("item_sku", "sku"),
        "product_name": ("item_name",),
        "quantity": ("item_quantity", "quantity"),
        "line_net": ("item_total",),
        "line_tax": ("item_tax", "item_total_tax"),
        "line_id": ("item_id",),
        "order_discount": (),
    },
)

PRODUCTS = Export(
    title="WooCommerce",
    kind="products",
    marks=("ID", "SKU", "Published", "Regular price"),
    columns={
        "variant_id": ("ID",),
        "sku": ("SKU",),
        "ean": ("GTIN, UPC, EAN, or ISBN",),
        "product_name": ("Name",),
        "category": ("Categories",),
        "brand": ("Brands",),
        "price": ("Sale price", "Regular price"),
        "on_hand": ("Stock",),
        "weight_kg": ("Weight (kg)",),
        "product_id": ("Parent",),
    },
)

PRODUCTS_PL = Export(
    title="WooCommerce",
    kind="products",
    marks=("ID", "SKU", "Opublikowany", "Cena"),
    columns={
        "variant_id": ("ID",),
        "sku": ("SKU",),
        "product_name": ("Nazwa",),
        "category": ("Kategorie",),
        "price": ("Cena promocyjna", "Cena"),
        "on_hand": ("Stan magazynowy",),
        "weight_kg": ("Waga (kg)",),
    },
)

EXPORTS = (LINES, ORDER_ROWS, PRODUCTS, PRODUCTS_PL)
