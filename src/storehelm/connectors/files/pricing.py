"""What a line came to, net and gross: from whichever amounts the file gives, and never by guessing the VAT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.core.text import t

_BY_CHOICE = (
    ("line_gross", "gross"), ("line_net", "net"), ("unit_gross", "gross"), ("unit_net", "net"), ("line_total", ""),
    ("unit_price", ""),
)  # fmt: skip
_PAIRS = (("line_gross", "line_net"), ("unit_gross", "unit_net"))


@dataclass(frozen=True, slots=True)
class Price:
    """SQL of a line's money after discounts, over the row's own fields and `o_*`, those of its order's first row."""

    net: str
    gross: str
    tax: str
    unit_net: str
    discount_net: str
    rate: str
    uses_order: bool


def has_lines(rows: Any) -> bool:
    return rows.has("quantity") and any(rows.has(name) for name, _ in _BY_CHOICE)


def needed(rows: Any) -> tuple[str, ...]:
    """Fields without which a row of orders is refused."""
    if not has_lines(rows):
        return ("order_id", *(("placed_at",) if rows.has("placed_at") else ()))
    pair = _pair(rows)
    amounts = pair or (_chosen(rows)[0],)
    alone = rows.has("vat_rate") and not pair and not rows.has("line_tax") and rows.fit.said.vat_rate is None
    return ("order_id", "quantity", *amounts, *(("vat_rate",) if alone else ()))


def _pair(rows: Any) -> tuple[str, ...]:
    return next((pair for pair in _PAIRS if rows.has(*pair)), ())


def _chosen(rows: Any) -> tuple[str, str]:
    return next((name, basis) for name, basis in _BY_CHOICE if rows.has(name))


def line_price(rows: Any) -> Price:
    """How this file's lines are priced; raises `BadInput` with the mend where nothing says what VAT is in them."""
    rate, of_order = _rate(rows)
    pair = _pair(rows)
    if pair:
        gross, net = (_times(name) for name in pair)
        return _price(net, gross, f"({gross}) - ({net})", f"({net})", "CAST(0 AS DECIMAL(18,4))", rate, False)
    name, basis = _chosen(rows)
    basis = basis or _basis(rows, name)
    before = _times(name)
    discount, spread = _discount(rows, name)
    after = f"CAST(({before}) - ({discount}) AS DECIMAL(18,4))"
    uses = of_order or spread
    if rows.has("line_tax"):
        tax = "line_tax"
        net, gross = (f"{after} - {tax}", after) if basis == "gross" else (after, f"{after} + {tax}")
        share = f"CASE WHEN ({gross}) <> 0 THEN CAST({net} AS DOUBLE) / CAST({gross} AS DOUBLE) ELSE 1 END"
    elif rate != "NULL":
        factor = f"(1 + {rate})"
        share = f"1 / {factor}"
        net = _money(f"CAST({after} AS DOUBLE) / {factor}") if basis == "gross" else after
        gross = after if basis == "gross" else _money(f"CAST({after} AS DOUBLE) * {factor}")
        tax = f"({gross}) - ({net})"
    elif basis == "net":
        rows.notes.append(t("The file does not say the VAT: its prices are taken as net, and tax is left empty."))
        return _price(after, after, "NULL", before, discount, "NULL", uses)
    else:
        raise _ask_for_vat(rows, name)
    to_net = share if basis == "gross" else "1"
    scaled = [_money(f"CAST({part} AS DOUBLE) * {to_net}") for part in (before, discount)]
    return _price(net, gross, tax, scaled[0], scaled[1], rate, uses)


def _price(net: str, gross: str, tax: str, before_net: str, discount_net: str, rate: str, uses_order: bool) -> Price:
    unit = f"CASE WHEN quantity <> 0 THEN {_money(f'CAST({before_net} AS DOUBLE) / CAST(quantity AS DOUBLE)')} END"
    return Price(net, gross, tax, unit, discount_net, rate, uses_order)


def _money(sql: str) -> str:
    return f"CAST(round({sql}, 4) AS DECIMAL(18,4))"


def _times(name: str) -> str:
    return f"CAST({name} * quantity AS DECIMAL(18,4))" if name.startswith("unit") else name


def _rate(rows: Any) -> tuple[str, bool]:
    """SQL of the VAT rate as a share, and whether it comes from the order's totals."""
    said = rows.fit.said.vat_rate
    if rows.has("vat_rate"):
        return (f"coalesce(vat_rate, {said / 100})" if said is not None else "vat_rate"), False
    if rows.has("order_tax", "order_total"):
        rest = "CAST(o_order_total - o_order_tax AS DOUBLE)"
        by_order = f"CASE WHEN {rest} > 0 THEN CAST(o_order_tax AS DOUBLE) / {rest} END"
        return f"coalesce({by_order}, {(said or 0) / 100})", True
    return (str(said / 100) if said is not None else "NULL"), False


def _basis(rows: Any, name: str) -> str:
    """Whether prices of a column that does not say so include VAT: the mapping file, else the orders' own totals."""
    if rows.fit.said.prices:
        return rows.fit.said.prices
    if rows.has("order_tax", "order_total", "order_subtotal"):
        sum_without = f"order_subtotal + coalesce({rows.pick('shipping', '0')}, 0)"
        inside, added, taxed = rows.ask(
            f"SELECT count(*) FILTER (order_tax > 0 AND abs(order_total - ({sum_without})) < 0.02), "
            f"count(*) FILTER (order_tax > 0 AND abs(order_total - ({sum_without}) - order_tax) < 0.02), "
            "count(*) FILTER (order_tax > 0) FROM file_rows"
        )[0]
        if not taxed or inside != added:
            return "net" if added > inside else "gross"
    raise _ask_for_vat(rows, name)


def _ask_for_vat(rows: Any, name: str) -> BadInput:
    return BadInput(
        "Nothing says whether these prices include VAT, or at what rate.",
        mend='Say prices = "gross" (or "net") and vat_rate = 23 in the mapping file.',
        file=rows.opened.name, field=rows.header(name),
    )  # fmt: skip


def _discount(rows: Any, name: str) -> tuple[str, bool]:
    """SQL of the line's discount, and whether it is its share of the order's. Line totals are after discounts."""
    nothing = "CAST(0 AS DECIMAL(18,4))"
    if not name.startswith("unit"):
        return nothing, False
    if rows.has("line_discount"):
        return "coalesce(abs(line_discount), 0)", False
    if not rows.has("order_discount"):
        return nothing, False
    return "o_share", True
