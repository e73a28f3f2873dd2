"""The books an engine keeps beside the facts: what was loaded, when, from where, and what did not fit."""

BOOKS: dict[str, dict[str, str]] = {
    "_syncs": {
        "sync_id": "BIGINT",
        "source": "VARCHAR",
        "page": "VARCHAR",
        "loaded_at": "TIMESTAMP",
        "known_at": "TIMESTAMP",
    },
    "_loads": {
        "sync_id": "BIGINT",
        "table_name": "VARCHAR",
        "added": "BIGINT",
        "changed": "BIGINT",
        "removed": "BIGINT",
        "unchanged": "BIGINT",
    },
    "_cursors": {"source": "VARCHAR", "cursor": "VARCHAR", "sync_id": "BIGINT"},
    "_rejects": {
        "sync_id": "BIGINT",
        "source": "VARCHAR",
        "file": "VARCHAR",
        "row_number": "BIGINT",
        "field": "VARCHAR",
        "reason": "VARCHAR",
        "mend": "VARCHAR",
        "value": "VARCHAR",
    },
    "_set_aside": {"sync_id": "BIGINT", "source": "VARCHAR", "reason": "VARCHAR", "rows": "BIGINT"},
}
"""Each book's columns with their types in DuckDB's dialect."""
