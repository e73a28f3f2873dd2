"""Visits, and how many end in an order."""

from storehelm.core.text import t
from storehelm.metrics.definition import Dimension, Fact, Metric
from storehelm.metrics.facts import CALENDAR, SOLD

_BY = CALENDAR | {
    "visit_channel": Dimension("visit_channel", "f.channel"),
    "country": Dimension("country", "f.country"),
    "device": Dimension("device", "f.device"),
    "campaign": Dimension("campaign", "f.campaign_id"),
}

VISITS = Fact(
    "visits",
    "a visit",
    "SELECT day, session_id, channel, country, device, campaign_id, order_id FROM sessions",
    needs=("sessions",),
    dimensions=_BY,
)

VISIT_SALES = Fact(
    "visit_sales",
    "a visit that ended in an order, with what was bought",
    f"""
    SELECT v.day, v.session_id, v.channel, v.country, v.device, v.campaign_id, b.net
    FROM sessions AS v JOIN (
        SELECT l.order_id, SUM(l.net) AS net FROM order_lines AS l JOIN orders AS o ON o.order_id = l.order_id
        WHERE l.kind = 'product' AND o.status IN {SOLD} GROUP BY l.order_id
    ) AS b ON b.order_id = v.order_id
    """,
    needs=("sessions", "order_lines"),
    dimensions=_BY,
)

CARTS = Fact(
    "carts",
    "a visit in which something was put into the cart",
    """
    SELECT v.day, v.session_id, v.channel, v.country, v.device, v.campaign_id, v.order_id
    FROM sessions AS v JOIN (SELECT DISTINCT session_id FROM events WHERE step = 'cart') AS c
        ON c.session_id = v.session_id
    """,
    needs=("sessions", "events"),
    dimensions=_BY,
)

FACTS = (VISITS, VISIT_SALES, CARTS)

METRICS = (
    Metric("sessions", t("Visits"), "sessions", "count", "up", "number of visits", fact="visits", sql="COUNT(*)"),
    Metric(
        "visits_with_order",
        t("Visits that ended in an order"),
        "converting sessions",
        "count",
        "up",
        "visits that name the order they ended in",
        fact="visits",
        sql="COUNT(f.order_id)",
    ),
    Metric(
        "conversion_rate",
        t("Share of visits that end in an order"),
        "conversion rate",
        "share",
        "up",
        "visits that ended in an order / visits",
        over=("visits_with_order", "sessions"),
        excludes="orders that came by no visit, such as a marketplace's",
    ),
    Metric(
        "visit_revenue",
        t("Sales made in visits"),
        "revenue of sessions",
        "money",
        "up",
        "net of VAT, of product lines of orders in which a visit ended, on the day of the visit",
        fact="visit_sales",
        sql="SUM(f.net)",
        excludes="VAT, shipping, refunds, orders that came by no visit",
    ),
    Metric(
        "revenue_per_visitor",
        t("Sales a visit"),
        "revenue per visitor",
        "money",
        "up",
        "sales made in visits / visits",
        over=("visit_revenue", "sessions"),
        excludes="refunds; a visitor who comes twice counts twice",
    ),
    Metric(
        "carts",
        t("Visits with something in the cart"),
        "carts",
        "count",
        "up",
        "visits with a cart step",
        fact="carts",
        sql="COUNT(*)",
    ),
    Metric(
        "carts_left",
        t("Carts left behind"),
        "abandoned carts",
        "count",
        "down",
        "visits with a cart step that ended in no order",
        fact="carts",
        sql="COUNT(*) - COUNT(f.order_id)",
    ),
    Metric(
        "cart_abandonment",
        t("Share of carts left behind"),
        "cart abandonment",
        "share",
        "down",
        "carts left behind / visits with something in the cart",
        over=("carts_left", "carts"),
        excludes="a cart of one visit bought in another counts as left behind",
    ),
)
