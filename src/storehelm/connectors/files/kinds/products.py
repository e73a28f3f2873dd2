"""Products: what is sold, at what price and, where the file says so, its cost and stock."""

from __future__ import annotations

from typing import Any

from storehelm.connectors.files.fields import field
from storehelm.connectors.files.kinds import Kind
from storehelm.core.errors import BadInput

VARIANT = (
    field(
        "sku",
        "text",
        "sku|variant sku|product code|item code|reference|symbol|kod produktu|kod towaru|indeks|kod|index",
    ),
    field("variant_id", "text", "variant id|product id|id|item id|id produktu|id wariantu"),
    field("ean", "text", "ean|ean13|gtin|barcode|upc|kod ean|kod kreskowy"),
)

FIELDS = (
    *VARIANT,
    field("product_id", "text", "parent id|parent|handle|group id|id grupy"),
    field("product_name", "text", "name|product name|title|product|item name|nazwa|nazwa produktu|produkt|nazwa "
                                  "towaru"),
    field("category", "text", "category|categories|product category|product type|type|kategoria|kategorie|grupa"),
    field("brand", "text", "brand|vendor|manufacturer|marka|producent"),
    field("supplier_id", "text", "supplier|supplier id|dostawca|hurtownia"),
    field("product_status", "text", "status|product status|stan|aktywny|active"),
    field("price_gross", "amount", "price gross|gross price|price incl vat|price incl tax|retail price|cena brutto|"
                                   "cena sprzedazy brutto|cena detaliczna"),
    field("price_net", "amount", "price net|net price|price excl vat|price excl tax|cena netto|cena sprzedazy netto"),
    field("price", "amount", "price|unit price|selling price|regular price|cena|cena sprzedazy"),
    field("vat_rate", "rate", "vat rate|vat|tax rate|vat %|stawka vat|stawka"),
    field("floor_gross", "amount", "floor price|minimum price|min price|cena minimalna"),
    field("cost", "amount", "cost|unit cost|cost price|cost per item|purchase price|wholesale price|cena zakupu|"
                            "cena zakupu netto|koszt|koszt zakupu"),
    field("weight_kg", "quantity", "weight kg|weight|waga kg|waga"),
    field("weight_g", "quantity", "weight g|grams|waga g"),
    field("on_hand", "quantity", "stock|stock quantity|inventory|on hand|quantity|qty|stan magazynowy|ilosc|stan|"
                                 "dostepna ilosc|zapas"),
    field("currency", "text", "currency|waluta"),
    field("created_day", "moment", "created at|date created|created|date added|data dodania|data utworzenia"),
)  # fmt: skip


def variant(rows: Any) -> str:
    """SQL of the product's id: the SKU first, so that files of different origin meet."""
    names = [name for name in ("sku", "variant_id", "ean") if rows.has(name)]
    return f"coalesce({', '.join(names)})"


def _required(rows: Any) -> tuple[str, ...]:
    ids = [name for name in ("sku", "variant_id", "ean") if rows.has(name)]
    return (ids[0],) if len(ids) == 1 else ()


def _build(rows: Any) -> dict[str, str]:
    net, gross, rate = _prices(rows)
    weight = "weight_kg" if rows.has("weight_kg") else "weight_g / 1000.0" if rows.has("weight_g") else "NULL"
    created = "CAST(created_day AS DATE)" if rows.has("created_day") else "NULL"
    texts = ", ".join(
        rows.pick(name) + f" AS {name}" for name in ("product_id", "sku", "ean", "category", "brand", "supplier_id")
    )
    tables = {
        "products": f"SELECT {variant(rows)} AS variant_id, {texts}, {rows.pick('product_name')} AS name, "
        f"{_status(rows)} AS status, {net} AS price_net, {gross} AS price_gross, {rate} AS vat_rate, "
        f"{rows.pick('floor_gross')} AS floor_gross, {weight} AS weight_kg, {rows.money_of()} AS currency, "
        f"{created} AS created_day FROM file_rows WHERE bad IS NULL"
    }
    today = f"DATE '{rows.today}'"
    if rows.has("cost"):
        tables["costs"] = (
            f"SELECT {variant(rows)} AS variant_id, {today} AS valid_from, cost, cost AS cost_low, cost AS "
            f"cost_high, 'known' AS basis, "
            f"'price list' AS origin, {rows.money_of()} AS currency FROM file_rows WHERE bad IS NULL AND cost > 0"
        )
    if rows.has("on_hand"):
        tables["stock"] = (
            f"SELECT {variant(rows)} AS variant_id, 'shop' AS location, {today} AS day, on_hand FROM file_rows "
            "WHERE bad IS NULL AND on_hand IS NOT NULL"
        )
    return tables


def _status(rows: Any) -> str:
    if not rows.has("product_status"):
        return "'active'"
    word = "lower(product_status)"
    return (
        f"CASE WHEN {word} IN ('archived', 'inactive', '0', 'false', 'no', 'nie', 'nieaktywny', 'disabled') THEN "
        f"'archived' "
        f"WHEN {word} IN ('draft', 'szkic') THEN 'draft' ELSE 'active' END"
    )


def _prices(rows: Any) -> tuple[str, str, str]:
    said = rows.fit.said
    rate = rows.pick("vat_rate", str(said.vat_rate / 100) if said.vat_rate is not None else "NULL")
    net, gross = rows.pick("price_net"), rows.pick("price_gross")
    if rows.has("price") and net == gross == "NULL":
        if not said.prices:
            raise BadInput(
                "Nothing says whether these prices include VAT.", mend='Say prices = "gross" or "net" in the '
                    'mapping file.',
                file=rows.opened.name, field=rows.header("price"),
            )  # fmt: skip
        net, gross = ("price", "NULL") if said.prices == "net" else ("NULL", "price")
    if rate != "NULL":
        net = net if net != "NULL" else f"round(CAST({gross} AS DOUBLE) / (1 + {rate}), 4)"
        gross = gross if gross != "NULL" else f"round(CAST({net} AS DOUBLE) * (1 + {rate}), 4)"
    return net, gross, rate


KIND = Kind(
    name="products",
    title="products",
    fields=FIELDS,
    needs=(("sku", "variant_id", "ean"), ("product_name", "price", "price_net", "price_gross", "cost")),
    required=_required,
    build=_build,
    rank=2,
)
