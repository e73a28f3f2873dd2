"""The product table at 20,000 variants and 400,000 order lines: the first page after a load, and the pages after it."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import timedelta
from statistics import median
from typing import Any

from benches.measure import conclude, options

VARIANTS, LINES = 20_000, 400_000
LATER_PAGES = 0.3

# What somebody would write for sold in 7, 30 and 90 days, stock and price alone.
BY_HAND = """
SELECT p.variant_id, p.name, p.price_net, s.sold_7, s.sold_30, s.sold_90, h.on_hand FROM products AS p
LEFT JOIN (SELECT variant_id, sum(CASE WHEN day >= $d7 THEN quantity END) AS sold_7,
    sum(CASE WHEN day >= $d30 THEN quantity END) AS sold_30, sum(quantity) AS sold_90
    FROM order_lines WHERE day >= $d90 GROUP BY variant_id) AS s ON s.variant_id = p.variant_id
LEFT JOIN (SELECT variant_id, sum(on_hand) AS on_hand FROM stock GROUP BY variant_id) AS h
    ON h.variant_id = p.variant_id
ORDER BY s.sold_30 DESC NULLS LAST LIMIT 100
"""


def _fill(today: Any) -> Any:
    from storehelm.core.connector import Batch, Select
    from storehelm.operations import LOCAL, handle, perform
    from storehelm.warehouse.load import load

    perform("create-store", actor=LOCAL, slug="wide", currency="EUR")
    warehouse = handle.open_store("wide").warehouse
    day = f"CAST(DATE '{today}' - CAST(1 + i % 120 AS INTEGER) AS DATE)"
    selects = {
        "products": f"SELECT 'v' || i AS variant_id, 'Product ' || i AS name, 20 AS price_net, 24 AS price_gross, "
        f"'active' AS status, 'EUR' AS currency FROM range({VARIANTS}) AS r(i)",
        "costs": f"SELECT 'v' || i AS variant_id, DATE '2020-01-01' AS valid_from, 9 AS cost, 8 AS cost_low, "
        f"10 AS cost_high, 'assumed' AS basis, 'EUR' AS currency FROM range({VARIANTS}) AS r(i)",
        "stock": f"SELECT 'v' || i AS variant_id, 'a' AS location, DATE '{today}' - 9 AS day, i % 50 AS on_hand "
        f"FROM range({VARIANTS}) AS r(i)",
        "orders": f"SELECT 'o' || i AS order_id, CAST({day} AS TIMESTAMP) AS placed_at, {day} AS day, "
        f"'sold' AS status, 'EUR' AS currency FROM range({LINES // 2}) AS r(i)",
        "order_lines": f"SELECT 'l' || i AS line_id, 'o' || i % {LINES // 2} AS order_id, {day} AS day, "
        f"'v' || i % {VARIANTS} AS variant_id, 'product' AS kind, 1 AS quantity, 20 AS net, 24 AS gross, "
        f"'EUR' AS currency FROM range({LINES}) AS r(i)",
    }
    with warehouse.writing() as writer:
        tables = {name: Select(sql, writer.staging) for name, sql in selects.items()}
        load(writer, Batch(tables, "bench"), now=handle.now())
    return warehouse


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    arguments = options(__doc__ or "").parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["STOREHELM_HOME"] = home
        from storehelm.operations import LOCAL, handle, perform

        today = handle.now().date()
        warehouse = _fill(today)
        engine = warehouse.engine
        cuts = {f"d{n}": today - timedelta(days=n) for n in (7, 30, 90)}
        first, later, hand = list[float](), list[float](), list[float]()
        for n in range(arguments.runs + 1):
            with warehouse.writing():
                pass  # a load forgets what was remembered
            first.append(_seconds(lambda: perform("products", actor=LOCAL, store="wide")))
            page = {"search": f"product {n}", "sort": "on_hand"}
            later.append(_seconds(lambda given=page: perform("products", actor=LOCAL, store="wide", **given)))
            hand.append(_seconds(lambda: engine.ask(BY_HAND, cuts, as_of=False, facts=())))
        handle.pool().close()
    result = {
        "first page after a load (s)": round(median(first[1:]), 3),
        "a page after it (s)": round(median(later[1:]), 3),
        "a few of its columns by hand (s)": round(median(hand[1:]), 3),
        "first page / by hand": round(median(first[1:]) / median(hand[1:]), 1),
    }
    return conclude(
        result, {f"a page after it under {LATER_PAGES} s": median(later[1:]) < LATER_PAGES}, as_json=arguments.json
    )


if __name__ == "__main__":
    sys.exit(main())
