"""Import of the real store's 1.04 million lines: at most 2x hand-written SQL that yields the same tables."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from benches.measure import conclude, in_turn, options, report_part, summary
from benches.real_data import raw_csv

NAME = "benches.import_real"
BAR, PEAK_MIB = 2.0, 1536
TOTALS = """SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM order_lines),
    (SELECT sum(net) FROM order_lines),
    (SELECT count(*) FROM refunds), (SELECT sum(net) FROM refunds), (SELECT count(*) FROM customers),
    (SELECT count(*) FROM products)"""

# What somebody who knows the file and needs nothing else would write.
BY_HAND = """
CREATE TEMP TABLE t AS SELECT row_number() OVER () AS n, * FROM read_csv('{path}', all_varchar = true);
CREATE TEMP TABLE r AS SELECT n, "Invoice" AS inv, upper(trim("StockCode")) AS code, trim("Description") AS about,
    TRY_CAST("Quantity" AS INT) AS q, try_strptime("InvoiceDate", '%m/%d/%Y %H:%M') AS ts,
    TRY_CAST("Price" AS DECIMAL(18,4)) AS price, nullif(split_part("Customer ID", '.', 1), '') AS cust,
    "Country" AS country FROM t;
CREATE TEMP TABLE s AS SELECT *, CASE
    WHEN n > 525461 AND ts <= (SELECT max(ts) FROM r WHERE n <= 525461) THEN 'repeat'
    WHEN ts IS NULL OR q IS NULL OR price IS NULL THEN 'unreadable'
    WHEN code LIKE 'TEST%' THEN 'test' WHEN inv LIKE 'A%' THEN 'debt' WHEN inv LIKE 'C%' AND q >= 0 THEN 'nothing'
    WHEN inv LIKE 'C%' THEN 'refund' WHEN q <= 0 THEN 'written off'
    WHEN price <= 0 AND cust IS NULL THEN 'correction' ELSE 'sale' END AS sort,
    CASE WHEN code IN ('POST','DOT','C2','C3','M','D','S','B','BANK CHARGES','AMAZONFEE','ADJUST','ADJUST2','CRUK')
        OR code LIKE 'GIFT%' THEN 'service' ELSE 'product' END AS kind FROM r;
CREATE TABLE orders AS SELECT inv AS order_id, timezone('UTC', timezone('Europe/London', min(ts))) AS placed_at,
    CAST(min(ts) AS DATE) AS day, 'shipped' AS status, min(cust) AS customer_key, min(country) AS country,
    'shop' AS channel, 'GBP' AS currency,
    sum(CASE WHEN code IN ('POST','DOT','C2','C3') THEN q * price ELSE 0 END) AS shipping_net, min(ts) AS known_at
    FROM s WHERE sort = 'sale' GROUP BY inv;
CREATE TABLE order_lines AS SELECT 'r' || n AS line_id, inv AS order_id, CAST(ts AS DATE) AS day, code AS variant_id,
    kind, CAST(q AS DECIMAL(14,3)) AS quantity, price AS unit_price_net, CAST(q * price AS DECIMAL(18,4)) AS net,
    CAST(q * price AS DECIMAL(18,4)) AS gross, 'GBP' AS currency, ts AS known_at FROM s WHERE sort = 'sale';
CREATE TABLE refunds AS SELECT 'r' || n AS refund_id, CAST(ts AS DATE) AS day, code AS variant_id, kind,
    CAST(-q AS DECIMAL(14,3)) AS quantity, CAST(-q * price AS DECIMAL(18,4)) AS net,
    CAST(-q * price AS DECIMAL(18,4)) AS gross, cust AS customer_key, country, 'shop' AS channel, 'GBP' AS currency,
    ts AS known_at FROM s WHERE sort = 'refund';
CREATE TABLE customers AS SELECT cust AS customer_key, CAST(min(ts) AS DATE) AS first_seen,
    arg_max(country, ts) AS country FROM s WHERE cust IS NOT NULL AND sort IN ('sale', 'refund') GROUP BY cust;
CREATE TABLE products AS SELECT code AS variant_id, arg_max(about, ts) AS name, 'GBP' AS currency,
    CAST(min(ts) AS DATE) AS created_day FROM s WHERE sort IN ('sale', 'refund') AND kind = 'product' GROUP BY code;
CREATE TABLE set_aside AS SELECT sort, count(*) AS rows FROM s WHERE sort NOT IN ('sale', 'refund') GROUP BY sort;
"""


def ours(path: Path, folder: Path) -> Any:
    from storehelm.connectors import connector
    from storehelm.core.store import StoreInfo
    from storehelm.warehouse.duckdb_engine import DuckDBEngine
    from storehelm.warehouse.load import load
    from storehelm.warehouse.store import Warehouse

    info = StoreInfo("bench", currency="GBP", timezone="Europe/London")
    warehouse = Warehouse(info, DuckDBEngine(folder / "ours.duckdb"))
    with warehouse.writing() as writer:
        for batch in connector("online_retail").read({"path": path}, "", writer.staging):
            load(writer, batch, now=datetime(2026, 1, 1))
    answer = warehouse.query(TOTALS, as_of=None).rows[0]
    warehouse.close()
    return answer


def by_hand(path: Path, folder: Path) -> Any:
    import duckdb

    connection = duckdb.connect(str(folder / "hand.duckdb"), config={"memory_limit": "1GB", "threads": 2})
    connection.execute("BEGIN")
    connection.execute(BY_HAND.format(path=path.as_posix()))
    connection.execute("COMMIT")
    answer = connection.execute(TOTALS).fetchone()
    connection.close()
    return answer


def bare(path: Path, folder: Path) -> Any:
    import duckdb

    connection = duckdb.connect(str(folder / "bare.duckdb"), config={"memory_limit": "1GB", "threads": 2})
    connection.execute(f"CREATE TABLE raw AS SELECT * FROM read_csv('{path.as_posix()}', all_varchar = true)")
    connection.close()
    return None


PARTS = {"ours": ours, "by hand": by_hand, "bare read_csv": bare}


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
    result = {
        **sums,
        "ours / by hand": round(ratio, 2),
        "ours / bare read_csv": round(sums["ours"]["seconds"] / sums["bare read_csv"]["seconds"], 2),
        "totals": runs["ours"][0].answer,
    }
    bars = {
        f"at most {BAR}x hand-written SQL": ratio <= BAR,
        f"peak under {PEAK_MIB} MiB": sums["ours"]["peak_mib"] < PEAK_MIB,
        "the same totals": runs["ours"][0].answer == runs["by hand"][0].answer,
    }
    return conclude(result, bars, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
