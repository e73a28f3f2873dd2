"""Core's records as JSON and back, with a version number on those that outlive a release."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from storehelm.core import brief, connector, money, period, proposal, report, text
from storehelm.core.errors import BadInput

_TYPES: dict[str, type] = {
    cls.__name__: cls
    for module in (money, period, proposal, report, text, connector, brief)
    for cls in vars(module).values()
    if isinstance(cls, type) and dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__
}


def register(cls: type) -> type:
    """Let a dataclass of another room travel as JSON too (a decorator)."""
    _TYPES[cls.__name__] = cls
    return cls


def plain(value: Any) -> Any:
    """The value as JSON types: records as `{"type": ..., fields}`, decimals as strings, days in ISO 8601."""
    match value:
        case Decimal():
            return {"type": "decimal", "value": str(value)}
        case datetime():
            return {"type": "datetime", "value": value.isoformat()}
        case date():
            return {"type": "date", "value": value.isoformat()}
        case dict():
            return {str(k): plain(v) for k, v in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(v) for v in value]
        case _ if dataclasses.is_dataclass(value):
            return _plain_record(value)
        case _:
            return value.item() if hasattr(value, "item") else value  # a NumPy scalar


def _plain_record(record: Any) -> dict[str, Any]:
    version = {"version": record.VERSION} if hasattr(record, "VERSION") else {}
    fields = {f.name: plain(getattr(record, f.name)) for f in dataclasses.fields(record)}
    return {"type": type(record).__name__} | version | fields


def rebuild(value: Any) -> Any:
    """The inverse of `plain`; lists come back as tuples. Raises `BadInput` for a newer version or an unknown type."""
    if isinstance(value, list):
        return tuple(rebuild(v) for v in value)
    if not isinstance(value, dict):
        return value
    kind = value.get("type")
    match kind:
        case None:
            return {k: rebuild(v) for k, v in value.items()}
        case "decimal":
            return Decimal(value["value"])
        case "datetime":
            return datetime.fromisoformat(value["value"])
        case "date":
            return date.fromisoformat(value["value"])
    cls = _TYPES.get(kind)
    if cls is None:
        raise BadInput(f"'{kind}' is not a record this version knows.", mend="Upgrade Storehelm.")
    known = getattr(cls, "VERSION", 0)
    if value.get("version", known) > known:
        raise BadInput(f"{kind} version {value['version']} is newer than {known}.", mend="Upgrade Storehelm.")
    return cls(**{k: rebuild(v) for k, v in value.items() if k not in ("type", "version")})


def dumps(value: Any, **options: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, **options)


def loads(document: str) -> Any:
    return rebuild(json.loads(document))
