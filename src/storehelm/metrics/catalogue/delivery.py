"""Whether suppliers and carriers keep their word."""

from storehelm.core.text import t
from storehelm.metrics.definition import Dimension, Fact, Metric
from storehelm.metrics.facts import CALENDAR, PRODUCT

PROMISES = Fact(
    "promises",
    "a parcel, on the day by which it was promised",
    """
    SELECT s.promised_day AS day, s.shipment_id, s.carrier, o.country, o.channel, s.promised_day, s.delivered_day
    FROM shipments AS s LEFT JOIN orders AS o ON o.order_id = s.order_id
    WHERE s.promised_day IS NOT NULL AND coalesce(s.status, '') <> 'returned'
    """,
    needs=("shipments",),
    dimensions=CALENDAR
    | {
        "carrier": Dimension("carrier", "f.carrier"),
        "country": Dimension("country", "f.country"),
        "channel": Dimension("channel", "f.channel"),
    },
)

DUE_LINES = Fact(
    "due_lines",
    "a line ordered from a supplier, on the day by which it was due",
    """
    SELECT due_day AS day, purchase_id, variant_id, supplier_id, due_day, received_day, quantity,
        coalesce(received, quantity) AS received
    FROM purchase_orders WHERE due_day IS NOT NULL
    """,
    needs=("purchase_orders",),
    dimensions=CALENDAR | PRODUCT | {"supplier": Dimension("supplier", "f.supplier_id")},
)

FACTS = (PROMISES, DUE_LINES)

METRICS = (
    Metric(
        "parcels_promised",
        t("Parcels that were due"),
        "shipments due",
        "count",
        "neither",
        "parcels whose promised day falls in the period",
        fact="promises",
        sql="COUNT(*)",
        excludes="parcels without a promised day, parcels that came back",
    ),
    Metric(
        "parcels_late",
        t("Parcels that came late"),
        "late shipments",
        "count",
        "down",
        "parcels delivered after their promised day, or not yet",
        fact="promises",
        sql="SUM(CASE WHEN f.delivered_day IS NULL OR f.delivered_day > f.promised_day THEN 1 ELSE 0 END)",
        includes="lost parcels; periods should end by the day before today",
    ),
    Metric(
        "late_rate",
        t("Share of parcels that come late"),
        "late rate",
        "share",
        "down",
        "parcels late / parcels due",
        over=("parcels_late", "parcels_promised"),
    ),
    Metric(
        "lines_due",
        t("Supplier deliveries that were due"),
        "purchase lines due",
        "count",
        "neither",
        "lines ordered from suppliers whose due day falls in the period",
        fact="due_lines",
        sql="COUNT(*)",
    ),
    Metric(
        "lines_otif",
        t("Supplier deliveries that came on time and whole"),
        "purchase lines OTIF",
        "count",
        "up",
        "lines received by their due day in the ordered quantity",
        fact="due_lines",
        sql="SUM(CASE WHEN f.received_day <= f.due_day AND f.received >= f.quantity THEN 1 ELSE 0 END)",
        includes="a received line that does not say how much came counts as whole",
    ),
    Metric(
        "otif",
        t("Share of supplier deliveries on time and whole"),
        "OTIF",
        "share",
        "up",
        "lines on time and in full / lines due",
        over=("lines_otif", "lines_due"),
        includes="periods should end by the day before today",
    ),
)
