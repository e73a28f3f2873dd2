"""Exports by name, other formats, and the kinds of file beside orders."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import duckdb
import pytest

from storehelm.connectors.files import plan, write_rejects
from storehelm.core.errors import BadInput
from storehelm.core.identity import customer_key

MAIL = "jan.kowalski@example.com"


def table(rows: list[dict]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def shopify() -> str:
    first = {
        "Name": "#1", "Email": MAIL, "Financial Status": "paid", "Fulfillment Status": "fulfilled", "Currency": "PLN",
        "Subtotal": "110.70", "Shipping": "12.30", "Taxes": "23.00", "Total": "123.00", "Discount "
            "Code": "HI", "Discount Amount": "12.30",
        "Created at": "2026-01-31 23:30:00 -0500", "Lineitem quantity": "2", "Lineitem "
            "name": "Mug", "Lineitem price": "50.00",
        "Lineitem sku": "M1", "Billing Name": "Jan Kowalski", "Shipping Country": "PL", "Refunded "
            "Amount": "0.00", "Cancelled at": "",
    }  # fmt: skip
    second = dict.fromkeys(first, "") | {
        "Name": "#1",
        "Email": MAIL,
        "Lineitem quantity": "1",
        "Lineitem name": "Plate",
        "Lineitem price": "23.00",
        "Lineitem sku": "P1",
    }
    return table([first, second])


BASELINKER = [
    {"Numer zamówienia": "77", "Data złożenia": "31.01.2026 12:00", "Status": "Wysłane", "E-mail": MAIL,
     "Źródło": "Allegro",
     "Nazwa produktu": "Kubek", "SKU": "K1", "Ilość": "2", "Cena brutto": "12,30", "Stawka VAT": "23",
      "Koszt wysyłki": "12,30",
     "Waluta": "PLN", "Kraj dostawy": "PL", "Telefon": "600 100 200"},
]  # fmt: skip
WOO = [
    {"Order Number": "5", "Order Status": "Completed", "Order Date": "2026-01-31 10:00", "Email (Billing)": MAIL,
     "SKU": "K1",
     "Item Name": "Mug", "Quantity (- Refund)": "2", "Item Cost": "10.00", "Order Total Tax "
         "Amount": "4.60", "Order Total Amount": "24.60",
     "Order Subtotal Amount": "20.00", "Order Shipping Amount": "0", "Item #": "1"},
]  # fmt: skip
PRESTA = [
    {"id_order_detail": "9", "id_order": "5", "date_add": "2026-01-31 10:00:00", "current_state": "Payment "
        "accepted", "product_reference": "K1",
     "product_name": "Mug", "product_quantity": "2", "unit_price_tax_incl": "12.300000",
      "unit_price_tax_excl": "10.000000", "email": MAIL},
]  # fmt: skip


def test_shopify(shop):
    shop.run(shop.write("orders_export.csv", shopify()))
    assert shop.ask("SELECT sum(gross), sum(net), sum(discount_net) FROM order_lines") == [
        (Decimal("110.7"), Decimal("90"), Decimal("10"))
    ]
    assert shop.ask(
        "SELECT order_id, status, CAST(day AS VARCHAR), CAST(placed_at AS VARCHAR), shipping_net, country FROM orders"
    ) == [("#1", "shipped", "2026-02-01", "2026-02-01 04:30:00", Decimal("10"), "PL")]


@pytest.mark.parametrize(
    ("rows", "platform"),
    [(BASELINKER, "BaseLinker"), (WOO, "WooCommerce"), (PRESTA, "PrestaShop")],
    ids=lambda x: str(x)[:12],
)
def test_exports_by_name_need_no_mapping(shop, rows, platform):
    path = shop.write("export.csv", table(rows))
    assert plan([path], {}).files[0].platform == platform
    shop.run(path)
    assert shop.ask("SELECT gross, net, quantity, variant_id FROM order_lines") == [
        (Decimal("24.6"), Decimal("20"), Decimal("2"), "K1")
    ]
    assert shop.ask("SELECT customer_key FROM orders") == [(customer_key(b"secret", MAIL),)]


def test_a_baselinker_workbook_needs_no_mapping(shop):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(list(BASELINKER[0]))
    book.active.append(
        [float(v.replace(",", ".")) if k in ("Cena brutto", "Koszt wysyłki") else v for k, v in BASELINKER[0].items()]
    )
    book.save(shop.folder / "zamowienia.xlsx")
    shop.run(shop.folder / "zamowienia.xlsx")
    assert shop.ask("SELECT gross, net FROM order_lines") == [(Decimal("24.6"), Decimal("20"))]
    assert shop.ask("SELECT channel, shipping_net, status FROM orders") == [("Allegro", Decimal("10"), "shipped")]


def test_jsonl_and_parquet(shop):
    row = {"order_id": "1", "order date": "2026-01-31", "sku": "A", "quantity": 2, "price gross": 12.3, "vat rate": 23}
    shop.run(shop.write("o.jsonl", json.dumps(row) + "\n" + "{broken\n" + json.dumps(row | {"order_id": "2"}) + "\n"))
    assert [(r.row, r.field) for r in shop.rejected] == [(2, "order_id")]
    parquet = shop.folder / "o.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT '3' AS order_id, DATE '2026-01-31' AS \"order date\", 'A' AS sku, 2 AS quantity, 1.234 "
            f'AS "price gross", 23 AS "vat rate") TO \'{parquet}\''
        )
    shop.run(parquet)
    assert shop.ask("SELECT order_id, gross FROM order_lines ORDER BY 1") == [
        ("1", Decimal("24.6")),
        ("2", Decimal("24.6")),
        ("3", Decimal("2.468")),
    ]


def test_the_same_file_again_changes_nothing(shop):
    path = shop.write("o.csv", shopify())
    assert shop.run(path)[0].changed_anything
    assert shop.run(path) == []
    renamed = shop.write("other name.csv", shopify())
    assert not shop.run(renamed)[0].changed_anything


def test_no_address_is_stored_anywhere(shop, tmp_path):
    shifted = dict(BASELINKER[0]) | {"Numer zamówienia": "78", "Ilość": MAIL}
    strayed = dict(BASELINKER[0]) | {"Numer zamówienia": "79", "Status": MAIL, "Nazwa produktu": f"Kubek dla {MAIL}"}
    shop.run(shop.write("o.csv", table([*BASELINKER, shifted, strayed])))
    assert [r.value for r in shop.rejected] == ["xxx@xxx"]
    assert "kowalski" not in " ".join(shop.notes)
    assert write_rejects(tmp_path / "rejects.csv", shop.rejected) == 1
    shop.warehouse.close()
    for file in (shop.file, tmp_path / "rejects.csv"):
        content = file.read_bytes()
        assert b"kowalski" not in content.lower()
        assert b"600 100 200" not in content


def test_negative_lines_are_refunds(shop):
    head = "order id,order date,sku,quantity,price gross,vat rate\n"
    shop.run(
        shop.write(
            "o.csv", head + "1,2026-01-31,A,2,12.30,23\n1,2026-01-31,A,-1,12.30,23\nC2,2026-02-01,A,-2,12.30,23\n"
        )
    )
    assert shop.ask("SELECT refund_id, order_id, quantity, gross FROM refunds ORDER BY 1") == [
        ("1-2", "1", 1, Decimal("12.3")), ("C2-1", None, 2, Decimal("24.6")),
    ]  # fmt: skip
    assert shop.ask("SELECT order_id FROM orders") == [("1",)]


def test_a_status_not_known_is_said_and_can_be_corrected(shop):
    path = shop.write(
        "o.csv", "order id,order date,status,sku,quantity,price gross,vat rate\n1,2026-01-31,Weird,A,2,12.30,23\n"
    )
    shop.run(path)
    assert "Weird" in shop.notes[0]
    assert shop.ask("SELECT status FROM orders") == [("pending",)]
    shop.run(path, status={"Weird": "sold"})
    assert shop.ask("SELECT status FROM orders") == [("sold",)]


def test_lines_alone_meet_their_orders(shop):
    orders = shop.write("orders.csv", "order id,order date,order total,currency\n1,2026-01-31,24.60,PLN\n")
    lines = shop.write("lines.csv", "order id,sku,quantity,price gross,vat rate\n1,A,2,12.30,23\n9,A,1,12.30,23\n")
    shop.run(orders, lines)
    assert shop.ask("SELECT order_id, CAST(day AS VARCHAR) FROM order_lines") == [("1", "2026-01-31")]
    assert [(r.row, r.mend) for r in shop.rejected] == [(3, "Import the file of orders first.")]


OTHERS = {
    "stock": ("SKU;Stan magazynowy;Magazyn\nA;5;Łódź\n", "SELECT variant_id, on_hand, location FROM "
                                                         "stock", ("A", 5, "Łódź")),
    "products": ("SKU;Nazwa;Cena netto;VAT;Cena zakupu\nA;Kubek;10,00;23;4,50\n", "SELECT p.name, price_gross, cost "
        "FROM products AS p JOIN costs USING (variant_id)", ("Kubek", Decimal("12.3"), Decimal("4.5"))),
    "ad_spend": ("Kampania;Dzień;Koszt;Kliknięcia\nZima;2026-01-31;12,50;7\n", "SELECT campaign_id, cost_net, "
        "clicks FROM ad_spend", ("Zima", Decimal("12.5"), 7)),
    "tickets": ("Nr zgłoszenia;Data zgłoszenia;Powód\nT1;2026-01-31 12:00;zwrot\n", "SELECT ticket_id, "
        "CAST(opened_at AS VARCHAR), reason FROM tickets", ("T1", "2026-01-31 11:00:00", "zwrot")),
    "shipments": ("Numer zamówienia;Kurier;Data nadania;Data "
                  "doręczenia\n1;DPD;2026-01-31;2026-02-02\n", "SELECT order_id, carrier, status FROM "
                      "shipments", ("1", "DPD", "delivered")),
    "customers": (f"E-mail;Kraj;Data rejestracji\n{MAIL};pl;2026-01-31\n", "SELECT customer_key, country, "
        "CAST(first_seen AS VARCHAR) FROM customers", (customer_key(b"secret", MAIL), "PL", "2026-01-31")),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_other_kinds_with_polish_headers(shop, kind):
    content, sql, expected = OTHERS[kind]
    path = shop.write(f"{kind}.csv", content)
    assert plan([path], {}).files[0].kind == kind
    shop.run(path)
    assert shop.ask(sql) == [expected]


def test_a_mapping_is_corrected_and_checked(shop):
    path = shop.write("o.csv", "a,b,c,d,e\n1,2026-01-31,A,2,12.30\n")
    with pytest.raises(BadInput, match="kind ="):
        shop.run(path)
    columns = {"order_id": "a", "placed_at": "b", "sku": "c", "quantity": "d", "unit_gross": "e"}
    shop.run(path, kind="orders", columns=columns, vat_rate=23)
    assert shop.ask("SELECT net FROM order_lines") == [(Decimal("20"),)]
    with pytest.raises(BadInput, match="does not have"):
        shop.run(path, kind="orders", columns={"order_id": "zz"})
