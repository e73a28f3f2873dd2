"""What an order leaves after goods, parcel, payment, packaging, marketplace and returns, and after advertising."""

from storehelm.core.text import t
from storehelm.metrics.definition import Fact, Metric
from storehelm.metrics.facts import CALENDAR, ORDER, SOLD

_NOTHING = "CAST(0 AS DECIMAL(18, 4))"

FEE_PERIODS = Fact(
    "fee_periods",
    "a fee from a day up to, not including, the day of its next one",
    """
    SELECT kind, method, up_to_kg, valid_from, percent, fixed, fixed_low, fixed_high,
        coalesce(lead(valid_from) OVER (PARTITION BY kind, method, up_to_kg ORDER BY valid_from), DATE '2261-01-01')
            AS valid_to
    FROM fees
    """,
    needs=("fees",),
)


def _fee_days(kind: str, method: str, table: str, where: str) -> str:
    """SELECT of one fee for each day and method the rows of `table` have, by step of weight; a named method beats *."""
    return f"""
    SELECT method, day, coalesce(percent, 0) AS percent, coalesce(fixed, 0) AS fixed,
        coalesce(fixed_low, fixed, 0) AS fixed_low, coalesce(fixed_high, fixed, 0) AS fixed_high,
        coalesce(lag(up_to_kg) OVER (PARTITION BY method, day ORDER BY up_to_kg), CAST(-1 AS DECIMAL(14, 3)))
            AS over_kg,
        CASE WHEN lead(up_to_kg) OVER (PARTITION BY method, day ORDER BY up_to_kg) IS NULL
            THEN CAST(1000000 AS DECIMAL(14, 3)) ELSE up_to_kg END AS to_kg
    FROM (
        SELECT a.method, a.day, f.up_to_kg, f.percent, f.fixed, f.fixed_low, f.fixed_high,
            CASE WHEN f.method = a.method THEN 1 ELSE 0 END AS named,
            max(CASE WHEN f.method = a.method THEN 1 ELSE 0 END) OVER (PARTITION BY a.method, a.day) AS best
        FROM (SELECT DISTINCT '{kind}' AS kind, coalesce({method}, '') AS method, day FROM {table} WHERE {where}) AS a
        JOIN fee_periods AS f ON f.kind = a.kind AND a.day >= f.valid_from AND a.day < f.valid_to
        WHERE f.method = a.method OR f.method = '*'
    ) AS matched WHERE named = best
    """


_SOLD = f"status IN {SOLD}"
FEE_DAYS = tuple(
    Fact(f"{kind}_fee_days", f"the {kind} fee of a day", _fee_days(kind, method, table, where), needs=("fees",))
    for kind, method, table, where in (
        ("payment", "payment_method", "orders", _SOLD),
        ("shipping", "shipping_method", "orders", _SOLD),
        ("marketplace", "channel", "orders", _SOLD),
        ("packaging", "''", "orders", _SOLD),
        ("return", "''", "refunds", "kind = 'product'"),
    )
)


def _fee(alias: str, fixed: str) -> str:
    share = f"{alias}.percent * CAST(w.gross + coalesce(o.shipping_net + o.shipping_tax, {_NOTHING}) AS DOUBLE)"
    return f"CAST({share} + CAST({alias}.{fixed} AS DOUBLE) AS DECIMAL(18, 4))"


def _columns(fixed: str, end: str) -> str:
    return f"""
        coalesce(s.cost_net, t.{fixed}) AS shipping{end},
        coalesce(o.payment_fee_net, {_fee("p", fixed)}) AS payment{end},
        k.{fixed} AS packaging{end}, {_fee("m", fixed)} AS marketplace{end}"""


def _join(kind: str, alias: str, method: str) -> str:
    return f"""LEFT JOIN {kind}_fee_days AS {alias} ON {alias}.method = {method} AND {alias}.day = o.day
        AND coalesce(w.weight, 0) > {alias}.over_kg AND coalesce(w.weight, 0) <= {alias}.to_kg"""


ORDER_COSTS = Fact(
    "order_costs",
    "an order that counts as a sale, with what it costs besides its goods; empty where neither charged nor entered",
    f"""
    SELECT o.day, o.order_id, o.customer_key, o.country, o.channel, o.device, o.campaign_id,
        {_columns("fixed", "")}, {_columns("fixed_low", "_low")}, {_columns("fixed_high", "_high")}
    FROM (SELECT * FROM orders WHERE {_SOLD}) AS o
    LEFT JOIN (
        SELECT l.order_id, SUM(l.gross) AS gross, SUM(l.quantity * coalesce(p.weight_kg, 0)) AS weight
        FROM order_lines AS l LEFT JOIN products AS p ON p.variant_id = l.variant_id GROUP BY l.order_id
    ) AS w ON w.order_id = o.order_id
    LEFT JOIN (SELECT order_id, SUM(cost_net) AS cost_net FROM shipments GROUP BY order_id) AS s
        ON s.order_id = o.order_id
    {_join("shipping", "t", "coalesce(o.shipping_method, '')")}
    {_join("payment", "p", "coalesce(o.payment_method, '')")}
    {_join("packaging", "k", "''")}
    {_join("marketplace", "m", "coalesce(o.channel, '')")}
    """,
    needs=("orders",),
    dimensions=CALENDAR | ORDER,
)

