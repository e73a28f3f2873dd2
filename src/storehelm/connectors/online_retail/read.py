"""Read the data set's CSV into canonical rows, with its traps.

The file is the two Excel sheets one after the other: the second repeats 1-9 December 2010. Invoices that begin with C
are cancellations, with A corrections of bad debt. Codes that are no product (postage, manual, fees, vouchers) are
services. Rows without a price and without a customer are stock corrections, not sales. Prices are taken as net of
VAT: the file does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from storehelm.core.connector import Batch, Select
from storehelm.core.errors import BadInput

FIRST_SHEET_ROWS = 525_461
COLUMNS = ("Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country")
CARRIAGE = ("POST", "DOT", "C2", "C3")
SERVICES = (*CARRIAGE, "M", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "ADJUST", "ADJUST2", "CRUK")

RAW = """
CREATE OR REPLACE TEMP TABLE retail_raw AS
SELECT *, CASE
    WHEN row_number > $first_sheet AND moment <= (SELECT max(try_strptime("InvoiceDate", '%m/%d/%Y %H:%M'))
        FROM retail_text WHERE row_number <= $first_sheet) THEN 'repeated in both sheets'
    WHEN moment IS NULL OR quantity IS NULL OR price IS NULL THEN 'unreadable'
    WHEN code LIKE 'TEST%' THEN 'test product'
    WHEN invoice LIKE 'A%' THEN 'correction of bad debt'
    WHEN invoice LIKE 'C%' AND quantity >= 0 THEN 'cancellation of nothing'
    WHEN invoice LIKE 'C%' THEN 'refund'
    WHEN quantity <= 0 THEN 'stock written off'
    WHEN price <= 0 AND customer IS NULL THEN 'stock correction without a price'
    ELSE 'sale' END AS sort
FROM (SELECT row_number, "Invoice" AS invoice, upper(trim("StockCode")) AS code, trim("Description") AS description,
        TRY_CAST("Quantity" AS INTEGER) AS quantity, try_strptime("InvoiceDate", '%m/%d/%Y %H:%M') AS moment,
        TRY_CAST("Price" AS DECIMAL(18, 4)) AS price, nullif(split_part("Customer ID", '.', 1), '') AS customer,
        "Country" AS country
    FROM retail_text) AS r
"""

ORDERS = """
SELECT invoice AS order_id, timezone('UTC', timezone('Europe/London', min(moment))) AS placed_at,
    CAST(min(moment) AS DATE) AS day, 'shipped' AS status, min(customer) AS customer_key, min(country) AS country,
    'shop' AS channel, 'GBP' AS currency,
    sum(CASE WHEN code IN {carriage} THEN quantity * price ELSE 0 END) AS shipping_net
FROM retail_raw WHERE sort = 'sale' GROUP BY invoice
"""

LINES = """
SELECT 'r' || row_number AS line_id, invoice AS order_id, CAST(moment AS DATE) AS day, code AS variant_id,
    {kind} AS kind, quantity, price AS unit_price_net, quantity * price AS net, quantity * price AS gross,
    'GBP' AS currency
FROM retail_raw WHERE sort = 'sale'
"""

REFUNDS = """
SELECT 'r' || row_number AS refund_id, CAST(moment AS DATE) AS day, code AS variant_id, {kind} AS kind,
    -quantity AS quantity, -quantity * price AS net, -quantity * price AS gross, customer AS customer_key, country,
    'shop' AS channel, 'GBP' AS currency
FROM retail_raw WHERE sort = 'refund'
"""

CUSTOMERS = """
SELECT customer AS customer_key, CAST(min(moment) AS DATE) AS first_seen, arg_max(country, moment) AS country
FROM retail_raw WHERE customer IS NOT NULL AND sort IN ('sale', 'refund') GROUP BY customer
"""

PRODUCTS = """
SELECT code AS variant_id, code AS product_id, code AS sku, arg_max(description, moment) AS name, 'GBP' AS currency,
    CAST(min(moment) AS DATE) AS created_day
FROM retail_raw WHERE sort IN ('sale', 'refund') AND {kind} = 'product' GROUP BY code
"""


def read(settings: Mapping[str, Any], cursor: str, staging: Any) -> Iterator[Batch]:
    """One batch with the whole store; nothing when `cursor` says that it was read before.

    `settings["path"]` is the CSV. Raises `BadInput` when its header is another file's.
    """
    if cursor:
        return
    path = Path(settings["path"])
    _check_header(path)
    staging.execute(
        "CREATE OR REPLACE TEMP TABLE retail_text AS SELECT row_number() OVER () AS row_number, * "
        f"FROM read_csv('{path.as_posix()}', all_varchar = true, header = true)"
    )
    staging.execute(RAW, {"first_sheet": FIRST_SHEET_ROWS})
    kind = f"CASE WHEN code IN {SERVICES} OR code LIKE 'GIFT%' THEN 'service' ELSE 'product' END"
    selects = {"orders": ORDERS, "order_lines": LINES, "refunds": REFUNDS, "customers": CUSTOMERS, "products": PRODUCTS}
    aside = staging.execute(
        "SELECT sort, count(*) FROM retail_raw WHERE sort NOT IN ('sale', 'refund') GROUP BY sort ORDER BY sort"
    ).fetchall()
    yield Batch(
        {name: Select(sql.format(kind=kind, carriage=CARRIAGE), staging) for name, sql in selects.items()},
        source="online_retail",
        page=path.name,
        cursor="whole file",
        set_aside=dict(aside),
    )
    staging.execute("DROP TABLE retail_text")
    staging.execute("DROP TABLE retail_raw")


def _check_header(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        header = tuple(file.readline().strip().split(","))
    if header != COLUMNS:
        raise BadInput("This is not the Online Retail II file.", file=path.name, row=1, mend="Download it again.")
