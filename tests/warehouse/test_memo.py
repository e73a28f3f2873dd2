"""An answer is remembered, but never longer than the facts it was given of."""

from datetime import date, datetime

from storehelm.core.connector import Batch
from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.memo import Memo
from storehelm.warehouse.rows import Rows
from storehelm.warehouse.store import Warehouse

NOW = datetime(2026, 6, 1, 12)
COUNT = "SELECT count(*) AS n FROM suppliers WHERE name <> $name"


def counted(warehouse):
    asked = []
    plain = warehouse.engine.ask

    def ask(sql, *given, **named):
        asked.append(sql)
        return plain(sql, *given, **named)

    warehouse.engine.ask = ask
    return asked


def test_the_same_question_is_asked_once_until_something_is_loaded():
    warehouse = Warehouse(StoreInfo("s"), DuckDBEngine(None))
    warehouse.load(Batch({"suppliers": [{"supplier_id": "a", "name": "A"}]}, "test"), now=NOW)
    asked = counted(warehouse)
    assert [warehouse.query(COUNT, as_of=None, name="x").value() for _ in range(3)] == [1, 1, 1]
    assert asked.count(COUNT) == 1
    assert warehouse.query(COUNT, as_of=None, name="A").value() == 0
    warehouse.load(Batch({"suppliers": [{"supplier_id": "b", "name": "B"}]}, "test"), now=NOW)
    assert warehouse.query(COUNT, as_of=None, name="x").value() == 2
    assert warehouse.query(COUNT, as_of=None, name="x").value() == 2
    assert asked.count(COUNT) == 3


def test_another_day_or_another_kind_of_value_is_another_question():
    warehouse = Warehouse(StoreInfo("s"), DuckDBEngine(None))
    known = Batch({"suppliers": [{"supplier_id": "a", "name": "A"}]}, "test", known_at=NOW)
    warehouse.load(known, now=NOW)
    before, after = date(2026, 5, 1), date(2026, 6, 2)
    assert [warehouse.query(COUNT, as_of=day, name="x").value() for day in (after, before, after)] == [1, 0, 1]
    kinds = [warehouse.query("SELECT typeof($v) AS k", as_of=None, v=value).value() for value in (1, "1", 1)]
    assert kinds[0] == kinds[2] != kinds[1]


def test_answers_of_former_facts_are_not_kept():
    memo = Memo()
    memo.keep("q", Rows(("n",), ((1,),)), 4)
    assert memo.get("q", 5) is None
    memo.keep("q", Rows(("n",), ((2,),)), 5)
    memo.keep("late", Rows(("n",), ((1,),)), 4)
    held = memo.get("q", 5)
    assert held is not None
    assert held.value() == 2
    assert memo.get("late", 5) is None


def test_the_oldest_answers_give_way():
    memo = Memo(most_rows=10)
    for n in range(4):
        memo.keep(n, Rows(("n",), ((n,),) * 3), 0)
    assert [memo.get(n, 0) is not None for n in range(4)] == [False, False, True, True]
    memo.keep("large", Rows(("n",), ((0,),) * 50), 0)
    assert memo.get("large", 0) is None
