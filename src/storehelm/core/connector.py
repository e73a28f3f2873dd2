"""The contract of everything that brings facts in or carries changes out.

A connector is a folder under `connectors/` whose `__init__` holds `CONNECTOR`, a `Connector`. It declares what it needs
from the user, what it reads and what it writes; the rooms above know it by this record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from storehelm.core.text import Text


@dataclass(frozen=True, slots=True)
class SettingField:
    """One line of a connector's settings form, rendered alike by web, CLI and API."""

    name: str
    label: Text
    kind: Literal["text", "secret", "url", "path", "number", "choice", "date"] = "text"
    required: bool = True
    default: Any = None
    choices: tuple[str, ...] = ()
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Reads:
    """A canonical table the connector fills: its cursor field on the platform, page size and overlap in seconds."""

    table: str
    cursor: str = ""
    page_size: int = 0
    overlap_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Writes:
    """A field that the connector can change on the platform, and how that is undone."""

    target: str
    field: str
    undo: Literal["write_before", "inverse_delta", "none"] = "write_before"
    conditional: bool = False
    idempotency_key: bool = False
    history: bool = False
    batch: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with keys, permissions, clock, currency or version, and what mends it."""

    text: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that does not fit: where it stands, which field, why, and the mend. Holds no personal data in clear."""

    file: str
    row: int
    field: str
    reason: str
    mend: str
    value: str = ""


@dataclass(slots=True)
class Batch:
    """Rows for one or more canonical tables that are loaded together or not at all.

    `tables` maps a canonical table's name to its rows: a list of dicts, a dict of equally long arrays, or a `Select`.
    `cursor` is committed with the rows. `known_at` is when the source knew them; None marks a backfill, whose rows are
    known from when they occurred and are marked reconstructed. `set_aside` counts rows left out on purpose, by reason;
    `notes` are sentences for the summary: what was assumed, what was not known.
    """

    tables: Mapping[str, Any]
    source: str
    page: str = ""
    cursor: str = ""
    known_at: datetime | None = None
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    set_aside: dict[str, int] = field(default_factory=dict[str, int])
    notes: list[Text] = field(default_factory=list[Text])
    deleted: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Select:
    """Rows as a SELECT in DuckDB's dialect over the batch's own staging connection: `sql` yields canonical columns."""

    sql: str
    connection: Any


@dataclass(frozen=True, slots=True)
class Connector:
    """One platform, file format or bundled store.

    `read(settings, cursor, context)` yields batches; `check(settings)` says in words what is wrong. `write` and
    `current` are None for a source that cannot be changed.
    """

    name: str
    title: Text
    settings: tuple[SettingField, ...]
    reads: tuple[Reads, ...]
    read: Callable[..., Iterable[Batch]]
    check: Callable[[Mapping[str, Any]], list[Problem]] | None = None
    writes: tuple[Writes, ...] = ()
    write: Callable[..., Any] | None = None
    current: Callable[..., Any] | None = None
    requests_per_minute: int = 0
    webhooks: tuple[str, ...] = ()
    simulated: bool = False
    attribution: str = ""
