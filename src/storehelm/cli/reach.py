"""Ask for an operation: in this process, or of the running server, which owns the store files while it runs."""

from __future__ import annotations

import json
from typing import Any

from storehelm.core.errors import StorehelmError
from storehelm.core.settings import current


def ask(name: str, *, store: str | None = None, **given: Any) -> Any:
    """The operation's result, the same from either place. Raises `StorehelmError` with a text that can be shown."""
    server = running_server()
    if server is None:
        from storehelm.operations import LOCAL, perform

        return perform(name, actor=LOCAL, store=store, **given)
    return _ask_server(server, name, store, given)


def running_server() -> dict[str, Any] | None:
    """What the running server wrote of itself; None when none answers."""
    path = current().server_file
    try:
        server = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    import socket

    try:
        with socket.create_connection((server["host"], server["port"]), timeout=2):
            return server
    except OSError:
        return None


def _ask_server(server: dict[str, Any], name: str, store: str | None, given: dict[str, Any]) -> Any:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    from storehelm.core.serialise import dumps, loads

    place = f"stores/{store}/{name}" if store else name
    sent = {key: _sendable(value) for key, value in given.items() if value is not None}
    request = Request(
        f"http://{server['host']}:{server['port']}/api/{place}",
        data=dumps(sent).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {server['token']}"},
    )
    try:
        with urlopen(request, timeout=3600) as answer:  # noqa: S310
            return loads(answer.read().decode())
    except HTTPError as error:
        raise _refusal(error.read(), error.code) from None


def _sendable(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_sendable(v) for v in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


def _refusal(body: bytes, status: int) -> StorehelmError:
    try:
        said = json.loads(body)
        return StorehelmError(said["error"], mend=said.get("mend", ""))
    except (ValueError, KeyError, TypeError):
        return StorehelmError(f"The server answered with status {status}.", mend="See its log.")
