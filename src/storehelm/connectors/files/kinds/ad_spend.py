"""Advertising spend: a row a campaign and day."""

from __future__ import annotations

from typing import Any

from storehelm.connectors.files.fields import field
from storehelm.connectors.files.kinds import Kind

FIELDS = (
    field("campaign_id", "text", "campaign id|id kampanii|identyfikator kampanii"),
    field("campaign_name", "text", "campaign|campaign name|kampania|nazwa kampanii"),
    field("platform", "text", "platform|network|source|platforma|siec|zrodlo"),
    field("day", "moment", "day|date|reporting starts|dzien|data|poczatek raportowania"),
    field("impressions", "quantity", "impressions|impr|wyswietlenia|wysw"),
    field("clicks", "quantity", "clicks|link clicks|klikniecia"),
    field("cost", "amount", "cost|spend|amount spent|spent|koszt|wydatek|wydatki|wydana kwota"),
    field("conversions", "quantity", "conversions|purchases|results|konwersje|zakupy|wyniki"),
    field("attributed", "amount", "conv value|conversion value|conversions value|purchases conversion value|revenue|"
                                  "wartosc konwersji|wart konw|przychod"),
    field("currency", "text", "currency|currency code|waluta|kod waluty"),
)  # fmt: skip


def _required(rows: Any) -> tuple[str, ...]:
    return ("campaign_id" if rows.has("campaign_id") else "campaign_name", "day", "cost")


def _build(rows: Any) -> dict[str, str]:
    names = [name for name in ("campaign_id", "campaign_name") if rows.has(name)]
    campaign = f"coalesce({', '.join(names)})"
    counts = ", ".join(
        f"CAST(sum({rows.pick(name)}) AS BIGINT) AS {name}" if rows.has(name) else f"NULL AS {name}"
        for name in ("impressions", "clicks", "conversions")
    )
    attributed = "sum(attributed)" if rows.has("attributed") else "NULL"
    good = "FROM file_rows WHERE bad IS NULL"
    return {
        "campaigns": f"SELECT {campaign} AS campaign_id, max({rows.pick('campaign_name', campaign)}) AS name, "
        f"max({rows.pick('platform')}) AS platform, max({rows.money_of()}) AS currency {good} GROUP BY 1",
        "ad_spend": f"SELECT {campaign} AS campaign_id, CAST(day AS DATE) AS day, {counts}, sum(cost) AS cost_net, "
        f"{attributed} AS attributed_gross, {rows.money_of()} AS currency {good} GROUP BY 1, 2, {rows.money_of()}",
    }


KIND = Kind(
    "ad_spend",
    "advertising spend",
    FIELDS,
    (("campaign_id", "campaign_name"), ("day",), ("cost",)),
    _required,
    _build,
    rank=4,
)
