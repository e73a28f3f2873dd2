"""The settings of the sample store, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.worlds.world import Size


@dataclass(frozen=True, slots=True)
class Asked:
    """`first_traffic` is the first day, counted from the world's first, whose visits are kept."""

    size: Size
    first_traffic: int
    truths_file: Path | None

    @property
    def cursor(self) -> str:
        """Names this very store: the same settings read again bring nothing new."""
        s = self.size
        return f"{s.seed}/{s.orders}/{s.days}/{s.end}/{s.products}/{s.truths}/{self.first_traffic}"


def asked(settings: Mapping[str, Any]) -> Asked:
    """Raises `BadInput` for a setting that is missing or no number or day."""
    truths = settings.get("truths", True)
    size = Size(
        seed=_whole(settings, "seed", 7),
        orders=_whole(settings, "orders", 25_000),
        days=_whole(settings, "days", 730),
        end=_day(settings.get("end")),
        products=_whole(settings, "products", 400),
        truths=truths not in (False, "no"),
    )
    kept = _whole(settings, "traffic_days", size.days)
    file = settings.get("truths_file")
    return Asked(size, max(0, size.days - kept), Path(file) if file else None)


def _whole(settings: Mapping[str, Any], name: str, default: int) -> int:
    given = settings.get(name)
    try:
        return default if given in (None, "") else int(given)
    except (TypeError, ValueError):
        raise BadInput(f"'{given}' is not a whole number.", mend=f"Give one, such as {default}.", field=name) from None


def _day(given: Any) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        raise BadInput(
            f"'{given}' is no day.", mend="Give the last simulated day, such as 2026-06-30.", field="end"
        ) from None
