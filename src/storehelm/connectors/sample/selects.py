"""The world's columns of whole numbers as canonical rows: SELECTs over the arrays registered as `sample_<kind>`.

Texts are looked up by place, ids made from numbers, cents become decimals; what lies after the last day is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storehelm.worlds.aftermath import CARRIERS, METHODS, QUESTIONS, REASONS, TICKET_CHANNELS
from storehelm.worlds.market import COMPETITORS
from storehelm.worlds.selling import CODES, PAYMENTS
from storehelm.worlds.visits import CHANNELS, COUNTRIES, DEVICES, STEPS

STEP_SECONDS = (0, 40, 100, 160, 215, 270, 330)
FIRST_ORDER, FIRST_VARIANT = 1_000_001, 10_001


def place(column: str, names: Sequence[str]) -> str:
    """The text of that place in `names`; NULL for -1."""
    return f"CASE WHEN {column} >= 0 THEN [{', '.join(repr(n) for n in names)}][{column} + 1] END"


def cents(column: str) -> str:
    return f"CAST({column} AS DECIMAL(14,2)) * CAST(0.01 AS DECIMAL(3,2))"


def variant(column: str = "variant") -> str:
    return f"'V' || ({FIRST_VARIANT} + {column})"


def order(column: str = '"order"') -> str:
    return f"CASE WHEN {column} >= 0 THEN 'L' || ({FIRST_ORDER} + {column}) END"


def customer(column: str = "customer") -> str:
    return f"CASE WHEN {column} >= 0 THEN left(md5('sample ' || {column}), 20) END"


def campaign(column: str = "campaign") -> str:
    return f"CASE WHEN {column} >= 0 THEN 'C' || (1 + {column}) END"


def variant_id(number: int) -> str:
    return f"V{FIRST_VARIANT + number}"


def _after(step: str) -> str:
    """Seconds from the beginning of a visit to its step `step`, quicker for some than for others."""
    return f"[{', '.join(str(s) for s in STEP_SECONDS)}][{step}] * (6 + start % 9) // 10"


def selects(start: date, last: int) -> dict[str, str]:
    """SQL by canonical table. `start` is the world's first day, `last` the number of its last."""

    def day(column: str = "day") -> str:
        return f"DATE '{start}' + CAST({column} AS INTEGER)"

    def known(column: str) -> str:
        return f"CASE WHEN {column} BETWEEN 0 AND {last} THEN {day(column)} END"

    return {
        "customers": f"SELECT {customer()} AS customer_key, {day()} AS first_seen, {place('country', COUNTRIES)} AS "
        "country, CASE WHEN customer % 97 = 0 THEN 'wholesale' ELSE 'retail' END AS segment FROM sample_customers",
        "orders": f"""
            SELECT {order()} AS order_id, make_timestamp((start + {_after(str(len(STEPS)))}) * 1000000) AS placed_at,
                {day()} AS day,
                CASE WHEN status = 1 THEN 'cancelled' WHEN status = 2 THEN 'test' WHEN handed > {last} THEN 'sold'
                    WHEN delivered BETWEEN 0 AND {last} THEN 'delivered' ELSE 'shipped' END AS status,
                {customer()} AS customer_key, {place("country", COUNTRIES)} AS country,
                CASE WHEN marketplace = 1 THEN 'marketplace' ELSE 'shop' END AS channel,
                {place("device", DEVICES)} AS device, {campaign()} AS campaign_id, 'PLN' AS currency,
                {cents("shipping_net")} AS shipping_net, {cents("shipping_tax")} AS shipping_tax,
                {cents("payment_fee")} AS payment_fee_net, {place("payment", PAYMENTS)} AS payment_method,
                {place("method", METHODS)} AS shipping_method, nullif({place("code", CODES)}, '') AS discount_code
            FROM sample_orders""",
        "order_lines": f"""
            SELECT {order()} || '-' || line AS line_id, {order()} AS order_id, {day()} AS day,
                {variant()} AS variant_id, 'product' AS kind, pieces AS quantity, {cents("unit_net")} AS unit_price_net,
                {cents("net")} AS net, {cents("gross - net")} AS tax, {cents("gross")} AS gross,
                {cents("discount")} AS discount_net, {cents("unit_cost")} AS unit_cost, 'PLN' AS currency
            FROM sample_lines""",
        "refunds": f"""
            SELECT 'R' || {order()} || '-' || line AS refund_id, {order()} AS order_id,
                {order()} || '-' || line AS line_id, {day()} AS day, {variant()} AS variant_id, 'product' AS kind,
                pieces AS quantity, {cents("net")} AS net, {cents("gross - net")} AS tax, {cents("gross")} AS gross,
                {place("reason", REASONS)} AS reason, {customer()} AS customer_key,
                {place("country", COUNTRIES)} AS country,
                CASE WHEN marketplace = 1 THEN 'marketplace' ELSE 'shop' END AS channel, 'PLN' AS currency
            FROM sample_refunds WHERE day <= {last}""",
        "shipments": f"""
            SELECT 'S' || ({FIRST_ORDER} + "order") AS shipment_id, {order()} AS order_id,
                {place("carrier", CARRIERS)} AS carrier, {place("method", METHODS)} AS method, {day()} AS day,
                {day("promised")} AS promised_day, {known("delivered")} AS delivered_day,
                CASE WHEN delivered BETWEEN 0 AND {last} THEN 'delivered'
                    WHEN delivered < 0 AND promised + 20 <= {last} THEN 'lost' ELSE 'sent' END AS status,
                {cents("cost")} AS cost_net, CAST(weight AS DECIMAL(12,0)) * 0.001 AS weight_kg, 'PLN' AS currency,
                CAST({day()} AS TIMESTAMP) + INTERVAL 11 HOUR + to_minutes(("order" * 7) % 120) AS picked_at
            FROM sample_parcels WHERE day <= {last}""",
        "tickets": f"""
            SELECT 'T' || ({FIRST_ORDER} + ticket) AS ticket_id, opened AS opened_at, day,
                CASE WHEN opened + to_seconds(answered) < cut THEN opened + to_seconds(answered) END
                    AS first_response_at,
                CASE WHEN opened + to_seconds(closed) < cut THEN opened + to_seconds(closed) END AS closed_at,
                order_id, channel, reason, CASE WHEN opened + to_seconds(closed) < cut AND csat > 0 THEN csat END
                    AS csat, customer_key
            FROM (
                SELECT ticket, CAST({day()} AS TIMESTAMP) + to_seconds(second) AS opened, {day()} AS day, answered,
                    closed, {order()} AS order_id, {place("channel", TICKET_CHANNELS)} AS channel,
                    {place("reason", QUESTIONS)} AS reason, csat, {customer()} AS customer_key,
                    CAST({day(str(last + 1))} AS TIMESTAMP) AS cut
                FROM sample_tickets WHERE day <= {last})""",
        "sessions": f"""
            SELECT 'S' || session AS session_id, make_timestamp(start * 1000000) AS started_at, {day()} AS day,
                {place("channel", CHANNELS)} AS channel, {place("device", DEVICES)} AS device,
                {place("country", COUNTRIES)} AS country, {campaign()} AS campaign_id, {customer()} AS customer_key,
                {order()} AS order_id
            FROM sample_sessions""",
        "events": f"""
            SELECT 'S' || session AS session_id, sequence,
                make_timestamp((start + {_after("sequence")}) * 1000000) AS happened_at, {day()} AS day,
                {place("sequence - 1", STEPS)} AS step,
                CASE WHEN sequence BETWEEN 2 AND 3 THEN {variant()} END AS variant_id,
                {place("device", DEVICES)} AS device
            FROM (SELECT session, start, day, variant, device, unnest(range(1, depth + 1)) AS sequence
                FROM sample_sessions)""",
        "stock": f"SELECT {variant()} AS variant_id, 'main' AS location, {day()} AS day, on_hand, 0 AS reserved "
        "FROM sample_stock",
        "costs": f"SELECT {variant()} AS variant_id, {day()} AS valid_from, {cents('cost')} AS cost, {cents('cost')} "
        f"AS cost_low, {cents('cost')} AS cost_high, 'known' AS basis, 'price list' AS origin, 'PLN' AS currency "
        "FROM sample_costs",
        "competitor_prices": f"SELECT {variant()} AS variant_id, {place('competitor', COMPETITORS)} AS competitor, "
        f"{day()} AS day, {cents('price')} AS price_gross, in_stock = 1 AS in_stock, 'PLN' AS currency "
        "FROM sample_competitors",
        "ad_spend": f"SELECT {campaign()} AS campaign_id, {day()} AS day, impressions, clicks, {cents('cost')} AS "
        f"cost_net, conversions, {cents('attributed')} AS attributed_gross, 'PLN' AS currency FROM sample_spend",
        "purchase_orders": f"""
            SELECT 'PO' || ({FIRST_VARIANT} + purchase) AS purchase_id, {variant()} AS variant_id,
                'D' || (1 + supplier) AS supplier_id, {day()} AS day, {day("due")} AS due_day,
                {known("arrived")} AS received_day, quantity, came AS received, {cents("unit_cost")} AS unit_cost,
                'PLN' AS currency
            FROM sample_purchases""",
    }


KINDS = {
    "customers": "customers",
    "orders": "orders",
    "order_lines": "lines",
    "refunds": "refunds",
    "shipments": "parcels",
    "tickets": "tickets",
    "sessions": "sessions",
    "events": "sessions",
    "stock": "stock",
    "costs": "costs",
    "competitor_prices": "competitors",
    "ad_spend": "spend",
    "purchase_orders": "purchases",
}
