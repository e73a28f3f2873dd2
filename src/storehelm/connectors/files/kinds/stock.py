"""Stock: pieces on hand by product, and by location and day where the file says so."""

from __future__ import annotations

from typing import Any

from storehelm.connectors.files.fields import field
from storehelm.connectors.files.kinds import Kind
from storehelm.connectors.files.kinds.products import VARIANT, variant

FIELDS = (
    *VARIANT,
    field("location", "text", "location|warehouse|magazyn|lokalizacja"),
    field("day", "moment", "day|date|as of|stock date|data|dzien|stan na dzien"),
    field("on_hand", "quantity", "on hand|stock|stock quantity|inventory|available|quantity|qty|stan magazynowy|"
                                 "stan|ilosc|zapas|dostepne"),
    field("reserved", "quantity", "reserved|committed|zarezerwowane|rezerwacje|rezerwacja"),
)  # fmt: skip


def _required(rows: Any) -> tuple[str, ...]:
    ids = [name for name in ("sku", "variant_id", "ean") if rows.has(name)]
    return ("on_hand", *(ids if len(ids) == 1 else ()))


def _build(rows: Any) -> dict[str, str]:
    today = f"DATE '{rows.today}'"
    day = f"coalesce(CAST(day AS DATE), {today})" if rows.has("day") else today
    return {
        "stock": f"SELECT {variant(rows)} AS variant_id, coalesce({rows.pick('location')}, 'shop') AS location, "
        f"{day} AS day, "
        f"on_hand, {rows.pick('reserved')} AS reserved FROM file_rows WHERE bad IS NULL"
    }


KIND = Kind("stock", "stock", FIELDS, (("sku", "variant_id", "ean"), ("on_hand",)), _required, _build, rank=3)
