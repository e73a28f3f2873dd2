"""BaseLinker: order exports with Polish titles or with the names its API uses. Its prices include VAT."""

from storehelm.connectors.files.platforms import Export

POLISH = Export(
    title="BaseLinker",
    kind="orders",
    marks=("Numer zamówienia", "Źródło", "Nazwa produktu", "Ilość", "Cena brutto"),
    columns={
        "order_id": ("Numer zamówienia",),
        "placed_at": ("Data złożenia", "Data zamówienia", "Data dodania"),
        "status": ("Status", "Status zamówienia"),
        "channel": ("Źródło",),
        "sku": ("SKU", "SKU produktu"),
        "ean": ("EAN", "EAN produktu"),
        "shipping_gross": ("Koszt wysyłki", "Koszt przesyłki", "Koszt dostawy"),
        "shipping": (),
        "shipping_method": ("Sposób wysyłki", "Metoda wysyłki"),
        "country": ("Kraj dostawy", "Kraj"),
        "vat_rate": ("Stawka VAT", "VAT", "VAT %"),
    },
    settings={"prices": "gross"},
)

API_NAMES = Export(
    title="BaseLinker",
    kind="orders",
    marks=("order_id", "order_source", "price_brutto", "tax_rate", "quantity"),
    columns={
        "order_id": ("order_id",),
        "line_id": ("order_product_id",),
        "placed_at": ("date_add", "date_confirmed"),
        "status": ("order_status", "order_status_name", "status"),
        "channel": ("order_source",),
        "currency": ("currency",),
        "payment_method": ("payment_method",),
        "shipping_method": ("delivery_method",),
        "shipping_gross": ("delivery_price",),
        "shipping": (),
        "country": ("delivery_country_code", "delivery_country"),
        "email": ("email",),
        "product_name": ("name", "product_name"),
        "sku": ("sku",),
        "ean": ("ean",),
        "variant_id": ("variant_id", "product_id"),
        "quantity": ("quantity",),
        "unit_gross": ("price_brutto",),
        "unit_price": (),
        "vat_rate": ("tax_rate",),
    },
    settings={"prices": "gross"},
)

EXPORTS = (POLISH, API_NAMES)
