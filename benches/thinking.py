"""The whole brief of a store, and its questions by hand, each in a process of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benches.measure import Run
from storehelm.core.store import StoreInfo

AGAIN = 3  # rounds after a process's first
Questions = dict[str, dict[str, str]]


class Clock:
    """Milliseconds by name, of which those inside the engine are the SQL part."""

    def __init__(self) -> None:
        self.whole: dict[str, float] = {}
        self.sql: dict[str, float] = {}
        self.now = ""

    @contextmanager
    def running(self, name: str) -> Any:
        start, self.now = time.perf_counter(), name
        yield
        self.whole[name] = self.whole.get(name, 0.0) + (time.perf_counter() - start) * 1000
        self.now = ""

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start, name = time.perf_counter(), self.now
            try:
                return work(*given, **named)
            finally:
                self.sql[name] = self.sql.get(name, 0.0) + (time.perf_counter() - start) * 1000

        return timed


def ours(info: StoreInfo, as_of: date, again: int = AGAIN) -> dict[str, Any]:
    """The store under STOREHELM_HOME thought through: once in a fresh process, then anew after each (empty) load."""
    from storehelm.operations.handle import StoreHandle

    store = StoreHandle(None, info)
    warehouse = store.warehouse
    engine: Any = warehouse.engine
    plain, runs = engine.ask, []
    found = dict[str, Any]()
    for _ in range(again + 1):
        clock = Clock()
        engine.ask = clock.around(plain)
        start, busy = time.perf_counter(), time.process_time()
        found = _brief(store, as_of, clock)
        runs.append((time.perf_counter() - start, clock, time.process_time() - busy))
        with warehouse.writing():
            pass
    return {
        "first": runs[0][0],
        "again": median(seconds for seconds, _, _ in runs[1:]),
        "cpu": median(cpu for _, _, cpu in runs[1:]),
        "by analysis": {
            name: [median(getattr(clock, part).get(name, 0.0) for _, clock, _ in runs[1:]) for part in ("whole", "sql")]
            for name in runs[0][1].whole
        },
        "answers": _answers(found, warehouse, as_of),
        "causes": _causes(found),
    }


def _brief(store: Any, as_of: date, clock: Clock) -> dict[str, Any]:
    """What the operation `brief` does, with each analysis timed."""
    from storehelm import analyses
    from storehelm.operations.reports import reports

    plain = analyses.answer

    def timed(name: str, *given: Any, **named: Any) -> Any:
        with clock.running(name):
            return plain(name, *given, **named)

    analyses.answer = timed
    try:
        found = reports(store, as_of)
    finally:
        analyses.answer = plain
    with clock.running("compose"):
        analyses.compose(store.warehouse, found, as_of=as_of)
    return {report.name: report for report in found}


def _answers(found: dict[str, Any], warehouse: Any, as_of: date) -> dict[str, Any]:
    """A few answers, as plain numbers, to hold against those by hand."""
    from storehelm.core.period import Period
    from storehelm.metrics.measure import measure

    year = measure(warehouse, ["net_sales"], Period.last_days(1092, before=as_of), as_of=as_of, by=("day",))
    pairs = next(grid for grid in found["assortment.bought_together"].grids if grid.name == "pairs").rows
    return {
        "net by day": {str(day): float(net) for day, net in sorted(year.series("net_sales").items())},
        "customers": found["revenue.customers"].figures["segments"],
        "pairs": sorted([*sorted((row[0], row[2])), row[4]] for row in pairs),
    }


def _causes(found: dict[str, Any]) -> list[int]:
    """Days of each span that was out of the ordinary, whose cause was looked for."""
    spans = {"week": 7, "day": 1}
    figures = found["revenue.anomalies"].figures
    return [days for name, days in spans.items() if figures.get(name, {}).get("verdict", "normal") != "normal"]


def by_hand(path: Path, as_of: date, questions: Questions, memory: str, again: int = AGAIN) -> dict[str, Any]:
    """The same store's file asked by hand-written SQL, each statement once a round."""
    import duckdb

    config: dict[str, Any] = {"memory_limit": memory, "threads": os.cpu_count() or 2}
    connection = duckdb.connect(str(path), read_only=True, config=config)
    rounds: list[dict[str, float]] = []
    busy: list[float] = []
    answers: dict[tuple[str, str], Any] = {}
    gap = 30.0
    for _ in range(again + 1):
        clock, began = Clock(), time.process_time()
        for analysis, asked in questions.items():
            with clock.running(analysis):
                for name, sql in asked.items():
                    ready = sql.replace("{gap}", str(gap))
                    given = {"today": as_of} if "$today" in ready else None
                    answers[analysis, name] = rows = connection.execute(ready, given).fetchall()
                    gap = rows[0][0] if name == "gap" else gap
        rounds.append(clock.whole)
        busy.append(time.process_time() - began)
    connection.close()
    return {
        "first": sum(rounds[0].values()) / 1000,
        "again": median(sum(found.values()) for found in rounds[1:]) / 1000,
        "cpu": median(busy[1:]),
        "by analysis": {name: median(found[name] for found in rounds[1:]) for name in questions},
        "answers": {
            "net by day": {str(day): float(net) for day, net in answers["revenue.anomalies", "daily"]},
            "customers": {row[0]: row[1] for row in answers["revenue.customers", "segments"]},
            "pairs": sorted([*sorted(row[:2]), row[2]] for row in answers["assortment.bought_together", "pairs"]),
        },
    }


def agree(own: dict[str, Any], hand: dict[str, Any]) -> dict[str, bool]:
    """Whether the answers are the same; the brief shows only the surest of all pairs."""
    pairs = {tuple(row) for row in hand["pairs"]}
    return {
        "the same net sales by day": own["net by day"] == hand["net by day"],
        "the same customers by state": own["customers"] == hand["customers"],
        "the same pairs": bool(own["pairs"]) and all(tuple(row) in pairs for row in own["pairs"]),
    }


def table(own: Iterable[Run], hand: Iterable[Run]) -> dict[str, Any]:
    """A line an analysis, in milliseconds: ours, its SQL, the rest, and by hand."""
    ours_, theirs = ([run.answer["by analysis"] for run in runs] for runs in (own, hand))
    lines = dict[str, Any]()
    for name in ours_[0]:
        whole, sql = (median(found[name][i] for found in ours_) for i in (0, 1))
        by = median(found.get(name, 0.0) for found in theirs)
        lines[name] = f"{whole:7.0f} ms, SQL {sql:6.0f}, Python {whole - sql:5.0f}; by hand {by:6.0f}"
    return lines


def ratio(own: Iterable[Run], hand: Iterable[Run], which: str) -> tuple[float, float, float]:
    """Median seconds of ours and by hand, and the first over the second."""
    a, b = (median(run.answer[which] for run in runs) for runs in (own, hand))
    return a, b, a / b


def said(figures: tuple[float, float, float]) -> str:
    return "{:.2f}; by hand {:.2f}; ratio {:.2f}".format(*figures)
