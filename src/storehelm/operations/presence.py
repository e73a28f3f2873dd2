"""Whether a server of this home folder runs."""

from __future__ import annotations

import json
import socket

from storehelm.core.settings import current

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def server_address() -> str | None:
    """Where this home folder's server answers; None when none does."""
    try:
        said = json.loads(current().server_file.read_text(encoding="utf-8"))
        host, port = str(said["host"]), int(said["port"])
        with socket.create_connection((_ANYWHERE.get(host, host), port), timeout=2):
            return f"{host}:{port}"
    except (OSError, ValueError, KeyError, TypeError):
        return None
