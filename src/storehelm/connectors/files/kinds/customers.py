"""Customers: a keyed hash, a country, the store's own grouping. Names and addresses are not read."""

from __future__ import annotations

from typing import Any

from storehelm.connectors.files.fields import field
from storehelm.connectors.files.kinds import Kind
from storehelm.connectors.files.text import hashed_id

FIELDS = (
    field("email", "email", "email|e mail|email address|customer email|adres e mail|adres email|mail"),
    field("customer_id", "text", "customer id|id|client id|id klienta|nr klienta|kod klienta"),
    field("first_seen", "moment", "created at|registered|registration date|date registered|date add|customer since|"
                                  "sign up|data rejestracji|data utworzenia|data dodania"),
    field("country", "country", "country|country code|default address country code|kraj|kod kraju"),
    field("segment", "text", "segment|group|customer group|grupa|grupa klientow|typ klienta"),
)  # fmt: skip


def _key(rows: Any) -> str:
    parts = ["email"] if rows.has("email") else []
    parts += [hashed_id("customer_id", rows.secret)] if rows.has("customer_id") else []
    return f"coalesce({', '.join(parts)})"


def _required(rows: Any) -> tuple[str, ...]:
    ids = [name for name in ("email", "customer_id") if rows.has(name)]
    return (ids[0],) if len(ids) == 1 else ()


def _build(rows: Any) -> dict[str, str]:
    seen = "CAST(first_seen AS DATE)" if rows.has("first_seen") else "CAST(NULL AS DATE)"
    found = (
        f"SELECT {_key(rows)} AS customer_key, {seen} AS first_seen, {rows.pick('country')} AS country, "
        f"{rows.pick('segment')} AS segment FROM file_rows WHERE bad IS NULL"
    )
    if not rows.holds("customers"):
        return {"customers": found}
    return {
        "customers": "SELECT f.customer_key, least(f.first_seen, c.first_seen) AS first_seen, coalesce(f.country, "
        "c.country) AS country, "
        f"coalesce(f.segment, c.segment) AS segment FROM ({found}) AS f LEFT JOIN customers AS c ON c.customer_key "
        f"= f.customer_key"
    }


KIND = Kind("customers", "customers", FIELDS, (("email", "customer_id"),), _required, _build, rank=7)
