"""How long the command line takes before its work: `--help` under 0.5 s, `brief` before its work under 1 s."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from benches.measure import conclude, options

BEFORE_WORK = """
import sys, time
start = time.perf_counter()
from storehelm.cli.main import build
build()
from storehelm.operations import LOCAL, perform
perform("stores", actor=LOCAL)
print(time.perf_counter() - start)
"""


def wall(command: list[str], runs: int, environment: dict[str, str]) -> float:
    """Median wall seconds of the whole process, after one warm-up."""
    found: list[float] = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        found.append(time.perf_counter() - start)
    return median(found[1:])


def main() -> int:
    arguments = options(__doc__ or "").parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "STOREHELM_HOME": home}
        python = wall([sys.executable, "-c", "pass"], arguments.runs, environment)
        help_ = wall([sys.executable, "-m", "storehelm.cli.main", "--help"], arguments.runs, environment)
        before = wall([sys.executable, "-c", BEFORE_WORK], arguments.runs, environment)
    result = {
        "bare python (s)": round(python, 3),
        "--help (s)": round(help_, 3),
        "brief before its work (s)": round(before, 3),
        "--help / bare python": round(help_ / python, 1),
    }
    bars = {"--help under 0.5 s": help_ < 0.5, "brief before its work under 1 s": before < 1.0}
    return conclude(result, bars, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
