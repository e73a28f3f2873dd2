"""What lies on the shelf, what it is worth, and how fast it goes."""

from storehelm.core.text import t
from storehelm.metrics.definition import Fact, Metric
from storehelm.metrics.facts import CALENDAR, PRODUCT

STOCK_MOVES = Fact(
    "stock_moves",
    "a change of the pieces on hand; summed up to a day, the pieces on hand at its end",
    """
    SELECT m.day, m.variant_id, m.location, m.pieces, c.cost
    FROM (
        SELECT day, variant_id, location, on_hand - coalesce(
            lag(on_hand) OVER (PARTITION BY variant_id, location ORDER BY day), CAST(0 AS DECIMAL(14, 3))) AS pieces
        FROM stock
    ) AS m LEFT JOIN (
        SELECT variant_id, cost FROM cost_periods WHERE valid_to = DATE '2261-01-01'
    ) AS c ON c.variant_id = m.variant_id
    """,
    needs=("stock",),
    dimensions=PRODUCT,
    closing=True,
)

STOCK_DAYS = Fact(
    "stock_days",
    "pieces on hand at the end of a day, a variant and location, for days on which the store had an order or a count",
    """
    SELECT d.day, s.variant_id, s.location, s.on_hand, s.on_hand * c.cost AS worth
    FROM (
        SELECT variant_id, location, on_hand, day AS from_day,
            coalesce(lead(day) OVER (PARTITION BY variant_id, location ORDER BY day), DATE '2261-01-01') AS to_day
        FROM stock
    ) AS s
    CROSS JOIN (SELECT DISTINCT day FROM orders UNION SELECT DISTINCT day FROM stock) AS d
    LEFT JOIN cost_periods AS c ON c.variant_id = s.variant_id AND d.day >= c.valid_from AND d.day < c.valid_to
    WHERE d.day >= s.from_day AND d.day < s.to_day
    """,
    needs=("stock",),
    dimensions=CALENDAR | PRODUCT,
)

FACTS = (STOCK_MOVES, STOCK_DAYS)

METRICS = (
    Metric(
        "on_hand",
        t("Pieces in stock"),
        "on hand",
        "pieces",
        "neither",
        "pieces on hand at the end of the period",
        fact="stock_moves",
        sql="SUM(f.pieces)",
        includes="reserved pieces; all locations",
    ),
    Metric(
        "stock_value",
        t("Money lying in stock"),
        "stock value",
        "money",
        "down",
        "pieces on hand at the end of the period x their latest cost",
        fact="stock_moves",
        sql="SUM(f.pieces * f.cost)",
        needs=("costs",),
        excludes="VAT; products without a known cost",
    ),
    Metric(
        "on_hand_or_sold",
        t("Pieces sold or still in stock"),
        "sold + on hand",
        "pieces",
        "neither",
        "pieces sold in the period + pieces on hand at its end",
        sums=((1, "units"), (1, "on_hand")),
    ),
    Metric(
        "sell_through",
        t("Share of the goods that were sold"),
        "sell-through",
        "share",
        "up",
        "pieces sold in the period / (pieces sold + pieces on hand at its end)",
        over=("units", "on_hand_or_sold"),
        excludes="returned pieces",
    ),
    Metric(
        "days_in_stock",
        t("Days with stock"),
        "days in stock",
        "days",
        "up",
        "days of the period at whose end there was something on hand",
        fact="stock_days",
        sql="COUNT(DISTINCT CASE WHEN f.on_hand > 0 THEN f.day END)",
        additive=False,
    ),
    Metric(
        "daily_units",
        t("Pieces sold a day"),
        "daily velocity",
        "pieces",
        "up",
        "pieces sold / days with stock",
        over=("units", "days_in_stock"),
    ),
    Metric(
        "days_of_stock",
        t("Days the stock lasts"),
        "days of stock",
        "days",
        "neither",
        "pieces on hand at the end of the period / pieces sold a day over the days with stock",
        over=("on_hand", "daily_units"),
        excludes="what is on order; seasons",
    ),
    Metric(
        "stock_cost_days",
        t("Money in stock, summed over the days"),
        "inventory at cost x days",
        "money",
        "down",
        "sum over the period's days of pieces on hand x cost on that day",
        fact="stock_days",
        sql="SUM(f.worth)",
        needs=("costs",),
        excludes="products without a known cost",
    ),
    Metric(
        "gmroi",
        t("Money left after goods in a year for each unit of money lying in stock"),
        "GMROI",
        "ratio",
        "up",
        "annual gross margin / average inventory at cost: 365 x CM1 / sum over days of inventory at cost",
        over=("cm1", "stock_cost_days"),
        scale=365.0,
        excludes="products without a known cost",
    ),
)
