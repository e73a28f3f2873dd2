"""The simulated sample store: a make-believe Polish shop, the same for the same seed."""

from storehelm.connectors.sample.reading import read
from storehelm.core.connector import Connector, Reads, SettingField
from storehelm.core.store import StoreInfo
from storehelm.core.text import t

CURRENCY, TIMEZONE, COUNTRY = "PLN", "Europe/Warsaw", "PL"
TABLES = (
    "suppliers",
    "products",
    "costs",
    "fees",
    "campaigns",
    "partners",
    "tasks",
    "goals",
    "customers",
    "orders",
    "order_lines",
    "shipments",
    "refunds",
    "tickets",
    "sessions",
    "events",
    "stock",
    "purchase_orders",
    "competitor_prices",
    "ad_spend",
)


def store_info(slug: str = "sample") -> StoreInfo:
    """The make-believe store, labelled simulated."""
    return StoreInfo(slug, "Pod Lipą (simulated)", CURRENCY, TIMEZONE, COUNTRY, simulated=True)


CONNECTOR = Connector(
    name="sample",
    title=t("Sample store (simulated)"),
    settings=(
        SettingField("end", t("Last simulated day"), "date"),
        SettingField("seed", t("Seed: the same number gives the same store"), "number", required=False, default=7),
        SettingField("orders", t("Orders in all, about"), "number", required=False, default=25_000),
        SettingField("days", t("Days of history"), "number", required=False, default=730),
        SettingField("products", t("Products, counted by variant"), "number", required=False, default=400),
        SettingField(
            "truths", t("Plant problems to be found"), "choice", required=False, default="yes", choices=("yes", "no")
        ),
        SettingField("traffic_days", t("Days of visits to keep; empty keeps all"), "number", required=False),
        SettingField("truths_file", t("File that names the planted problems"), "path", required=False),
    ),
    reads=tuple(Reads(name) for name in TABLES),
    read=read,
    simulated=True,
)
