"""How often customers ask, and how long they wait."""

from storehelm.core.text import t
from storehelm.metrics.definition import Dimension, Fact, Metric
from storehelm.metrics.facts import CALENDAR

CONTACTS = Fact(
    "contacts",
    "a customer's question or complaint",
    """
    SELECT day, ticket_id, channel, reason,
        CAST(date_diff('second', opened_at, first_response_at) AS DECIMAL(18, 4)) AS waited
    FROM tickets
    """,
    needs=("tickets",),
    dimensions=CALENDAR
    | {
        "contact_channel": Dimension("contact_channel", "f.channel"),
        "reason": Dimension("reason", "f.reason"),
    },
)

FACTS = (CONTACTS,)

METRICS = (
    Metric(
        "tickets", t("Questions and complaints"), "tickets", "count", "down", "number of tickets opened",
        fact="contacts", sql="COUNT(*)",
    ),
    Metric(
        "tickets_answered",
        t("Questions answered"),
        "tickets answered",
        "count",
        "up",
        "tickets of the period that have a first answer",
        fact="contacts",
        sql="COUNT(f.waited)",
    ),
    Metric(
        "seconds_waited",
        t("Time customers waited for an answer"),
        "response time, total",
        "count",
        "down",
        "seconds from opening to the first answer, summed",
        fact="contacts",
        sql="SUM(f.waited)",
        excludes="tickets not yet answered",
    ),
    Metric(
        "first_response_time",
        t("Hours until the first answer"),
        "first response time",
        "hours",
        "down",
        "hours from opening to the first answer, on average",
        over=("seconds_waited", "tickets_answered"),
        scale=1 / 3600,
        includes="nights and weekends",
        excludes="tickets not yet answered",
    ),
    Metric(
        "contact_rate",
        t("Questions an order"),
        "contact rate",
        "ratio",
        "down",
        "tickets opened / orders",
        over=("tickets", "orders"),
    ),
)  # fmt: skip
