"""The generic file import of the real store's raw file: at most 2x hand-written SQL that yields the same tables."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from benches.measure import conclude, in_turn, options, report_part, summary
from benches.real_data import raw_csv

NAME = "benches.import_files"
BAR, PEAK_MIB = 2.0, 1536
SECRET = b"a secret of the bench"
MAPPING = {"kind": "orders", "date_order": "mdy", "prices": "net", "currency": "GBP"}
TOTALS = """SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM order_lines),
    (SELECT count(*) FROM order_lines WHERE kind = 'service'), (SELECT sum(net) FROM order_lines),
    (SELECT count(*) FROM refunds), (SELECT sum(net) FROM refunds), (SELECT count(*) FROM customers),
    (SELECT min(customer_key) FROM orders), (SELECT count(*) FROM products), (SELECT count(*) FROM {rejects})"""

# The reading somebody would write who knows that this file holds plain decimals, one form of day and no VAT.
BY_HAND = """
CREATE TEMP TABLE t AS SELECT row_number() OVER () AS n, nullif(trim("Invoice"), '') AS inv,
    nullif(trim("StockCode"), '') AS code, nullif(trim("Description"), '') AS about,
    TRY_CAST("Quantity" AS DECIMAL(14,3)) AS q, try_strptime(trim("InvoiceDate"), '%m/%d/%Y %H:%M') AS ts,
    TRY_CAST("Price" AS DECIMAL(18,4)) AS price, nullif(trim("Customer ID"), '') AS cust,
    upper(nullif(trim("Country"), '')) AS country FROM read_csv('{path}', all_varchar = true);
CREATE TABLE rejects AS SELECT n, CASE WHEN inv IS NULL THEN 'Invoice' WHEN ts IS NULL THEN 'InvoiceDate'
    WHEN q IS NULL THEN 'Quantity' ELSE 'Price' END AS field FROM t
    WHERE inv IS NULL OR ts IS NULL OR q IS NULL OR price IS NULL;
CREATE TEMP TABLE people AS SELECT cust, sha256({outer} || unhex(sha256({inner} || encode('id:' || lower(cust)))))
    AS customer_key FROM (SELECT DISTINCT cust FROM t WHERE cust IS NOT NULL);
CREATE TEMP TABLE s AS SELECT t.*, row_number() OVER (PARTITION BY inv ORDER BY n) AS ordinal, customer_key,
    CAST(q * price AS DECIMAL(18,4)) AS net, CASE WHEN lower(about) IN ('postage', 'discount', 'post', 'delivery')
        OR lower(code) IN ('post', 'discount') THEN 'service' ELSE 'product' END AS kind
    FROM t LEFT JOIN people USING (cust)
    WHERE inv IS NOT NULL AND ts IS NOT NULL AND q IS NOT NULL AND price IS NOT NULL;
CREATE TEMP TABLE heads AS SELECT inv, arg_min(ts, n) AS ts, arg_min(customer_key, n) AS customer_key,
    arg_min(country, n) AS country, bool_or(q >= 0 AND net >= 0) AS sold FROM s GROUP BY inv;
CREATE TABLE orders AS SELECT inv AS order_id, timezone('UTC', timezone('Europe/London', ts)) AS placed_at,
    CAST(ts AS DATE) AS day, 'sold' AS status, customer_key, country, 'shop' AS channel, 'GBP' AS currency,
    ts AS known_at FROM heads WHERE sold;
CREATE TABLE order_lines AS SELECT inv || '-' || ordinal AS line_id, inv AS order_id, CAST(ts AS DATE) AS day,
    code AS variant_id, kind, q AS quantity, price AS unit_price_net, net, net AS gross,
    CAST(0 AS DECIMAL(18,4)) AS discount_net, 'GBP' AS currency, ts AS known_at FROM s WHERE q >= 0 AND net >= 0;
CREATE TABLE refunds AS SELECT s.inv || '-' || ordinal AS refund_id, CASE WHEN h.sold THEN s.inv END AS order_id,
    CAST(s.ts AS DATE) AS day, code AS variant_id, kind, abs(q) AS quantity, abs(net) AS net, abs(net) AS gross,
    h.customer_key, h.country, 'GBP' AS currency, s.ts AS known_at
    FROM s JOIN heads AS h USING (inv) WHERE q < 0 OR net < 0;
CREATE TABLE customers AS SELECT customer_key, CAST(min(ts) AS DATE) AS first_seen, arg_min(country, ts) AS country
    FROM heads WHERE customer_key IS NOT NULL GROUP BY customer_key;
CREATE TABLE products AS SELECT code AS variant_id, code AS sku, arg_max(about, n) AS name FROM s
    WHERE kind = 'product' AND code IS NOT NULL GROUP BY code;
"""


def ours(path: Path, folder: Path) -> Any:
    from storehelm.connectors import connector
    from storehelm.core.store import StoreInfo
    from storehelm.warehouse.duckdb_engine import DuckDBEngine
    from storehelm.warehouse.load import load
    from storehelm.warehouse.store import Warehouse

    warehouse = Warehouse(
        StoreInfo("bench", currency="GBP", timezone="Europe/London"), DuckDBEngine(folder / "ours.duckdb")
    )
    settings = {"paths": [path], "mapping": MAPPING, "secret": SECRET, "currency": "GBP", "timezone": "Europe/London"}
    with warehouse.writing() as writer:
        for batch in connector("files").read(settings, "", writer.staging):
            load(writer, batch, now=datetime(2026, 1, 1))
        answer = writer.run(TOTALS.format(rejects="_rejects")).rows[0]
    warehouse.close()
    return answer


def by_hand(path: Path, folder: Path) -> Any:
    import duckdb

    from storehelm.core.identity import hmac_pads

    inner, outer = ("'" + "".join(f"\\x{byte:02X}" for byte in pad) + "'::BLOB" for pad in hmac_pads(SECRET))
    connection = duckdb.connect(str(folder / "hand.duckdb"), config={"memory_limit": "1GB", "threads": 2})
    connection.execute("BEGIN")
    connection.execute(BY_HAND.format(path=path.as_posix(), inner=inner, outer=outer))
    connection.execute("COMMIT")
    answer = connection.execute(TOTALS.format(rejects="rejects")).fetchone()
    connection.close()
    return answer


PARTS = {"ours": ours, "by hand": by_hand}


def main() -> int:
    arguments = options(__doc__ or "").parse_args()
    path = raw_csv()
    if arguments.part:
        with tempfile.TemporaryDirectory() as folder:
            report_part(lambda: PARTS[arguments.part](path, Path(folder)))
        return 0
    runs = in_turn(NAME, tuple(PARTS), arguments.runs)
    sums = {part: summary(found) for part, found in runs.items()}
    ratio = sums["ours"]["seconds"] / sums["by hand"]["seconds"]
    totals = {f"totals, {part}": runs[part][0].answer for part in PARTS}
    bars = {
        f"at most {BAR}x hand-written SQL": ratio <= BAR,
        f"peak under {PEAK_MIB} MiB": sums["ours"]["peak_mib"] < PEAK_MIB,
        "the same totals": runs["ours"][0].answer == runs["by hand"][0].answer,
    }
    return conclude({**sums, "ours / by hand": round(ratio, 2), **totals}, bars, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
