"""The same batches in both engines, and a question put to both."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from storehelm.core.connector import Batch
from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.store import Warehouse
from tests.conformance.small_store import batches
from tests.services import need

NOW = datetime(2024, 5, 1, 6, 0)
SAMPLE_END = date(2024, 4, 30)
_numbers = itertools.count()


class Both:
    """One store on two engines; what is asked of both must be answered alike."""

    def __init__(self, one: Warehouse, other: Warehouse) -> None:
        self.one, self.other = one, other

    def load(self, *loads: Batch, now: datetime = NOW) -> list[Any]:
        results = []
        for batch in loads:
            mine, theirs = (w.load(deepcopy(batch), now=now) for w in (self.one, self.other))
            assert mine == theirs
            results.append(mine)
        return results

    def ask(self, sql: str, *, as_of: date | None = None, **options: Any) -> list[tuple[Any, ...]]:
        """The rows, compared: in order where the statement orders them."""
        mine, theirs = (w.query(sql, as_of=as_of, **options) for w in (self.one, self.other))
        assert mine.columns == theirs.columns
        assert_alike(mine.rows, theirs.rows, ordered="ORDER BY" in sql.upper().rsplit(")", 1)[-1])
        return list(mine.rows)

    def same(self, look: Callable[[Warehouse], Any]) -> Any:
        mine, theirs = look(self.one), look(self.other)
        assert alike(mine, theirs), f"{mine!r}\nis not\n{theirs!r}"
        return mine


def assert_alike(mine: Sequence[Any], theirs: Sequence[Any], *, ordered: bool) -> None:
    if not ordered:
        mine, theirs = sorted(mine, key=repr_key), sorted(theirs, key=repr_key)
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs, strict=True):
        assert alike(a, b), f"{a!r}\nis not\n{b!r}"


def repr_key(row: Any) -> str:
    return repr([f"{v:.6g}" if isinstance(v, float | Decimal | int) else v for v in row])


def alike(a: Any, b: Any) -> bool:
    """Equal; floats but for the order in which they were added up."""
    if isinstance(a, float) and isinstance(b, float):
        return a == b or a == pytest.approx(b, rel=1e-9, abs=1e-12, nan_ok=True)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))
    return type(a) is type(b) and a == b if isinstance(a, date | bool | str) else a == b


@pytest.fixture(scope="session")
def clickhouse_folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One process has one folder of ClickHouse's; each test's store is a database in it."""
    need("chdb")
    return tmp_path_factory.mktemp("clickhouse")


def open_both(folder: Any) -> Both:
    from storehelm.warehouse.clickhouse_engine import ClickHouseEngine

    info = StoreInfo("small", currency="PLN", timezone="Europe/Warsaw")
    other = ClickHouseEngine(folder, database=f"store_{next(_numbers)}")
    return Both(Warehouse(info, DuckDBEngine(None)), Warehouse(info, other))


@pytest.fixture
def both(clickhouse_folder: Any) -> Any:
    """An empty store on both engines."""
    pair = open_both(clickhouse_folder)
    yield pair
    pair.one.close()
    pair.other.close()


@pytest.fixture(scope="session")
def stocked(clickhouse_folder: Any) -> Any:
    """The small store on both engines, loaded through `load()`; not to be written to."""
    pair = open_both(clickhouse_folder)
    pair.load(*batches())
    yield pair
    pair.one.close()
    pair.other.close()


@pytest.fixture(scope="session")
def sample(clickhouse_folder: Any) -> Any:
    """A small sample store on both engines, read by its connector; not to be written to."""
    from storehelm.connectors.sample import CONNECTOR
    from storehelm.warehouse.load import load

    pair = open_both(clickhouse_folder)
    settings = {"end": SAMPLE_END, "seed": 5, "orders": 1500, "days": 200, "products": 60}
    for warehouse in (pair.one, pair.other):
        with warehouse.writing() as writer:
            for batch in CONNECTOR.read(settings, "", writer.staging):
                load(writer, batch, now=datetime(2024, 5, 1, 5))
    yield pair
    pair.one.close()
    pair.other.close()
