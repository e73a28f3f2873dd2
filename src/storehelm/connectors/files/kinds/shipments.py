"""Parcels: a row a parcel with carrier and days."""

from __future__ import annotations

from typing import Any

from storehelm.connectors.files.fields import field
from storehelm.connectors.files.kinds import Kind

FIELDS = (
    field("shipment_id", "text", "shipment id|tracking number|tracking|parcel id|waybill|numer przesylki|nr "
                                 "przesylki|nr paczki|numer listu|numer paczki"),
    field("order_id", "text", "order id|order number|order|numer zamowienia|nr zamowienia|zamowienie|id zamowienia"),
    field("carrier", "text", "carrier|courier|shipping company|przewoznik|kurier|firma kurierska"),
    field("method", "text", "method|service|shipping method|usluga|sposob wysylki"),
    field("shipped", "moment", "shipped at|ship date|shipped|sent at|dispatched at|date shipped|data wysylki|data "
                               "nadania|nadano|wyslano"),
    field("promised", "moment", "promised|promised day|promised date|estimated delivery|planned delivery|planowana "
                                "dostawa|przewidywana dostawa"),
    field("delivered", "moment", "delivered at|delivered|delivery date|date delivered|data doreczenia|data dostawy|"
                                 "doreczono|dostarczono"),
    field("shipment_status", "text", "status|shipment status|parcel status|status przesylki"),
    field("cost", "amount", "cost|cost net|shipping cost|price|koszt|koszt netto|koszt przesylki|cena"),
    field("weight_kg", "quantity", "weight kg|weight|waga kg|waga"),
    field("picked_at", "moment", "picked at|packed at|spakowano|data pakowania"),
    field("currency", "text", "currency|waluta"),
)  # fmt: skip


def _required(rows: Any) -> tuple[str, ...]:
    return ("order_id", "carrier", "shipped", *(("shipment_id",) if rows.has("shipment_id") else ()))


def _build(rows: Any) -> dict[str, str]:
    number = "order_id || '-' || CAST(row_number() OVER (PARTITION BY order_id ORDER BY n) AS VARCHAR)"
    days = ", ".join(
        f"CAST({rows.pick(name)} AS DATE) AS {column}"
        for name, column in (("shipped", "day"), ("promised", "promised_day"), ("delivered", "delivered_day"))
    )
    picked = rows.utc("picked_at") if rows.has("picked_at") else "NULL"
    return {
        "shipments": f"SELECT {rows.pick('shipment_id', number)} AS shipment_id, order_id, carrier, "
        f"{rows.pick('method')} AS method, "
        f"{days}, {_status(rows)} AS status, {rows.pick('cost')} AS cost_net, {rows.pick('weight_kg')} AS weight_kg, "
        f"{rows.money_of()} AS currency, {picked} AS picked_at FROM file_rows WHERE bad IS NULL"
    }


def _status(rows: Any) -> str:
    there = f"CASE WHEN {rows.pick('delivered')} IS NOT NULL THEN 'delivered' ELSE 'sent' END"
    if not rows.has("shipment_status"):
        return there
    word = "lower(shipment_status)"
    return (
        f"CASE WHEN {word} IN ('lost', 'zaginiona', 'zagubiona') THEN 'lost' "
        f"WHEN {word} IN ('returned', 'return to sender', 'zwrot', 'zwrócona', 'zwrocona', 'zwrot do nadawcy') THEN "
        f"'returned' "
        f"WHEN {word} IN ('delivered', 'dostarczona', 'doręczona', 'doreczona', 'dostarczono', 'odebrana') THEN "
        f"'delivered' ELSE {there} END"
    )


KIND = Kind("shipments", "shipments", FIELDS, (("order_id",), ("carrier",), ("shipped",)), _required, _build, rank=6)
