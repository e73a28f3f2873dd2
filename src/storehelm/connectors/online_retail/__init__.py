"""A real store to look at: UCI Online Retail II, a UK gift wholesaler, December 2009 to December 2011.

Chen, D. (2019). Online Retail II. UCI Machine Learning Repository, doi:10.24432/C5CG6D, CC BY 4.0.
"""

from __future__ import annotations

from storehelm.connectors.online_retail.read import read
from storehelm.core.connector import Connector, Reads, SettingField
from storehelm.core.text import t

ATTRIBUTION = "Chen, D. (2019). Online Retail II. UCI Machine Learning Repository. doi:10.24432/C5CG6D. CC BY 4.0."

CONNECTOR = Connector(
    name="online_retail",
    title=t("A real gift store of 2009-2011"),
    settings=(SettingField("path", t("The CSV file of the data set"), kind="path"),),
    reads=tuple(Reads(table) for table in ("orders", "order_lines", "refunds", "customers", "products")),
    read=read,
    attribution=ATTRIBUTION,
)
