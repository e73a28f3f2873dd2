"""Bring a batch into the canonical tables: validate, find what is new or changed, keep what was there as a version."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from storehelm.core.connector import Batch, Rejected, Select
from storehelm.core.errors import BadInput
from storehelm.warehouse.engine import Stamp, Writer
from storehelm.warehouse.schema import Table
from storehelm.warehouse.tables import table as canonical


@dataclass(slots=True)
class TableLoad:
    """What one load did to one table, in rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(slots=True)
class LoadResult:
    """What one load did: per table, rejected rows in all, and rows left out on purpose by reason."""

    sync_id: int
    tables: dict[str, TableLoad] = field(default_factory=dict[str, TableLoad])
    rejected: int = 0
    set_aside: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def changed_anything(self) -> bool:
        return any(t.added or t.changed or t.removed for t in self.tables.values())


def load(writer: Writer, batch: Batch, *, now: datetime) -> LoadResult:
    """Load one batch inside the writer's transaction. `now` is naive UTC.

    Nothing is overwritten: a changed row's former version moves to the table's history with the moment it was
    superseded. A row without its key or a required column is rejected and counted; of two rows with one key in the
    same batch the later one holds.
    """
    sync_id = int(writer.run("SELECT coalesce(max(sync_id), 0) + 1 AS next FROM _syncs").value())
    stamp = Stamp(sync_id, batch.known_at, now)
    writer.note("_syncs", [(sync_id, batch.source, batch.page, now, stamp.known)])
    result = LoadResult(sync_id, set_aside=dict(batch.set_aside))
    for name, rows in batch.tables.items():
        table = canonical(name)
        _stage(writer.staging, table, rows, batch)
        batch.rejected += _refuse_incomplete(writer.staging, table, batch.source)
        _drop_repeats(writer.staging, table)
        result.tables[name] = _merge(writer, table, stamp)
        writer.staging.execute(f"DROP TABLE stage_{table.name}")
    for name, rows in batch.deleted.items():
        done = result.tables.setdefault(name, TableLoad())
        done.removed = _remove(writer, canonical(name), rows, stamp)
    _keep_books(writer, batch, result)
    return result


def _as_stage(staging: Any, table: Table, select: str) -> None:
    staging.execute(f"CREATE OR REPLACE TEMP TABLE stage_{table.name} AS {select}")


def _stage(staging: Any, table: Table, rows: Any, batch: Batch) -> None:
    if isinstance(rows, Select):
        source = f"({rows.sql})"
    elif isinstance(rows, Mapping):
        staging.register("staged_columns", dict(rows))
        source = "staged_columns"
    else:
        _stage_dicts(staging, table, rows, batch)
        return
    given = {column[0] for column in staging.execute(f"SELECT * FROM {source} LIMIT 0").description}
    _refuse_unknown(table, given)
    _as_stage(staging, table, f"SELECT {_cast_list(table, given)} FROM {source}")


def _refuse_unknown(table: Table, given: set[str]) -> None:
    unknown = sorted(given - set(table.column_names))
    if unknown:
        raise BadInput(f"{table.name} has no column {unknown[0]}.", mend=f"It has {', '.join(table.column_names)}.")


def _cast_list(table: Table, given: set[str]) -> str:
    return ", ".join(
        f"CAST({c.name if c.name in given else 'NULL'} AS {c.sql_type}) AS {c.name}" for c in table.columns
    )


def _stage_dicts(staging: Any, table: Table, rows: Sequence[Mapping[str, Any]], batch: Batch) -> None:
    """Rows as dicts travel as JSON text: decimals keep every digit, and a value that does not fit is rejected."""
    given: set[str] = set().union(*(row.keys() for row in rows)) if rows else set()
    _refuse_unknown(table, given)
    types = ", ".join(f"'{c.name}': 'VARCHAR'" for c in table.columns)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, default=str, ensure_ascii=False) + "\n")
        reader = f"read_json('{path.as_posix()}', format='newline_delimited', columns={{{types}}})"
        source = reader if rows else f"(SELECT {', '.join(f'NULL AS {c.name}' for c in table.columns)} LIMIT 0)"
        staging.execute(
            f"CREATE OR REPLACE TEMP TABLE staged_text AS SELECT row_number() OVER () AS row_number, * FROM {source}"
        )
    batch.rejected += _refuse_misfits(staging, table, batch.source)
    _as_stage(
        staging, table, f"SELECT {_cast_list(table, set(table.column_names))} FROM staged_text ORDER BY row_number"
    )
    staging.execute("DROP TABLE staged_text")


