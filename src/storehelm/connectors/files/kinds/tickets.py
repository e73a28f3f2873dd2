"""Customers' questions and complaints: when, about what, how fast. Their text is not read."""

from __future__ import annotations

from typing import Any

from storehelm.connectors.files.fields import field
from storehelm.connectors.files.kinds import Kind

FIELDS = (
    field("ticket_id", "text", "ticket id|ticket|ticket number|case id|conversation id|id zgloszenia|nr zgloszenia|"
                               "numer zgloszenia"),
    field("opened_at", "moment", "opened at|created at|created|opened|date created|data zgloszenia|data utworzenia|"
                                 "utworzono|otwarto"),
    field("first_response_at", "moment", "first response at|first reply at|first response|pierwsza odpowiedz|data "
                                         "pierwszej odpowiedzi"),
    field("closed_at", "moment", "closed at|solved at|resolved at|closed|zamknieto|data zamkniecia"),
    field("order_id", "text", "order id|order number|order|numer zamowienia|nr zamowienia|zamowienie"),
    field("channel", "text", "channel|source|kanal"),
    field("reason", "text", "reason|category|topic|tag|powod|kategoria|temat zgloszenia"),
    field("csat", "quantity", "csat|rating|satisfaction|ocena"),
    field("email", "email", "email|e mail|customer email|requester email|adres e mail"),
)  # fmt: skip


def _required(rows: Any) -> tuple[str, ...]:
    _ = rows
    return ("ticket_id", "opened_at")


def _build(rows: Any) -> dict[str, str]:
    moments = ", ".join(
        f"{rows.utc(name) if rows.has(name) else 'NULL'} AS {name}"
        for name in ("opened_at", "first_response_at", "closed_at")
    )
    texts = ", ".join(f"{rows.pick(name)} AS {name}" for name in ("order_id", "channel", "reason"))
    return {
        "tickets": f"SELECT ticket_id, {moments}, CAST(opened_at AS DATE) AS day, {texts}, CAST({rows.pick('csat')} "
        f"AS BIGINT) AS csat, "
        f"{rows.pick('email')} AS customer_key FROM file_rows WHERE bad IS NULL"
    }


KIND = Kind("tickets", "tickets", FIELDS, (("ticket_id",), ("opened_at",)), _required, _build, rank=5)
