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
from storehelm.warehouse.engine import Writer
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
    sync_id = int(writer.run("SELECT coalesce(max(sync_id), 0) + 1 FROM _syncs").value())
    writer.run(
        "INSERT INTO _syncs VALUES ($sync_id, $source, $page, $now, $known)",
        {"sync_id": sync_id, "source": batch.source, "page": batch.page, "now": now, "known": batch.known_at or now},
    )
    result = LoadResult(sync_id, set_aside=dict(batch.set_aside))
    for name, rows in batch.tables.items():
        table = canonical(name)
        _stage(writer, table, rows, batch)
        batch.rejected += _refuse_incomplete(writer, table, batch.source)
        _drop_repeats(writer, table)
        result.tables[name] = _merge(writer, table, sync_id, known_at=batch.known_at, now=now)
        writer.drop_stage(table)
    for name, rows in batch.deleted.items():
        done = result.tables.setdefault(name, TableLoad())
        done.removed = _remove(writer, canonical(name), rows, sync_id, batch.known_at or now)
    _keep_books(writer, batch, result)
    return result


def _stage(writer: Writer, table: Table, rows: Any, batch: Batch) -> None:
    if isinstance(rows, Select):
        source = f"({rows.sql})"
    elif isinstance(rows, Mapping):
        writer.staging.register("staged_columns", dict(rows))
        source = "staged_columns"
    else:
        _stage_dicts(writer, table, rows, batch)
        return
    given = {column[0] for column in writer.staging.execute(f"SELECT * FROM {source} LIMIT 0").description}
    _refuse_unknown(table, given)
    writer.stage(table, f"SELECT {_cast_list(table, given)} FROM {source}")


def _refuse_unknown(table: Table, given: set[str]) -> None:
    unknown = sorted(given - set(table.column_names))
    if unknown:
        raise BadInput(f"{table.name} has no column {unknown[0]}.", mend=f"It has {', '.join(table.column_names)}.")


def _cast_list(table: Table, given: set[str]) -> str:
    return ", ".join(
        f"CAST({c.name if c.name in given else 'NULL'} AS {c.sql_type}) AS {c.name}" for c in table.columns
    )


def _stage_dicts(writer: Writer, table: Table, rows: Sequence[Mapping[str, Any]], batch: Batch) -> None:
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
        writer.staging.execute(
            f"CREATE OR REPLACE TEMP TABLE staged_text AS SELECT row_number() OVER () AS row_number, * FROM {source}"
        )
    batch.rejected += _refuse_misfits(writer, table, batch.source)
    writer.stage(table, f"SELECT {_cast_list(table, set(table.column_names))} FROM staged_text ORDER BY row_number")
    writer.staging.execute("DROP TABLE staged_text")


def _refuse_misfits(writer: Writer, table: Table, source: str) -> list[Rejected]:
    """Take rows out of `staged_text` whose text cannot be read as the column's type."""
    rejected: list[Rejected] = []
    for column in table.columns:
        misfit = f"{column.name} IS NOT NULL AND TRY_CAST({column.name} AS {column.sql_type}) IS NULL"
        for number, value in writer.run(f"SELECT row_number, {column.name} FROM staged_text WHERE {misfit}"):
            reason = f"'{value}' is no {column.type}"
            rejected.append(Rejected(source, number, column.name, reason, f"Give {column.name} as a {column.type}."))
        writer.run(f"DELETE FROM staged_text WHERE {misfit}")
    return rejected


def _refuse_incomplete(writer: Writer, table: Table, source: str) -> list[Rejected]:
    """Take rows out of the stage that lack a required column."""
    required = [c.name for c in table.columns if c.required]
    lacking = " OR ".join(f"{name} IS NULL" for name in required)
    if not writer.run(f"SELECT count(*) FROM stage_{table.name} WHERE {lacking}").value():
        return []
    first_missing = "CASE " + " ".join(f"WHEN {name} IS NULL THEN '{name}'" for name in required) + " END"
    found = writer.run(f"SELECT {first_missing} FROM stage_{table.name} WHERE {lacking}")
    writer.run(f"DELETE FROM stage_{table.name} WHERE {lacking}")
    return [Rejected(source, 0, name, f"{table.name} needs {name}", f"Give {name}.") for (name,) in found]


def _drop_repeats(writer: Writer, table: Table) -> None:
    """Of rows with the same key keep the last one of the batch."""
    keys = ", ".join(table.key)
    counts = writer.run(f"SELECT count(*), count(DISTINCT ({keys})) FROM stage_{table.name}").rows[0]
    if counts[0] != counts[1]:
        writer.stage(
            table,
            f"SELECT {', '.join(table.column_names)} FROM stage_{table.name} "
            f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY rowid DESC) = 1",
        )


def _on(table: Table) -> str:
    return " AND ".join(f"s.{name} = t.{name}" for name in table.key)


def _differs(table: Table) -> str:
    return " OR ".join(f"s.{name} IS DISTINCT FROM t.{name}" for name in table.values) or "FALSE"


