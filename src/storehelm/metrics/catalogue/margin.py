"""What is left after costs that are known or assumed."""

from storehelm.core.text import t
from storehelm.metrics.definition import Metric

_LEFT = "lines whose cost is neither known nor assumed"

METRICS = (
    Metric(
        "costed_sales",
        t("Net revenue of products with a cost"),
        "net revenue with known cost",
        "money",
        "up",
        "net revenue of the lines that have a cost",
        fact="margins",
        sql="SUM(CASE WHEN f.cost IS NOT NULL THEN f.net ELSE 0 END)",
        excludes=_LEFT,
    ),
    Metric(
        "cost_of_goods",
        t("Cost of the goods sold"),
        "COGS",
        "money",
        "down",
        "pieces x cost on the day of sale, net; goods that came back are taken off at their cost",
        fact="margins",
        sql="SUM(f.cost)",
        excludes=_LEFT,
    ),
    Metric(
        "cm1",
        t("Money left after goods"),
        "CM1",
        "money",
        "up",
        "net revenue - cost of goods, over lines with a cost",
        fact="margins",
        sql="SUM(f.net - f.cost)",
        includes="refunds; goods that came back counted as resaleable",
        excludes=_LEFT,
    ),
    Metric(
        "cm1_low",
        t("Money left after goods, at the highest cost"),
        "CM1, low",
        "money",
        "up",
        "net revenue - the high end of the cost range",
        fact="margins",
        sql="SUM(f.net - f.cost_high)",
        excludes=_LEFT,
    ),
    Metric(
        "cm1_high",
        t("Money left after goods, at the lowest cost"),
        "CM1, high",
        "money",
        "up",
        "net revenue - the low end of the cost range",
        fact="margins",
        sql="SUM(f.net - f.cost_low)",
        excludes=_LEFT,
    ),
    Metric(
        "cost_coverage",
        t("Share of net revenue whose cost is known"),
        "cost coverage",
        "share",
        "up",
        "net revenue of lines with a cost / net revenue",
        over=("costed_sales", "net_sales"),
    ),
)
