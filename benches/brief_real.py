"""The whole brief on the real store: at most 1.5x the same questions as hand-written SQL, and under 3 s."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path

from benches.measure import conclude, in_turn, options, report_part, summary
from benches.questions import QUESTIONS
from benches.real_data import FOLDER, raw_csv
from benches.thinking import agree, by_hand, ours, ratio, said, table
from storehelm.core.store import StoreInfo

NAME = "benches.brief_real"
BAR, SECONDS = 1.5, 3.0
INFO = StoreInfo("real", currency="GBP", timezone="Europe/London")
AS_OF = date(2011, 12, 10)
HOME = FOLDER / "home"


def store_file() -> Path:
    """The store read in anew, so that it is as today's importer leaves it."""
    from storehelm.connectors import connector
    from storehelm.warehouse.duckdb_engine import DuckDBEngine
    from storehelm.warehouse.load import load
    from storehelm.warehouse.store import Warehouse

    path = HOME / "stores" / INFO.slug / "warehouse.duckdb"
    path.unlink(missing_ok=True)
    warehouse = Warehouse(INFO, DuckDBEngine(path))
    with warehouse.writing() as writer:
        for batch in connector("online_retail").read({"path": raw_csv()}, "", writer.staging):
            load(writer, batch, now=datetime(2026, 1, 1))
    warehouse.close()
    return path


def main() -> int:
    arguments = options(__doc__ or "").parse_args()
    path = HOME / "stores" / INFO.slug / "warehouse.duckdb"
    if arguments.part:
        os.environ["STOREHELM_HOME"] = str(HOME)
        part = (
            (lambda: ours(INFO, AS_OF)) if arguments.part == "ours" else lambda: by_hand(path, AS_OF, QUESTIONS, "1GB")
        )
        report_part(part)
        return 0
    store_file()
    runs = in_turn(NAME, ("ours", "by hand"), arguments.runs)
    own, hand = runs["ours"], runs["by hand"]
    first, again = (ratio(own, hand, which) for which in ("first", "again"))
    cpu = ratio(own, hand, "cpu")
    result = {
        **table(own, hand),
        "first brief of a process (s)": said(first),
        "brief after a load (s)": said(again),
        "its processor time (s)": said(cpu),
        "peak (MiB)": summary(own)["peak_mib"],
    }
    bars = {
        f"at most {BAR}x hand-written SQL": again[2] <= BAR,
        f"the first brief of a process under {SECONDS} s": first[0] < SECONDS,
        **agree(own[0].answer["answers"], hand[0].answer["answers"]),
    }
    return conclude(result, bars, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
