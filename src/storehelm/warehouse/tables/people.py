"""Customer service, and what the team and its partners entered: goals, tasks, partners."""

from storehelm.warehouse.schema import Table, day, money, text, time, whole

TICKETS = Table(
    "tickets",
    "One row a customer's question or complaint. No text of it is stored.",
    key=("ticket_id",),
    columns=(
        text("ticket_id", required=True),
        time("opened_at", required=True),
        day("day", required=True),
        time("first_response_at"),
        time("closed_at"),
        text("order_id"),
        text("channel"),
        text("reason"),
        whole("csat", unit="1 to 5"),
        text("customer_key"),
    ),
    occurred="opened_at",
)

GOALS = Table(
    "goals",
    "What the store wants to reach: a metric's total over a half-open period.",
    key=("goal_id",),
    columns=(
        text("goal_id", required=True),
        text("metric", required=True),
        day("start_day", required=True),
        day("end_day", required=True),
        money("target", required=True),
        text("currency"),
    ),
)

TASKS = Table(
    "tasks",
    "One row a task of the team.",
    key=("task_id",),
    columns=(
        text("task_id", required=True),
        text("title", required=True),
        text("duty"),
        text("role"),
        text("status", unit="open | doing | done | dropped"),
        day("created_day"),
        day("due_day"),
        day("done_day"),
        money("penalty", unit="what missing the deadline costs"),
        text("currency"),
    ),
    occurred="created_day",
)

PARTNERS = Table(
    "partners",
    "One row an outside party: agency, carrier, programmer.",
    key=("partner_id",),
    columns=(
        text("partner_id", required=True),
        text("name"),
        text("kind"),
        money("monthly_fee_net"),
        text("currency"),
        day("since_day"),
    ),
    occurred="since_day",
)

TABLES = (TICKETS, GOALS, TASKS, PARTNERS)
