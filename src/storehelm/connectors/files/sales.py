"""Rows of orders become orders, lines, refunds, customers and the products they name."""

from __future__ import annotations

from typing import Any

from storehelm.connectors.files.pricing import Price, has_lines, line_price
from storehelm.connectors.files.text import hashed_id
from storehelm.core.connector import Rejected
from storehelm.core.errors import BadInput
from storehelm.core.text import t

LINES, HEADS = "file_lines", "file_heads"
_SERVICES = (
    "'shipping', 'postage', 'delivery', 'dostawa', 'wysyłka', 'wysylka', 'przesyłka', 'przesylka', 'koszt wysyłki', "
    "'koszt dostawy', 'koszty dostawy', 'fee', 'payment fee', 'opłata', 'discount', 'rabat', 'voucher', 'gift card', "
    "'karta podarunkowa', 'bon', 'pakowanie na prezent', 'gift wrap', 'post'"
)


def build_sales(rows: Any) -> dict[str, str]:
    """SELECTs for the canonical tables that this file of orders can fill."""
    tables: dict[str, str] = {}
    lines = has_lines(rows)
    if not rows.has("placed_at") and not rows.holds("orders"):
        raise BadInput("Lines alone cannot be read here.", mend="Give a file with dates.", file=rows.opened.name)
    _number_rows(rows)
    _find_heads(rows)
    if lines:
        tables |= _line_tables(rows)
    elif rows.has("placed_at"):
        rows.notes.append(
            t("The file has orders without their lines: sales are counted from lines, so import these too.")
        )
    if rows.has("placed_at"):
        tables = {"orders": _orders(rows, negative=lines and _any_negative(rows))} | tables
        if rows.has("email") or rows.has("customer_id"):
            tables["customers"] = _customers(rows)
        if rows.has("refunded"):
            tables["refunds"] = _union(tables.get("refunds"), _order_refunds(rows))
    return tables


def _union(first: str | None, second: str) -> str:
    return f"{first} UNION ALL BY NAME {second}" if first else second


def drop(connection: Any) -> None:
    for name in (LINES, HEADS, "file_priced", "file_spans"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _number_rows(rows: Any) -> None:
    """Lines are numbered within their order over all rows, so a row mended later does not move the others' keys."""
    spans = (
        "SELECT order_id AS s_order, min(n) AS s_first, max(n) AS s_last, count(*) AS s_rows FROM file_rows "
        "GROUP BY order_id"
    )
    rows.connection.execute(f"CREATE OR REPLACE TEMP TABLE file_spans AS {spans}")
    apart = rows.ask("SELECT 1 FROM file_spans WHERE s_last - s_first + 1 <> s_rows AND s_order IS NOT NULL LIMIT 1")
    counted = (
        "row_number() OVER (PARTITION BY order_id ORDER BY n) AS ordinal FROM file_rows WHERE order_id IS NOT NULL"
    )
    beside = (
        "n - s_first + 1 AS ordinal FROM file_rows JOIN file_spans ON s_order = order_id"  # as nearly always; faster
    )
    rows.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {LINES} AS SELECT file_rows.*, {counted if apart else beside}"
    )


def _find_heads(rows: Any) -> None:
    """The first good row of each order speaks for the order; an order without a day is set apart."""
    rows.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {HEADS} AS SELECT l.* FROM {LINES} AS l JOIN (SELECT order_id, min(ordinal) "
        f"AS ordinal "
        f"FROM {LINES} WHERE bad IS NULL GROUP BY order_id) AS f ON f.order_id = l.order_id AND f.ordinal = l.ordinal"
    )
    if rows.has("placed_at"):
        _reject(
            rows, f"SELECT n FROM {HEADS} WHERE placed_at IS NULL", "placed_at", "is empty", "Fill in the order's day."
        )
        rows.connection.execute(f"DELETE FROM {HEADS} WHERE placed_at IS NULL")


def _reject(rows: Any, sql: str, name: str, reason: str, mend: str) -> None:
    header, found = rows.header(name), rows.ask(f"{sql} ORDER BY n")
    if len(found) > 20 and 2 * len(found) > rows.staged.rows:
        raise BadInput(f"{len(found)} rows do not fit: it {reason}.", mend=mend, file=rows.opened.name, field=header)
    rows.rejected += [Rejected(rows.opened.name, rows.staged.number(n), header, reason, mend) for (n,) in found]


