"""What is paid for visitors to come, and what it brings back."""

from storehelm.core.text import t
from storehelm.metrics.definition import Dimension, Fact, Metric
from storehelm.metrics.facts import CALENDAR

SPEND = Fact(
    "spend",
    "a campaign's day as the advertising platform reports it",
    "SELECT day, campaign_id, cost_net, clicks, impressions, attributed_gross FROM ad_spend",
    needs=("ad_spend",),
    dimensions=CALENDAR | {"campaign": Dimension("campaign", "f.campaign_id")},
)

FACTS = (SPEND,)

_OURS = "orders that name a campaign, by the store's own records"
_BY = ("day", "week", "month", "campaign", "country", "channel", "device", "customer_type")


def _of_ads(name: str, title: str, term: str, fact: str, amount: str, needs: tuple[str, ...] = ()) -> Metric:
    sql = f"SUM(CASE WHEN f.campaign_id IS NOT NULL THEN {amount} END)"
    return Metric(
        name, t(title), term, "money", "up", f"{term}, of orders that name a campaign", fact=fact, sql=sql, only=_BY,
        needs=needs, includes=_OURS,
    )  # fmt: skip


_COSTS = " + ".join(
    f"coalesce(f.{name}, CAST(0 AS DECIMAL(18, 4)))" for name in ("shipping", "payment", "packaging", "marketplace")
)

METRICS = (
    Metric(
        "ad_spend",
        t("Spent on ads"),
        "ad spend",
        "money",
        "down",
        "sum of what the advertising platforms charged, net",
        fact="spend",
        sql="SUM(f.cost_net)",
        excludes="VAT; agencies' fees",
    ),
    Metric(
        "mer",
        t("Sales for each unit of money spent on ads"),
        "MER",
        "ratio",
        "up",
        "net revenue of the whole store / ad spend",
        over=("net_sales", "ad_spend"),
        only=("day", "week", "month"),
        includes="all sales, also those no ad brought",
    ),
    _of_ads("ad_sales", "Sales brought by ads", "net revenue", "sales", "f.net"),
    Metric(
        "roas",
        t("Sales brought by ads for each unit of money spent on them"),
        "ROAS",
        "ratio",
        "up",
        "net revenue of orders that name a campaign / ad spend",
        over=("ad_sales", "ad_spend"),
        includes=_OURS,
        excludes="what the platform claims for itself",
    ),
    _of_ads("ad_cm1", "Money left after goods of sales brought by ads", "CM1", "margins", "f.net - f.cost"),
    _of_ads(
        "ad_shipping_income", "Shipping paid in orders brought by ads", "shipping income", "placed", "f.shipping_net"
    ),
    _of_ads(
        "ad_order_costs", "Delivery and fees of orders brought by ads", "fulfilment", "order_costs", _COSTS, ("fees",)
    ),
    _of_ads(
        "ad_return_handling", "Handling of returns of orders brought by ads", "return handling", "handled_returns",
        "f.fixed", ("refunds",),
    ),
    Metric(
        "ad_profit",
        t("Money left of sales brought by ads, before the ads"),
        "CM2 of ads",
        "money",
        "up",
        "CM2 of orders that name a campaign",
        sums=((1, "ad_cm1"), (1, "ad_shipping_income"), (-1, "ad_order_costs"), (-1, "ad_return_handling")),
        includes=_OURS,
    ),
    Metric(
        "poas",
        t("Money left of sales brought by ads for each unit spent on them"),
        "POAS",
        "ratio",
        "up",
        "CM2 of orders that name a campaign / ad spend",
        over=("ad_profit", "ad_spend"),
        includes=_OURS,
    ),
    Metric(
        "cac",
        t("Spent on ads for each new customer"),
        "CAC",
        "money",
        "down",
        "ad spend / new customers",
        over=("ad_spend", "new_customers"),
        includes="all new customers, also those no ad brought; cut by campaign, those of its orders",
    ),
)  # fmt: skip