HANDLED_RETURNS = Fact(
    "handled_returns",
    "goods of one order that came back on one day, with what handling them costs",
    """
    SELECT b.day, b.order_id, b.customer_key, b.country, b.channel, b.device, b.campaign_id,
        d.fixed, d.fixed_low, d.fixed_high
    FROM (
        SELECT r.day, coalesce(r.order_id, r.refund_id) AS order_id,
            max(coalesce(r.customer_key, o.customer_key)) AS customer_key,
            max(coalesce(r.country, o.country)) AS country,
            max(coalesce(r.channel, o.channel)) AS channel, max(o.device) AS device, max(o.campaign_id) AS campaign_id
        FROM refunds AS r LEFT JOIN orders AS o ON o.order_id = r.order_id
        WHERE r.kind = 'product' GROUP BY r.day, coalesce(r.order_id, r.refund_id)
    ) AS b LEFT JOIN (
        SELECT day, fixed, fixed_low, fixed_high, row_number() OVER (PARTITION BY day ORDER BY to_kg) AS nth
        FROM return_fee_days
    ) AS d ON d.day = b.day AND d.nth = 1
    """,
    needs=("orders", "fees"),
    dimensions=CALENDAR | ORDER,
)

FACTS = (FEE_PERIODS, *FEE_DAYS, ORDER_COSTS, HANDLED_RETURNS)


def _all_costs(end: str) -> str:
    names = ("shipping", "payment", "packaging", "marketplace")
    return "SUM(" + " + ".join(f"coalesce(f.{name}{end}, {_NOTHING})" for name in names) + ")"


def _cost(name: str, title: str, term: str, formula: str, sql: str, *, fact: str, needs: tuple[str, ...]) -> Metric:
    return Metric(name, t(title), term, "money", "down", formula, fact=fact, sql=sql, needs=needs, excludes="VAT")


_FEES = ("fees",)
_CM2 = ((1, "shipping_income"), (-1, "shipping_cost"), (-1, "payment_fees"), (-1, "packaging_cost"))
_CM2 += ((-1, "marketplace_fees"), (-1, "return_handling"))
_INCLUDES = "orders' costs on the day of the order, also of orders whose goods have no known cost; refunds on their day"
_EXCLUDES = "goods without a known cost; parcels with neither a carrier's charge nor a tariff"

METRICS = (
    _cost(
        "shipping_cost",
        "Paid to carriers",
        "shipping cost",
        "what carriers charged for the order's parcels, else the tariff by method and weight",
        "SUM(f.shipping)",
        fact="order_costs",
        needs=(),
    ),
    _cost(
        "payment_fees",
        "Payment fees",
        "payment fees",
        "what the provider kept, else percent of the order with VAT + fixed amount",
        f"SUM(coalesce(f.payment, {_NOTHING}))",
        fact="order_costs",
        needs=_FEES,
    ),
    _cost(
        "packaging_cost",
        "Packaging",
        "packaging cost",
        "packaging an order",
        f"SUM(coalesce(f.packaging, {_NOTHING}))",
        fact="order_costs",
        needs=_FEES,
    ),
    _cost(
        "marketplace_fees",
        "Marketplace fees",
        "marketplace fees",
        "the channel's percent of the order with VAT + fixed amount",
        f"SUM(coalesce(f.marketplace, {_NOTHING}))",
        fact="order_costs",
        needs=_FEES,
    ),
    _cost(
        "return_handling",
        "Handling of returns",
        "return handling cost",
        "the fee of a return x orders whose goods came back, on that day",
        f"SUM(coalesce(f.fixed, {_NOTHING}))",
        fact="handled_returns",
        needs=("refunds",),
    ),
    *(
        _cost(
            f"order_costs_{end}",
            f"Costs of orders, at the {word} end",
            f"fulfilment, {end}",
            "parcel + payment + packaging + marketplace, at one end of their ranges",
            _all_costs(f"_{end}"),
            fact="order_costs",
            needs=_FEES,
        )
        for end, word in (("low", "low"), ("high", "high"))
    ),
    *(
        _cost(
            f"return_handling_{end}",
            f"Handling of returns, at the {word} end",
            f"return handling, {end}",
            "the fee of a return x orders whose goods came back, at one end of its range",
            f"SUM(coalesce(f.fixed_{end}, {_NOTHING}))",
            fact="handled_returns",
            needs=("refunds",),
        )
        for end, word in (("low", "low"), ("high", "high"))
    ),
    Metric(
        "cm2",
        t("Money left after goods and delivery"),
        "CM2",
        "money",
        "up",
        "CM1 + shipping income - shipping cost - payment fees - packaging - marketplace fees - return handling",
        sums=((1, "cm1"), *_CM2),
        includes=_INCLUDES,
        excludes=_EXCLUDES,
    ),
    Metric(
        "cm2_low",
        t("Money left after goods and delivery, at the highest costs"),
        "CM2, low",
        "money",
        "up",
        "CM2 at the high end of every cost",
        sums=((1, "cm1_low"), (1, "shipping_income"), (-1, "order_costs_high"), (-1, "return_handling_high")),
        includes=_INCLUDES,
        excludes=_EXCLUDES,
    ),
    Metric(
        "cm2_high",
        t("Money left after goods and delivery, at the lowest costs"),
        "CM2, high",
        "money",
        "up",
        "CM2 at the low end of every cost",
        sums=((1, "cm1_high"), (1, "shipping_income"), (-1, "order_costs_low"), (-1, "return_handling_low")),
        includes=_INCLUDES,
        excludes=_EXCLUDES,
    ),
    Metric(
        "cm3",
        t("Money left after goods, delivery and advertising"),
        "CM3",
        "money",
        "up",
        "CM2 - ad spend",
        sums=((1, "cm2"), (-1, "ad_spend")),
        includes=_INCLUDES,
        excludes=_EXCLUDES + "; marketing other than paid advertising",
    ),
)
