"""PrestaShop: order details as the SQL Manager gives them, the order list and the product list of the back office."""

from storehelm.connectors.files.platforms import Export

DETAILS = Export(
    title="PrestaShop",
    kind="orders",
    marks=("id_order", "product_quantity", "unit_price_tax_incl", "unit_price_tax_excl"),
    columns={
        "order_id": ("id_order",),
        "line_id": ("id_order_detail",),
        "placed_at": ("date_add", "invoice_date"),
        "status": ("order_state", "state_name", "current_state"),
        "email": ("email",),
        "country": ("country_iso", "iso_code", "country"),
        "currency": ("currency_iso", "currency"),
        "sku": ("product_reference",),
        "ean": ("product_ean13",),
        "variant_id": ("product_attribute_id", "product_id"),
        "product_name": ("product_name",),
        "quantity": ("product_quantity",),
        "unit_gross": ("unit_price_tax_incl",),
        "unit_net": ("unit_price_tax_excl",),
        "line_gross": ("total_price_tax_incl",),
        "line_net": ("total_price_tax_excl",),
        "shipping_gross": ("total_shipping_tax_incl",),
        "shipping_net": ("total_shipping_tax_excl",),
        "shipping": (),
        "payment_method": ("payment",),
        "unit_cost": ("original_wholesale_price", "purchase_supplier_price"),
        "order_discount": (),
    },
)

LIST = Export(
    title="PrestaShop",
    kind="orders",
    marks=("ID", "Reference", "New client", "Total", "Payment", "Status", "Date"),
    columns={
        "order_id": ("ID",),
        "placed_at": ("Date",),
        "status": ("Status",),
        "country": ("Delivery",),
        "order_total": ("Total",),
        "payment_method": ("Payment",),
        "shipping_method": (),
    },
)

LIST_PL = Export(
    title="PrestaShop",
    kind="orders",
    marks=("ID", "Indeks", "Nowy klient", "Razem", "Płatność", "Stan", "Data"),
    columns={
        "order_id": ("ID",),
        "placed_at": ("Data",),
        "status": ("Stan",),
        "country": ("Dostawa",),
        "order_total": ("Razem",),
        "payment_method": ("Płatność",),
        "shipping_method": (),
        "sku": (),
    },
)

PRODUCTS = Export(
    title="PrestaShop",
    kind="products",
    marks=("Product ID", "Name", "Reference", "Price (tax excl.)", "Price (tax incl.)"),
    columns={
        "variant_id": ("Product ID",),
        "sku": ("Reference",),
        "product_name": ("Name",),
        "category": ("Category",),
        "price_net": ("Price (tax excl.)",),
        "price_gross": ("Price (tax incl.)",),
        "on_hand": ("Quantity",),
        "product_status": ("Status",),
    },
)

EXPORTS = (DETAILS, LIST, LIST_PL, PRODUCTS)