def _merge(writer: Writer, table: Table, sync_id: int, *, known_at: datetime | None, now: datetime) -> TableLoad:
    stage = f"stage_{table.name}"
    total = writer.run(f"SELECT count(*) FROM {stage}").value()
    if not writer.run(f"SELECT count(*) FROM (SELECT 1 FROM {table.name} LIMIT 1)").value():
        _insert(writer, table, f"SELECT s.* FROM {stage} AS s", sync_id, known_at)
        return TableLoad(added=total)
    params = {"known": known_at or now, "sync_id": sync_id}
    changed = writer.run(
        f"SELECT count(*) FROM {stage} AS s JOIN {table.name} AS t ON {_on(table)} WHERE {_differs(table)}"
    ).value()
    new = f"SELECT s.* FROM {stage} AS s ANTI JOIN {table.name} AS t ON {_on(table)}"
    added = writer.run(f"SELECT count(*) FROM ({new})").value()
    if added:
        _insert(writer, table, new, sync_id, known_at)
    if changed:
        _supersede(writer, table, params)
    return TableLoad(added=added, changed=changed, unchanged=total - added - changed)


def _insert(writer: Writer, table: Table, select: str, sync_id: int, known_at: datetime | None) -> None:
    """New rows. A backfill (no `known_at`) is known from when it occurred, or from always where that is not given."""
    occurred = f"CAST(r.{table.occurred} AS TIMESTAMP)" if table.occurred else "CAST(NULL AS TIMESTAMP)"
    if known_at is None:
        always = f"coalesce({occurred}, TIMESTAMP '1970-01-01 00:00:00')"
        system = f"{always}, {always}, TRUE"
        params: dict[str, Any] = {"sync_id": sync_id}
    else:
        system = f"coalesce({occurred}, $known), $known, FALSE"
        params = {"sync_id": sync_id, "known": known_at}
    names = ", ".join(f"r.{name}" for name in table.column_names)
    writer.run(f"INSERT INTO {table.name} SELECT {names}, {system}, $sync_id FROM ({select}) AS r", params)


def _supersede(writer: Writer, table: Table, params: dict[str, Any]) -> None:
    """Changed rows: the former version to the history, the new one in its place, known from `$known` on."""
    stage = f"stage_{table.name}"
    match = f"{stage} AS s WHERE {_on(table)} AND ({_differs(table)})"
    names = ", ".join(table.column_names)
    system = "occurred_at, known_at, reconstructed, sync_id"
    writer.run(
        f"INSERT INTO {table.history} SELECT {names}, {system}, greatest($known, t.known_at), $sync_id "
        f"FROM {table.name} AS t WHERE EXISTS (SELECT 1 FROM {match})",
        params,
    )
    assignments = ", ".join(f"{name} = s.{name}" for name in table.values)
    writer.run(
        f"UPDATE {table.name} AS t SET {assignments}, known_at = greatest($known, t.known_at), reconstructed = FALSE, "
        f"sync_id = $sync_id FROM {match}",
        params,
    )


def _remove(writer: Writer, table: Table, rows: Sequence[Mapping[str, Any]], sync_id: int, known: datetime) -> int:
    """Rows that the source no longer has: to the history, by key."""
    names = ", ".join(table.column_names)
    condition = " AND ".join(f"{name} = $key_{name}" for name in table.key)
    removed = 0
    for row in rows:
        params = {f"key_{name}": row[name] for name in table.key}
        moved = writer.run(
            f"INSERT INTO {table.history} SELECT {names}, occurred_at, known_at, reconstructed, sync_id, "
            f"greatest($known, known_at), $sync_id FROM {table.name} WHERE {condition}",
            params | {"known": known, "sync_id": sync_id},
        ).value()
        writer.run(f"DELETE FROM {table.name} WHERE {condition}", params)
        removed += int(moved or 0)
    return removed


def _keep_books(writer: Writer, batch: Batch, result: LoadResult) -> None:
    for name, done in result.tables.items():
        writer.run(
            "INSERT INTO _loads VALUES ($sync_id, $name, $added, $changed, $removed, $unchanged)",
            {
                "sync_id": result.sync_id,
                "name": name,
                "added": done.added,
                "changed": done.changed,
                "removed": done.removed,
                "unchanged": done.unchanged,
            },
        )
    if batch.cursor:
        writer.run("DELETE FROM _cursors WHERE source = $source", {"source": batch.source})
        writer.run(
            "INSERT INTO _cursors VALUES ($source, $cursor, $sync_id)",
            {"source": batch.source, "cursor": batch.cursor, "sync_id": result.sync_id},
        )
    result.rejected = len(batch.rejected)
    for r in batch.rejected:
        writer.run(
            "INSERT INTO _rejects VALUES ($sync_id, $source, $file, $row, $field, $reason, $mend, $value)",
            {
                "sync_id": result.sync_id,
                "source": batch.source,
                "file": r.file,
                "row": r.row,
                "field": r.field,
                "reason": r.reason,
                "mend": r.mend,
                "value": r.value,
            },
        )
    for reason, rows in batch.set_aside.items():
        writer.run(
            "INSERT INTO _set_aside VALUES ($sync_id, $source, $reason, $rows)",
            {"sync_id": result.sync_id, "source": batch.source, "reason": reason, "rows": rows},
        )
