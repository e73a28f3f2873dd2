"""The brief of a large sample store: at most 1.5x the same questions by hand, peak under 6 GiB; growth to ten times.

`--lines N` makes (or takes again) two stores, of N / 10 and of N order lines, over 730 days with 20,000 products and
five events a line. `--full` is ten million lines and fifty million events.
"""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benches.measure import conclude, in_turn, options, report_part, run_part, summary
from benches.questions_shelf import WITH_SHELF, causes
from benches.real_data import FOLDER
from benches.thinking import AGAIN, agree, by_hand, ours, ratio, said, table
from storehelm.connectors.sample import store_info

NAME = "benches.large"
BAR, PEAK_MIB = 1.5, 6 * 1024
LAST, AS_OF = date(2026, 6, 30), date(2026, 7, 1)
LINES_AN_ORDER = 2.37
FULL = 10_000_000
HOME = FOLDER / "home"
MEMORY = "4GB"  # of STOREHELM_MEMORY_LIMIT, for both; making the store takes more


def path_of(lines: int) -> Path:
    return HOME / "stores" / f"sample-{lines}" / "warehouse.duckdb"


def make(lines: int) -> None:
    """The sample store in its file, unless it is there already."""
    from storehelm.connectors import connector
    from storehelm.warehouse.duckdb_engine import DuckDBEngine
    from storehelm.warehouse.load import load
    from storehelm.warehouse.store import Warehouse

    path = path_of(lines)
    if path.exists():
        return
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    settings: dict[str, Any] = {"seed": 7, "orders": round(lines / LINES_AN_ORDER), "days": 730, "products": 20_000}
    settings |= {"traffic_days": 166, "end": LAST}
    warehouse = Warehouse(store_info(), DuckDBEngine(part, memory_limit="8GB"))
    with warehouse.writing() as writer:
        for batch in connector("sample").read(settings, "", writer.staging):
            load(writer, batch, now=datetime(2026, 7, 1))
    warehouse.close()
    part.replace(path)


def in_part(part: str, lines: int, spans: str) -> None:
    """In the child: think the brief, or ask by hand; `spans` are the days whose cause the brief looks for."""
    os.environ |= {"STOREHELM_HOME": str(HOME), "STOREHELM_MEMORY_LIMIT": MEMORY}
    asked = {name: dict(questions) for name, questions in WITH_SHELF.items()}
    for days in filter(None, spans.split(",")):
        asked["revenue.anomalies"] |= causes(int(days))
    again = 1 if lines > FULL // 2 else AGAIN
    if part == "make":
        report_part(lambda: make(lines))
    elif part == "ours":
        report_part(lambda: ours(store_info(f"sample-{lines}"), AS_OF, again))
    else:
        report_part(lambda: by_hand(path_of(lines), AS_OF, asked, MEMORY, again))


def measured(lines: int, runs: int) -> tuple[dict[str, Any], dict[str, bool], float]:
    """One size: what was found, its bars, and the brief's seconds."""
    size = f"{lines:,} lines"
    run_part(NAME, "make", "--lines", str(lines))
    spans = ",".join(str(n) for n in run_part(NAME, "ours", "--lines", str(lines)).answer["causes"])
    found = in_turn(NAME, ("ours", "by hand"), runs, "--lines", str(lines), "--spans", spans)
    own, hand = found["ours"], found["by hand"]
    first, again = (ratio(own, hand, which) for which in ("first", "again"))
    peak = summary(own)["peak_mib"]
    result = {f"{size}, {name}": line for name, line in table(own, hand).items()} | {
        f"{size}, first brief (s)": said(first),
        f"{size}, after a load (s)": said(again),
        f"{size}, processor time (s)": said(ratio(own, hand, "cpu")),
        f"{size}, peak (MiB)": f"{peak}; by hand {summary(hand)['peak_mib']}",
    }
    bars = {f"{size}: at most {BAR}x": again[2] <= BAR, f"{size}: peak under {PEAK_MIB} MiB": peak < PEAK_MIB}
    same = agree(own[0].answer["answers"], hand[0].answer["answers"])
    return result, bars | {f"{size}: {name}": met for name, met in same.items()}, again[0]


def main() -> int:
    parser = options(__doc__ or "")
    parser.add_argument("--lines", type=int, default=300_000, help="order lines of the larger store")
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} lines")
    parser.add_argument("--spans", default="", help="for the children")
    parser.set_defaults(runs=2)
    arguments = parser.parse_args()
    if arguments.part:
        in_part(arguments.part, arguments.lines, arguments.spans)
        return 0
    lines = FULL if arguments.full else arguments.lines
    small, large = (measured(n, arguments.runs) for n in (lines // 10, lines))
    growth = {"growth of the brief's time over ten times the lines": f"{large[2] / small[2]:.1f}x"}
    settings = {"memory limit": MEMORY}
    return conclude(small[0] | large[0] | growth | settings, small[1] | large[1], as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
