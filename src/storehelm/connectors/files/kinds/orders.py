"""Orders: a row an order, a row a line with the order's fields repeated, or lines alone."""

from __future__ import annotations

from storehelm.connectors.files.fields import field
from storehelm.connectors.files.kinds import Kind
from storehelm.connectors.files.pricing import needed
from storehelm.connectors.files.sales import build_sales

FIELDS = (
    field(
        "order_id", "text",
        "order id|order number|order no|order #|order|order reference|invoice|invoice no|invoice number|id order|"
        "numer zamowienia|nr zamowienia|nr zam|id zamowienia|zamowienie|zamowienie nr|numer zam|numer transakcji",
    ),
    field(
        "placed_at", "moment",
        "order date|created at|date created|placed at|date add|purchase date|invoicedate|invoice date|invoice ts|"
        "timestamp|ordered at|"
        "date placed|order created|date|data zlozenia|data zamowienia|data zlozenia zamowienia|data utworzenia|"
        "data dodania|data zakupu|data sprzedazy|data i godzina|data",
    ),
    field(
        "status", "status",
        "order status|status|financial status|payment status|state|order state|current state|status zamowienia|"
        "stan|stan zamowienia|status name|order status name",
    ),
    field("fulfilment_status", "status", "fulfillment status|fulfilment status|status wysylki|status realizacji"),
    field("cancelled_at", "moment", "cancelled at|canceled at|data anulowania"),
    field(
        "email", "email",
        "e mail|email address|customer email|billing email|email billing|buyer email|e mail klienta|email klienta|"
        "adres e mail|adres email|mail|e mail kupujacego",
    ),
    field("customer_id", "text", "customer id|customerid|client id|id customer|user id|id klienta|nr klienta|kod "
                                 "klienta"),
    field(
        "country", "country",
        "shipping country|delivery country|ship country|country code|shipping country code|billing country|country|"
        "delivery country code|kraj|kraj dostawy|kod kraju|kraj wysylki",
    ),
    field("channel", "text", "channel|source|sales channel|marketplace|order source|zrodlo|kanal|kanal sprzedazy|"
                             "zrodlo zamowienia"),
    field("device", "text", "device|device type|urzadzenie"),
    field("campaign_id", "text", "campaign|campaign id|utm campaign|kampania"),
    field("currency", "text", "currency|currency code|order currency|waluta"),
    field("shipping_gross", "amount", "shipping gross|shipping tax incl|total shipping tax incl|koszt wysylki "
                                      "brutto|koszt dostawy brutto"),
    field("shipping_net", "amount", "shipping net|shipping tax excl|total shipping tax excl|koszt wysylki netto|"
                                    "koszt dostawy netto"),
    field(
        "shipping", "amount",
        "shipping|shipping cost|shipping price|delivery price|delivery cost|shipping total|shipping amount|total "
        "shipping|"
        "koszt wysylki|koszt dostawy|cena dostawy|przesylka|dostawa koszt|cena wysylki",
    ),
    field("shipping_tax", "amount", "shipping tax|shipping tax total|vat wysylki"),
    field("payment_fee", "amount", "payment fee|transaction fee|prowizja|oplata za platnosc"),
    field("payment_method", "text", "payment method|payment|payment method title|metoda platnosci|sposob platnosci|"
                                    "forma platnosci|platnosc"),
    field("shipping_method", "text", "shipping method|delivery method|carrier|sposob wysylki|sposob dostawy|metoda "
                                     "wysylki|forma dostawy|dostawa"),
    field("discount_code", "text", "discount code|coupon|coupon code|coupons|voucher|kod rabatowy|kupon"),
    field("order_discount", "amount", "order discount|discount amount|discount total|cart discount|total discounts|"
                                      "rabat zamowienia|rabat kwotowy"),
    field("order_subtotal", "amount", "subtotal|order subtotal"),
    field("order_tax", "amount", "taxes|order tax|total tax|tax total|order total tax|vat zamowienia|podatek razem"),
    field("order_total", "amount", "order total|total|grand total|total paid|wartosc zamowienia|suma zamowienia|do "
                                   "zaplaty|razem|suma"),
    field("refunded", "amount", "refunded amount|order refund amount|refund amount|total refunded|kwota zwrotu|zwrot"),
    field("line_id", "text", "line id|line item id|order item id|order detail id|id order detail|id pozycji"),
    field(
        "sku", "text",
        "sku|product sku|item sku|lineitem sku|stockcode|stock code|product code|item code|product reference|"
        "symbol|kod produktu|kod towaru|indeks|nr katalogowy|sygnatura|kod",
    ),
    field("variant_id", "text", "variant id|variation id|product id|item id|id product|id produktu|id wariantu"),
    field("ean", "text", "ean|ean13|gtin|barcode|product ean|product ean13|upc|kod ean|kod kreskowy"),
    field(
        "product_name", "text",
        "product name|item name|lineitem name|product|item|title|description|product title|nazwa produktu|nazwa towaru|"
        "produkt|nazwa|towar|nazwa przedmiotu",
    ),
    field("category", "text", "category|product category|categories|kategoria|kategoria produktu"),
    field(
        "quantity", "quantity",
        "quantity|qty|lineitem quantity|product quantity|item quantity|units|pieces|ilosc|liczba|szt|sztuk|liczba "
        "sztuk|ilosc sztuk",
    ),
    field(
        "unit_gross", "amount",
        "unit price gross|gross price|price gross|unit price tax incl|price incl tax|price incl vat|price brutto|"
        "cena brutto|cena jednostkowa brutto|cena jedn brutto|cena sprzedazy brutto",
    ),
    field(
        "unit_net", "amount",
        "unit price net|net price|price net|unit price tax excl|price excl tax|price excl vat|cena netto|"
        "cena jednostkowa netto|cena jedn netto|cena sprzedazy netto",
    ),
    field("unit_price", "amount", "unit price|price|lineitem price|item price|item cost|unitprice|cena|cena "
                                  "jednostkowa|cena jedn|cena sprzedazy"),
    field(
        "line_gross", "amount",
        "line gross|gross|line total gross|total gross|total price tax incl|gross amount|wartosc brutto|brutto|"
        "kwota brutto|suma brutto|razem brutto",
    ),
    field(
        "line_net", "amount",
        "line net|net|line total net|total net|total price tax excl|net amount|wartosc netto|netto|kwota netto|suma "
        "netto|razem netto",
    ),
    field("line_total", "amount", "line total|item total|line amount|amount|order line total|line subtotal|wartosc|"
                                  "kwota|wartosc pozycji"),
    field("line_tax", "amount", "line tax|tax|vat amount|tax amount|item tax|order line tax|kwota vat|wartosc vat|"
                                "podatek"),
    field("vat_rate", "rate", "vat rate|tax rate|vat %|vat|tax %|stawka vat|stawka|vat stawka|stawka podatku"),
    field("line_discount", "amount", "line discount|lineitem discount|item discount|discount|rabat|rabat pozycji|"
                                     "znizka"),
    field("unit_cost", "amount", "unit cost|cost price|purchase price|cost of goods|purchase supplier price|cena "
                                 "zakupu|cena zakupu netto|koszt zakupu"),
)  # fmt: skip


KIND = Kind(
    name="orders",
    title="orders",
    fields=FIELDS,
    needs=(("order_id",), ("placed_at", "quantity"), ("quantity", "order_total", "order_subtotal")),
    required=needed,
    build=build_sales,
    rank=1,
)
