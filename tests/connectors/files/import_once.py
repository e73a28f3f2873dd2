"""A process that imports one file into one store, to be killed by the test."""

import datetime as dt
import sys
from pathlib import Path

from storehelm.connectors.files import read
from storehelm.core.store import StoreInfo
from storehelm.warehouse.duckdb_engine import DuckDBEngine
from storehelm.warehouse.load import load
from storehelm.warehouse.store import Warehouse


def main(store: str, file: str) -> None:
    warehouse = Warehouse(StoreInfo("shop", currency="PLN"), DuckDBEngine(Path(store)))
    settings = {
        "paths": [file],
        "secret": b"secret",
        "currency": "PLN",
        "timezone": "UTC",
        "today": dt.date(2026, 6, 1),
    }
    with warehouse.writing() as writer:
        for batch in read(settings, warehouse.cursor, writer.staging):
            load(writer, batch, now=dt.datetime(2026, 6, 1))
    warehouse.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
