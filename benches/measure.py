"""Time a piece of work in processes of its own, several times, in turn with its baseline."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """One run in its own process: wall and processor seconds of the work alone, peak memory in MiB, its answer."""

    seconds: float
    cpu: float
    peak_mib: float
    answer: Any


def report_part(work: Callable[[], Any]) -> None:
    """In the child: do the work, print its time, the process's peak memory and its answer as JSON."""
    start, busy = time.perf_counter(), time.process_time()
    answer = work()
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mib": peak, "answer": answer}, default=str))


def run_part(module: str, part: str, *arguments: str) -> Run:
    """In the parent: one part of the bench in a fresh process."""
    command = [sys.executable, "-m", module, "--part", part, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} {part} failed:\n{done.stderr[-4000:]}")
    return Run(**json.loads(done.stdout.strip().splitlines()[-1]))


def in_turn(module: str, parts: tuple[str, ...], runs: int, *arguments: str) -> dict[str, list[Run]]:
    """Each part `runs` times, A B A B, after one warm-up of each that is not counted."""
    for part in parts:
        run_part(module, part, *arguments)
    found: dict[str, list[Run]] = {part: [] for part in parts}
    for _ in range(runs):
        for part in parts:
            found[part].append(run_part(module, part, *arguments))
    return found


def summary(runs: list[Run]) -> dict[str, float]:
    """Median, least and most seconds, median processor seconds (on a busy machine the steadier), the highest peak."""
    seconds = [run.seconds for run in runs]
    return {
        "seconds": round(statistics.median(seconds), 3),
        "least": round(min(seconds), 3),
        "most": round(max(seconds), 3),
        "cpu": round(statistics.median(run.cpu for run in runs), 3),
        "peak_mib": round(max(run.peak_mib for run in runs)),
    }


def options(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=5)
    return parser


def conclude(result: Mapping[str, Any], bars: Mapping[str, bool], *, as_json: bool) -> int:
    """Print the result and which bars were met; 1 when one was missed."""
    if as_json:
        print(json.dumps({**result, "bars": dict(bars)}, indent=2, default=str))
    else:
        for name, value in result.items():
            print(f"{name:32} {value}")
        for name, met in bars.items():
            print(f"{'met ' if met else 'MISSED'}  {name}")
    return 0 if all(bars.values()) else 1