def _key(rows: Any) -> str:
    parts = ["email"] if rows.has("email") else []
    parts += [hashed_id("customer_id", rows.secret)] if rows.has("customer_id") else []
    return f"coalesce({', '.join(parts)})" if parts else "NULL"


def _variant(rows: Any) -> str:
    """A product is known by its SKU, so that files of different origin meet; else by the platform's id, EAN or name."""
    names = [name for name in ("sku", "variant_id", "ean", "product_name") if rows.has(name)]
    return f"coalesce({', '.join(names)})" if names else "NULL"


def _any_negative(rows: Any) -> bool:
    return bool(rows.ask("SELECT 1 FROM file_priced WHERE quantity < 0 OR gross < 0 LIMIT 1"))


def _orders(rows: Any, *, negative: bool) -> str:
    status = _order_status(rows)
    shipping_net, shipping_tax = _shipping(rows)
    texts = ", ".join(
        f"{rows.pick(name)} AS {name}"
        for name in ("country", "device", "campaign_id", "payment_method", "shipping_method", "discount_code")
    )
    sold = (
        " WHERE EXISTS (SELECT 1 FROM file_priced AS p WHERE p.order_id = h.order_id AND p.quantity >= 0 AND "
        "p.gross >= 0)"
    )
    return (
        f"SELECT order_id, {rows.utc('placed_at')} AS placed_at, CAST(placed_at AS DATE) AS day, {status} AS status, "
        f"{_key(rows)} AS customer_key, {texts}, coalesce({rows.pick('channel')}, 'shop') AS channel, "
        f"{rows.money_of()} AS currency, {shipping_net} AS shipping_net, {shipping_tax} AS shipping_tax, "
        f"{rows.pick('payment_fee')} AS payment_fee_net FROM {HEADS} AS h{sold if negative else ''}"
    )


def _order_status(rows: Any) -> str:
    """Without a status column an order counts as sold; a cancelling date or a delivery state overrules payment."""
    base = "coalesce(status, 'pending')" if rows.has("status") else "'sold'"
    if not rows.has("status"):
        rows.notes.append(t("The file has no status column: each order is counted as sold."))
    if rows.has("fulfilment_status"):
        further = "fulfilment_status IN ('shipped', 'delivered') AND"
        base = f"CASE WHEN {further} {base} = 'sold' THEN fulfilment_status ELSE {base} END"
    return f"CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled' ELSE {base} END" if rows.has("cancelled_at") else base


def _shipping(rows: Any) -> tuple[str, str]:
    if rows.has("shipping_net", "shipping_gross"):
        return "shipping_net", "shipping_gross - shipping_net"
    if rows.has("shipping_net"):
        return "shipping_net", rows.pick("shipping_tax")
    name = "shipping_gross" if rows.has("shipping_gross") else "shipping"
    if not rows.has(name):
        return "NULL", "NULL"
    rate = _head_rate(rows)
    if name == "shipping" and rows.fit.said.prices == "net":
        return name, f"round(CAST({name} AS DOUBLE) * {rate}, 4)"
    net = f"CAST(round(CAST({name} AS DOUBLE) / (1 + {rate}), 4) AS DECIMAL(18,4))"
    return net, f"{name} - {net}"


def _head_rate(rows: Any) -> str:
    """The VAT rate of what goes with the order as a whole: that of its first line, else of its totals."""
    said = rows.fit.said.vat_rate
    if rows.has("vat_rate"):
        return f"coalesce(vat_rate, {(said or 0) / 100})"
    if rows.has("order_tax", "order_total"):
        rest = "CAST(order_total - order_tax AS DOUBLE)"
        return f"CASE WHEN {rest} > 0 THEN CAST(order_tax AS DOUBLE) / {rest} ELSE 0 END"
    return str((said or 0) / 100)


