"""Visits, what visitors did, and what was paid for them to come."""

from storehelm.warehouse.schema import Table, day, money, text, time, whole

SESSIONS = Table(
    "sessions",
    "One row a visit.",
    key=("session_id",),
    columns=(
        text("session_id", required=True),
        time("started_at", required=True),
        day("day", required=True),
        text("channel", unit="direct | organic | paid | email | social | referral"),
        text("device", unit="mobile | desktop | tablet"),
        text("country"),
        text("campaign_id"),
        text("customer_key"),
        text("order_id", unit="the order it ended in, where there was one"),
    ),
    occurred="started_at",
)

EVENTS = Table(
    "events",
    "One row a step of a visit, in order of `sequence`.",
    key=("session_id", "sequence"),
    columns=(
        text("session_id", required=True),
        whole("sequence", required=True),
        time("happened_at", required=True),
        day("day", required=True),
        text("step", required=True, unit="view | product | cart | checkout | shipping | payment | purchase"),
        text("variant_id"),
        text("device"),
    ),
    occurred="happened_at",
)

CAMPAIGNS = Table(
    "campaigns",
    "One row an advertising campaign with its settings; its versions are their history.",
    key=("campaign_id",),
    columns=(
        text("campaign_id", required=True),
        text("name"),
        text("platform"),
        text("status", unit="active | paused | ended"),
        money("daily_budget"),
        text("target"),
        text("currency"),
        day("start_day"),
    ),
    occurred="start_day",
)

AD_SPEND = Table(
    "ad_spend",
    "One row a campaign and day, as the advertising platform reports it; `attributed_gross` is its own claim.",
    key=("campaign_id", "day"),
    columns=(
        text("campaign_id", required=True),
        day("day", required=True),
        whole("impressions"),
        whole("clicks"),
        money("cost_net", required=True),
        whole("conversions"),
        money("attributed_gross"),
        text("currency", required=True),
    ),
    occurred="day",
)

TABLES = (SESSIONS, EVENTS, CAMPAIGNS, AD_SPEND)
