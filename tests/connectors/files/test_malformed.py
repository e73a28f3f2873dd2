"""Twenty files as they really come: each is read right, or refused with what to do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from storehelm.core.errors import BadInput

H = "order id,order date,sku,quantity,price gross,vat rate\n"
GOOD = "1,2026-01-31,A,2,12.30,23\n2,2026-02-01,B,1,10.00,23\n"
PL = (
    "Numer zamówienia;Data zamówienia;Kod produktu;Nazwa produktu;Ilość;Cena brutto;Stawka "
    "VAT\n1;2026-01-31;A;Żółta gęś ąś;2;12,30;23\n2;2026-02-01;B;Łoś;1;10,00;23\n"
)
TOTAL = Decimal("34.60")

# name, bytes, mapping, gross, rejects as (row, field)
READ = [
    ("bom", b"\xef\xbb\xbf" + (H + GOOD).encode(), {}, TOTAL, []),
    ("cp1250", PL.encode("cp1250"), {}, TOTAL, []),
    ("iso-8859-2", PL.encode("iso-8859-2"), {}, TOTAL, []),
    ("utf-16", PL.encode("utf-16"), {}, TOTAL, []),
    ("utf-16 unmarked", PL.encode("utf-16-le"), {}, TOTAL, []),
    ("latin-1", H.replace("sku", "item name").encode() + GOOD.replace("A", "Café crème").encode("latin-1"),
     {}, TOTAL, []),
    ("decimal comma", (H.replace(",", ";") + '1;2026-01-31;A;2;"12,30 '
                                             'zł";23%\n2;2026-02-01;B;1;10,00;23%\n').encode(), {}, TOTAL, []),
    ("thousands", (H.replace(",", "\t") + "1\t2026-01-31\tA\t1\t1 "
                                          "234,50\t23\n2\t2026-02-01\tB\t1\t1.234,50\t23\n").encode(), {},
                                           Decimal("2469.00"), []),
    ("quoted newline",
     (H + '1,2026-01-31,"A\nlong",2,12.30,23\n2,2026-02-01,B,1,10.00,23\n3,2026-02-01,B,x,10.00,23\n').encode(), {},
      TOTAL, [(4, "quantity")]),
    ("truncated last line", (H + GOOD + "3,2026-02-0").encode(), {}, TOTAL, [(4, "order date")]),
    ("extra cell", (H + "9,2026-01-31,A,B,2,12.30,23\n" + GOOD).encode(), {}, TOTAL, [(2, "vat rate")]),
    ("mixed dates", (H + "1,31.01.2026 10:00,A,2,12.30,23\n2,1 lutego 2026,B,1,10.00,23\n").encode(), {}, TOTAL, []),
    ("decided dates", (H + "1,31/01/2026,A,2,12.30,23\n2,01/02/2026,B,1,10.00,23\n").encode(), {}, TOTAL, []),
    ("said dates", (H + "1,01/02/2026,A,2,12.30,23\n2,02/01/2026,B,1,10.00,23\n").encode(), {"date_order": "dmy"},
     TOTAL, []),
    ("impossible day", (H + GOOD + "3,2026-02-30,B,1,10.00,23\n").encode(), {}, TOTAL, [(4, "order date")]),
    ("missing key", (H + GOOD + ",2026-02-28,B,1,10.00,23\n").encode(), {}, TOTAL, [(4, "order id")]),
    ("title above", ("Report of sales,,,,,\n" + H + GOOD).encode(), {}, TOTAL, []),
]  # fmt: skip

REFUSED = [
    ("doubtful dates", (H + "1,01/02/2026,A,2,12.30,23\n").encode(), "date_order"),
    ("doubtful amounts", (H + "1,2026-01-31,A,2,1.234,23\n").encode(), "decimal ="),
    ("empty", b"", "Export it again"),
    ("old workbook", b"\xd0\xcf\x11\xe0rest", "Save it as XLSX"),
    ("web page", b"<html><body>Log in</body></html>", "Export as CSV"),
    ("VAT unsaid", b"order id,order date,sku,quantity,price\n1,2026-01-31,A,2,12.30\n", "prices ="),
    ("no table", b"dear shop\nplease find\n", "first row must name the columns"),
    ("cut workbook", b"PK\x03\x04cut", "Export or download it again"),
]


@pytest.mark.parametrize(("name", "content", "mapping", "gross", "rejects"), READ, ids=[c[0] for c in READ])
def test_is_read_right(shop, name, content, mapping, gross, rejects):
    shop.run(shop.write("orders.csv", content), **mapping)
    assert shop.ask("SELECT sum(gross), count(*) FROM order_lines") == [(gross, 2)]
    assert [(r.row, r.field) for r in shop.rejected] == rejects
    assert all(r.mend and r.reason for r in shop.rejected)


@pytest.mark.parametrize(("name", "content", "mend"), REFUSED, ids=[c[0] for c in REFUSED])
def test_is_refused_with_the_mend(shop, name, content, mend):
    with pytest.raises(BadInput) as refusal:
        shop.run(shop.write("orders.csv", content))
    assert mend in str(refusal.value)
    assert shop.ask("SELECT count(*) FROM orders") == [(0,)]


def test_days_are_the_ones_meant(shop):
    shop.run(shop.write("o.csv", H + "1,31.01.2026 10:00,A,2,12.30,23\n2,1 lutego 2026,B,1,10.00,23\n"))
    assert [str(d) for (d,) in shop.ask("SELECT day FROM orders ORDER BY order_id")] == ["2026-01-31", "2026-02-01"]


def test_polish_letters_survive(shop):
    for encoding in ("cp1250", "iso-8859-2", "utf-16"):
        shop.run(shop.write(f"{encoding}.csv", PL, encoding))
    assert shop.ask("SELECT name FROM products WHERE variant_id = 'A'") == [("Żółta gęś ąś",)]
    assert shop.ask("SELECT count(*) FROM products__history") == [(0,)]


def test_rows_are_numbered_right_after_broken_ones(shop):
    shop.run(shop.write("o.csv", H + "9,short\n" + GOOD + "8,also short\n3,2026-02-01,B,oops,1.00,23\n"))
    assert [(r.row, r.field) for r in shop.rejected if r.field == "quantity"] == [(6, "quantity")]
