"""The outside world, one folder a platform, file format or bundled store. Each folder's `CONNECTOR` declares it."""

from __future__ import annotations

from storehelm.core.connector import Connector
from storehelm.core.discovery import load


def connector(name: str) -> Connector:
    """The connector of that name; `NotFound` names the ones there are."""
    return load(__name__, name).CONNECTOR
