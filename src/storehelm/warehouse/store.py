"""One store's facts: what analyses, metrics and connectors hold in their hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from storehelm.core.connector import Batch
from storehelm.core.errors import BadInput
from storehelm.core.store import StoreInfo
from storehelm.warehouse.dialect import AS_OF, parameter_names
from storehelm.warehouse.engine import Engine, Writer
from storehelm.warehouse.in_use import InUse
from storehelm.warehouse.load import LoadResult, load
from storehelm.warehouse.memo import Memo, key_of
from storehelm.warehouse.rows import Rows
from storehelm.warehouse.tables import all_tables


class Warehouse:
    """The facts of one store on one engine."""

    def __init__(self, info: StoreInfo, engine: Engine) -> None:
        self.info = info
        self.engine = engine
        self.in_use = InUse()
        self._memo = Memo()
        self._found: dict[Any, tuple[int, Any]] = {}

    # --- asking

    def query(self, sql: str, *, as_of: date | None, facts: tuple[tuple[str, str], ...] = (), **params: Any) -> Rows:
        """Rows of a SELECT in DuckDB's dialect; `$names` take `params`.

        `as_of` sees what was known by the end of that store-local day; None, or a day by whose end everything loaded
        was known, reads the current tables and pays nothing for history. Analyses ask some things more than once: an
        answer is remembered until this process loads something.
        """
        cut = self.info.end_of(as_of) if as_of else None
        past = cut is not None and cut <= self.latest_known
        values = dict(params) | ({AS_OF: cut} if past else {})
        missing = parameter_names(sql) - values.keys() - {AS_OF}
        if missing:
            raise BadInput(f"The query needs a value for {', '.join(sorted(missing))}.")
        version, key = self.version, key_of(sql, facts, values)
        rows = self._memo.get(key, version)
        if rows is None:
            with self.in_use:
                rows = self.engine.ask(sql, values, as_of=past, facts=facts)
            self._memo.keep(key, rows, version)
        return rows

    def _once(self, what: Any, find: Callable[[], Any]) -> Any:
        """Found once for each version of the facts; the version is taken before looking, so nothing stale is kept."""
        version = self.version
        held = self._found.get(what)
        if held is not None and held[0] == version:
            return held[1]
        value = find()
        self._found[what] = (version, value)
        return value

    @property
    def latest_known(self) -> datetime:
        """The latest moment at which anything in here became known."""
        return self._once("latest known", self._find_latest_known)

    def _find_latest_known(self) -> datetime:
        parts = " UNION ALL ".join(
            f"SELECT max(known_at) AS k FROM {t.name} UNION ALL SELECT max(superseded_at) FROM {t.history}"
            for t in all_tables().values()
        )
        return self._book(f"SELECT max(k) FROM ({parts}) AS x").value() or datetime.min

    @property
    def filled(self) -> frozenset[str]:
        """Canonical tables that hold at least one row: a metric without its input table is absent, not zero."""
        return self._once("filled", self._find_filled)

    def _find_filled(self) -> frozenset[str]:
        parts = " UNION ALL ".join(
            f"SELECT '{name}' AS name FROM (SELECT 1 FROM {name} LIMIT 1) AS {name}_row" for name in all_tables()
        )
        return frozenset(self._book(parts).column("name"))

    def filled_by(self, as_of: date | None) -> frozenset[str]:
        """Canonical tables in which at least one row was known by the end of `as_of`; None is now."""
        cut = self.info.end_of(as_of) if as_of else None
        if cut is None or cut > self.latest_known:
            return self.filled
        return self._once(("filled by", cut), lambda: self._find_filled_by(cut))

    def _find_filled_by(self, cut: datetime) -> frozenset[str]:
        emptied = set(self._book("SELECT DISTINCT table_name FROM _loads WHERE removed > 0").column("table_name"))
        return frozenset(name for name in self.filled | emptied if self._known_before(name, cut))

    def _known_before(self, table: str, cut: datetime) -> bool:
        sql = f"SELECT 1 AS found FROM {table} LIMIT 1"
        return bool(self.engine.ask(sql, {AS_OF: cut}, as_of=True, facts=()).rows)

    @property
    def foreign_currencies(self) -> tuple[str, ...]:
        """Currencies of orders, refunds, costs and spend other than the store's: a sum over both would be wrong."""
        return self._once("foreign currencies", self._find_foreign_currencies)

    def _find_foreign_currencies(self) -> tuple[str, ...]:
        tables = ("order_lines", "refunds", "costs", "ad_spend")
        parts = " UNION ".join(f"SELECT DISTINCT currency FROM {name}" for name in tables)
        found = self._book(f"SELECT currency FROM ({parts}) AS c WHERE currency <> $own", {"own": self.info.currency})
        return tuple(sorted(found.column("currency")))

    def last_day(self, table: str = "orders") -> date | None:
        """The latest `day` in a table; None when it is empty."""
        return self._book(f"SELECT max(day) FROM {table}").value()

    # --- loading

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction; waits for its turn. What readers may see next is known after it."""
        with self.in_use, self.engine.writing() as writer:
            yield writer
        self.version += 1
        self._found.clear()

    version = 0

    def load(self, batch: Batch, *, now: datetime) -> LoadResult:
        """Load one batch whole or not at all. `now` is naive UTC."""
        with self.writing() as writer:
            return load(writer, batch, now=now)

    def cursor(self, source: str) -> str:
        """Where the source was last read to; empty at the beginning."""
        found = self._book("SELECT cursor FROM _cursors WHERE source = $source", {"source": source})
        return found.value() or ""

    # --- books

    def _book(self, sql: str, params: Mapping[str, Any] | None = None) -> Rows:
        with self.in_use:
            return self.engine.ask(sql, params or {}, as_of=False, facts=())

    def syncs(self) -> list[dict[str, Any]]:
        """Every load, newest first: source, page, when, and its rows."""
        return self._book(
            "SELECT s.sync_id, s.source, s.page, s.loaded_at, sum(l.added) AS added, sum(l.changed) AS changed, "
            "sum(l.removed) AS removed, sum(l.unchanged) AS unchanged FROM _syncs AS s "
            "LEFT JOIN _loads AS l ON l.sync_id = s.sync_id "
            "GROUP BY s.sync_id, s.source, s.page, s.loaded_at ORDER BY s.sync_id DESC"
        ).dicts()

    def rejects(self, limit: int = 1000) -> list[dict[str, Any]]:
        """Rows that did not fit, newest load first."""
        return self._book(
            "SELECT file, row_number, field, reason, mend, value FROM _rejects "
            "ORDER BY sync_id DESC, row_number LIMIT $limit",
            {"limit": limit},
        ).dicts()

    def reject_count(self, as_of: date | None = None) -> int:
        """Rows that did not fit, in all or by the end of a day."""
        sql = "SELECT count(*) AS n FROM _rejects AS r"
        if as_of is None:
            return int(self._book(sql).value())
        known = f"{sql} JOIN _syncs AS s ON s.sync_id = r.sync_id WHERE s.known_at < $cut"
        return int(self._book(known, {"cut": self.info.end_of(as_of)}).value())

    def set_aside(self) -> list[dict[str, Any]]:
        """Rows left out on purpose, by reason."""
        return self._book("SELECT reason, sum(rows) AS rows FROM _set_aside GROUP BY reason ORDER BY rows DESC").dicts()

    def copy_to(self, path: Path) -> None:
        """A copy of the facts as one moment saw them; reading and loading go on meanwhile."""
        with self.in_use:
            self.engine.copy_to(path)

    def close_if_idle(self, seconds: float) -> bool:
        """Close unless somebody asks, writes, or did so within `seconds`; whether it was closed."""
        return self.in_use.close_if_idle(seconds, self.engine.close)

    def close(self) -> None:
        self.engine.close()

    @property
    def currency(self) -> str:
        return self.info.currency