def _customers(rows: Any) -> str:
    """A customer's first day never moves later because a newer file was read."""
    found = (
        f"SELECT {_key(rows)} AS customer_key, min(CAST(placed_at AS DATE)) AS first_seen, "
        f"arg_min({rows.pick('country')}, placed_at) AS country FROM {HEADS} GROUP BY 1"
    )
    if not rows.holds("customers"):
        return f"SELECT customer_key, first_seen, country FROM ({found}) AS f WHERE customer_key IS NOT NULL"
    return (
        "SELECT f.customer_key, least(f.first_seen, c.first_seen) AS first_seen, coalesce(c.country, f.country) AS "
        "country, "
        f"c.segment AS segment FROM ({found}) AS f LEFT JOIN customers AS c ON c.customer_key = f.customer_key "
        "WHERE f.customer_key IS NOT NULL"
    )


def _line_tables(rows: Any) -> dict[str, str]:
    price = line_price(rows)
    _check_line_ids(rows)
    _price_lines(rows, price)
    tables = {"order_lines": _lines()}
    if _any_negative(rows):
        tables["refunds"] = _refund_lines(rows)
    if rows.has("product_name") and rows.has("sku") | rows.has("variant_id") | rows.has("ean"):
        tables["products"] = _products(rows)
    return tables


def _check_line_ids(rows: Any) -> None:
    """A line id that is repeated, such as a position in the order, is no key."""
    if rows.has("line_id"):
        count, distinct = rows.ask(f"SELECT count(line_id), count(DISTINCT line_id) FROM {LINES} WHERE bad IS NULL")[0]
        if count != distinct:
            del rows.fit.columns["line_id"]


def _price_lines(rows: Any, price: Price) -> None:
    """The lines with their money, day and order's fields in one table."""
    known_days = rows.has("placed_at") and not rows.ask(f"SELECT 1 FROM {LINES} WHERE placed_at IS NULL LIMIT 1")
    joined = price.uses_order or not known_days
    source = f"({_with_order(rows, price)}) AS x" if joined else f"{LINES} AS x WHERE bad IS NULL"
    day = "o_day" if joined else "CAST(placed_at AS DATE)"
    currency = "o_currency" if joined else rows.money_of()
    number = "order_id || '-' || CAST(ordinal AS VARCHAR)"
    line_id = f"coalesce(line_id, {number})" if rows.has("line_id") else number
    service = (
        " OR ".join(f"lower({name}) IN ({_SERVICES})" for name in ("product_name", "sku") if rows.has(name)) or "FALSE"
    )
    rows.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE file_priced AS SELECT n, {line_id} AS line_id, order_id, {day} AS day, "
        f"{_variant(rows)} AS variant_id, CASE WHEN {service} THEN 'service' ELSE 'product' END AS kind, quantity, "
        f"{price.unit_net} AS unit_price_net, {price.net} AS net, {price.tax} AS tax, {price.gross} AS gross, "
        f"{price.discount_net} AS discount_net, {rows.pick('unit_cost')} AS unit_cost, {currency} AS currency, "
        f"{rows.pick('product_name')} AS product_name, {rows.pick('sku')} AS sku, {rows.pick('ean')} AS ean, "
        f"{rows.pick('category')} AS category FROM {source}"
    )


def _with_order(rows: Any, price: Price) -> str:
    """Lines beside their order's fields (`o_*`): from the order's first row, or from the store's orders."""
    if not rows.has("placed_at"):
        known = "SELECT order_id, day, currency FROM orders"
        _reject(
            rows, f"SELECT n FROM {LINES} WHERE bad IS NULL AND order_id NOT IN (SELECT order_id FROM orders)",
            "order_id", "is no order of this store", "Import the file of orders first.",
        )  # fmt: skip
        return (
            "SELECT l.*, o.day AS o_day, o.currency AS o_currency "
            f"FROM {LINES} AS l JOIN ({known}) AS o ON o.order_id = l.order_id WHERE l.bad IS NULL"
        )
    return (
        f"SELECT l.*, {_order_columns(rows, price)} FROM {LINES} AS l JOIN ({_head_columns(rows)}) AS h ON "
        f"h.h_order = l.order_id WHERE l.bad IS NULL"
    )


