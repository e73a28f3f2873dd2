"""A supplier's price list: what each piece costs, by EAN or SKU, from a CSV or XLSX file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from storehelm.connectors.files import rows as row_store
from storehelm.connectors.files import text
from storehelm.connectors.files.fields import currency_in
from storehelm.connectors.files.mapping import Mapping, fit
from storehelm.connectors.files.sniff import fingerprint
from storehelm.core.connector import Rejected
from storehelm.core.errors import BadInput

_IDS = ("sku", "variant_id", "ean")
_PRICES = ("cost", "price_net", "price")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its number in the file, its codes as written (empty where absent) and the net cost of a piece."""

    row: int
    sku: str
    ean: str
    cost: Decimal


@dataclass(frozen=True, slots=True)
class PriceList:
    """What could be read, what could not, and the header of the column taken as the cost."""

    entries: tuple[Entry, ...]
    rejected: tuple[Rejected, ...]
    column: str


def read_price_list(path: Path, *, currency: str, mapping: Mapping | None = None) -> PriceList:
    """The list in the store's `currency`. In a supplier's list "price" is what the store pays, net of VAT.

    Raises `BadInput` where no column is a code or a net price, or where the list is in another currency.
    """
    fingerprint(path)
    with _opened(path, currency, mapping or Mapping(kind="products")) as rows:
        column = next((name for name in _PRICES if rows.has(name)), None)
        if column is None:
            raise BadInput(
                "No column is a net price.", file=rows.opened.name, mend="Name it 'cost', or say which in the mapping."
            )
        _same_currency(rows, currency)
        sku, ean = (
            f"coalesce({', '.join(f'CAST({rows.pick(n)} AS VARCHAR)' for n in ids)}, '')"
            for ids in (_IDS[:2], _IDS[2:])
        )
        found = rows.ask(f"SELECT n, {sku}, {ean}, {column} FROM file_rows WHERE bad IS NULL ORDER BY n")
        return _sorted_out(rows, column, found)


@contextmanager
def _opened(path: Path, currency: str, said: Mapping) -> Iterator[row_store.FileRows]:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="storehelm-") as folder, duckdb.connect() as staging:
        opened = text.open_file(path, said, Path(folder))
        fitted = fit(opened.headers, said, opened.name)
        staged = text.stage(staging, opened, fitted.columns, set(), b"")
        headers = [h for name, given in fitted.columns.items() if name in _PRICES for h in given]
        rows = row_store.FileRows(
            connection=staging, fit=fitted, opened=opened, staged=staged, secret=b"", zone="UTC", today="1970-01-01",
            currency=currency_in(headers) or currency,
        )  # fmt: skip
        row_store.read_rows(rows)
        yield rows


def _same_currency(rows: row_store.FileRows, currency: str) -> None:
    for (other,) in rows.ask(f"SELECT DISTINCT {rows.money_of()} FROM file_rows WHERE bad IS NULL"):
        if other != currency:
            raise BadInput(
                f"The list is in {other}, the store in {currency}.", file=rows.opened.name,
                field=rows.header("currency"),
                mend=f"Convert the list to {currency}.",
            )  # fmt: skip


def _sorted_out(rows: row_store.FileRows, column: str, found: list[tuple[int, str, str, Decimal | None]]) -> PriceList:
    name, header = rows.opened.name, rows.header(column)
    rejected = [*rows.staged.rejected, *rows.rejected]
    entries: list[Entry] = []
    for n, sku, ean, cost in found:
        number = rows.staged.number(n)
        if cost is None or cost <= 0:
            why = "is empty" if cost is None else "is not above zero"
            rejected.append(Rejected(name, number, header, why, "Give what one piece costs, net of VAT."))
        elif not (sku or ean):
            rejected.append(Rejected(name, number, "EAN or SKU", "is empty", "Give the EAN or the SKU of the product."))
        else:
            entries.append(Entry(number, sku.strip(), ean.strip(), Decimal(cost)))
    return PriceList(tuple(entries), tuple(sorted(rejected, key=lambda r: r.row)), header)
