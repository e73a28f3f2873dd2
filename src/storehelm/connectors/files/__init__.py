"""Exports of any shop, hub or sheet: CSV, TSV, XLSX, JSONL and Parquet, with columns recognised by their headers."""

from storehelm.connectors.files.mapping import Mapping, load_mapping, save_mapping
from storehelm.connectors.files.plan import ColumnPlan, FilePlan, ImportPlan, plan
from storehelm.connectors.files.read import read
from storehelm.connectors.files.rejects import write_rejects
from storehelm.core.connector import Connector, Reads, SettingField
from storehelm.core.text import t

_TABLES = (
    "orders", "order_lines", "refunds", "customers", "products", "costs", "stock", "campaigns", "ad_spend",
    "tickets", "shipments",
)  # fmt: skip

CONNECTOR = Connector(
    name="files",
    title=t("Files: exports and sheets"),
    settings=(
        SettingField("paths", t("Files"), "path"),
        SettingField("mapping", t("Mapping file"), "path", required=False),
    ),
    reads=tuple(Reads(table) for table in _TABLES),
    read=read,
)

__all__ = [
    "CONNECTOR", "ColumnPlan", "FilePlan", "ImportPlan", "Mapping", "load_mapping", "plan", "read",
    "save_mapping", "write_rejects",
]  # fmt: skip