def _head_columns(rows: Any) -> str:
    extra = "".join(
        f", {name} AS o_{name}" for name in ("order_tax", "order_total", "order_discount") if rows.has(name)
    )
    return (
        f"SELECT order_id AS h_order, CAST(placed_at AS DATE) AS o_day, {rows.money_of()} AS o_currency{extra} "
        f"FROM {HEADS}"
    )


def _order_columns(rows: Any, price: Price) -> str:
    names = ["o_day", "o_currency"]
    names += [f"o_{name}" for name in ("order_tax", "order_total") if rows.has(name)]
    if "o_share" in price.net + price.gross:
        names.append(_share(rows) + " AS o_share")
    return ", ".join(names)


def _share(rows: Any) -> str:
    """The line's part of its order's discount, to the fourth decimal, such that the parts add up to the whole."""
    name = next(n for n in ("unit_gross", "unit_net", "unit_price") if rows.has(n))
    amount = f"CAST({name} * quantity AS DOUBLE)"
    whole = f"nullif(sum({amount}) OVER (PARTITION BY l.order_id), 0)"
    upto = f"sum({amount}) OVER (PARTITION BY l.order_id ORDER BY l.n ROWS UNBOUNDED PRECEDING)"
    off = "CAST(coalesce(abs(o_order_discount), 0) AS DOUBLE)"
    return (
        f"CAST(coalesce(round({off} * {upto} / {whole}, 4) - round({off} * ({upto} - {amount}) / {whole}, 4), 0) "
        f"AS DECIMAL(18,4))"
    )


def _lines() -> str:
    return (
        "SELECT line_id, order_id, day, variant_id, kind, quantity, unit_price_net, net, tax, gross, discount_net, "
        "unit_cost, "
        "currency FROM file_priced WHERE quantity >= 0 AND gross >= 0"
    )


def _refund_lines(rows: Any) -> str:
    """Lines below nought are what came back. A credit note's own number is not an order's."""
    own = "EXISTS (SELECT 1 FROM file_priced AS q WHERE q.order_id = p.order_id AND q.quantity >= 0 AND q.gross >= 0)"
    names = f"{_key(rows)} AS customer_key, {rows.pick('country')} AS country, {rows.pick('channel')} AS channel"
    buyers = f"SELECT order_id AS h_order, {names} FROM {HEADS}"
    if not rows.has("placed_at"):
        buyers = "SELECT order_id AS h_order, customer_key, country, channel FROM orders"
    return (
        f"SELECT line_id AS refund_id, CASE WHEN {own} THEN order_id END AS order_id, day, variant_id, kind, "
        f"abs(quantity) AS quantity, abs(net) AS net, abs(tax) AS tax, abs(gross) AS gross, customer_key, country, "
        f"channel, "
        f"currency FROM file_priced AS p LEFT JOIN ({buyers}) AS b ON b.h_order = p.order_id WHERE quantity < 0 OR "
        f"gross < 0"
    )


def _order_refunds(rows: Any) -> str:
    rows.notes.append(t("The file does not say when money was given back: it is counted on the day of the order."))
    net = f"CAST(round(CAST(abs(refunded) AS DOUBLE) / (1 + {_head_rate(rows)}), 4) AS DECIMAL(18,4))"
    return (
        f"SELECT order_id || '-refund' AS refund_id, order_id, CAST(placed_at AS DATE) AS day, 'product' AS kind, 0 "
        f"AS quantity, "
        f"{net} AS net, abs(refunded) - {net} AS tax, abs(refunded) AS gross, {_key(rows)} AS customer_key, "
        f"{rows.pick('country')} AS country, {rows.pick('channel')} AS channel, {rows.money_of()} AS currency "
        f"FROM {HEADS} WHERE refunded <> 0"
    )


def _products(rows: Any) -> str:
    """Products that only the orders name. One that the store already knows is left as it is: it has more to it."""
    known = " AND variant_id NOT IN (SELECT variant_id FROM products)" if rows.holds("products") else ""
    return (
        "SELECT variant_id, arg_max(sku, n) AS sku, arg_max(ean, n) AS ean, arg_max(product_name, n) AS name, "
        "arg_max(category, n) AS category FROM file_priced "
        f"WHERE kind = 'product' AND variant_id IS NOT NULL{known} GROUP BY variant_id"
    )