def _refuse_misfits(staging: Any, table: Table, source: str) -> list[Rejected]:
    """Take rows out of `staged_text` whose text cannot be read as the column's type."""
    rejected: list[Rejected] = []
    for column in table.columns:
        misfit = f"{column.name} IS NOT NULL AND TRY_CAST({column.name} AS {column.sql_type}) IS NULL"
        for number, value in staging.execute(
            f"SELECT row_number, {column.name} FROM staged_text WHERE {misfit}"
        ).fetchall():
            reason = f"'{value}' is no {column.type}"
            rejected.append(Rejected(source, number, column.name, reason, f"Give {column.name} as a {column.type}."))
        staging.execute(f"DELETE FROM staged_text WHERE {misfit}")
    return rejected


def _refuse_incomplete(staging: Any, table: Table, source: str) -> list[Rejected]:
    """Take rows out of the stage that lack a required column."""
    required = [c.name for c in table.columns if c.required]
    lacking = " OR ".join(f"{name} IS NULL" for name in required)
    if not staging.execute(f"SELECT count(*) FROM stage_{table.name} WHERE {lacking}").fetchone()[0]:
        return []
    first_missing = "CASE " + " ".join(f"WHEN {name} IS NULL THEN '{name}'" for name in required) + " END"
    found = staging.execute(f"SELECT {first_missing} FROM stage_{table.name} WHERE {lacking}").fetchall()
    staging.execute(f"DELETE FROM stage_{table.name} WHERE {lacking}")
    return [Rejected(source, 0, name, f"{table.name} needs {name}", f"Give {name}.") for (name,) in found]


def _drop_repeats(staging: Any, table: Table) -> None:
    """Of rows with the same key keep the last one of the batch."""
    keys = ", ".join(table.key)
    counts = staging.execute(f"SELECT count(*), count(DISTINCT ({keys})) FROM stage_{table.name}").fetchone()
    if counts[0] != counts[1]:
        _as_stage(
            staging,
            table,
            f"SELECT {', '.join(table.column_names)} FROM stage_{table.name} "
            f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY rowid DESC) = 1",
        )


def _merge(writer: Writer, table: Table, stamp: Stamp) -> TableLoad:
    total = writer.staging.execute(f"SELECT count(*) FROM stage_{table.name}").fetchone()[0]
    added, changed = writer.merge(table, stamp) if total else (0, 0)
    return TableLoad(added=added, changed=changed, unchanged=total - added - changed)


def _remove(writer: Writer, table: Table, rows: Sequence[Mapping[str, Any]], stamp: Stamp) -> int:
    """Rows that the source no longer has: to the history, by key."""
    if not rows:
        return 0
    types = {c.name: c.sql_type for c in table.columns}
    keys = ", ".join(f"{name} {types[name]}" for name in table.key)
    writer.staging.execute(f"CREATE OR REPLACE TEMP TABLE removed_{table.name} ({keys})")
    marks = ", ".join("?" for _ in table.key)
    writer.staging.executemany(
        f"INSERT INTO removed_{table.name} VALUES ({marks})", [[row[name] for name in table.key] for row in rows]
    )
    removed = writer.remove(table, stamp)
    writer.staging.execute(f"DROP TABLE removed_{table.name}")
    return removed


def _keep_books(writer: Writer, batch: Batch, result: LoadResult) -> None:
    sync = result.sync_id
    loads = [(sync, name, d.added, d.changed, d.removed, d.unchanged) for name, d in result.tables.items()]
    writer.note("_loads", loads)
    if batch.cursor:
        writer.run("DELETE FROM _cursors WHERE source = $source", {"source": batch.source})
        writer.note("_cursors", [(batch.source, batch.cursor, sync)])
    result.rejected = len(batch.rejected)
    rejects = [(sync, batch.source, r.file, r.row, r.field, r.reason, r.mend, r.value) for r in batch.rejected]
    writer.note("_rejects", rejects)
    writer.note("_set_aside", [(sync, batch.source, reason, rows) for reason, rows in batch.set_aside.items()])
