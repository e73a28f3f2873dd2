"""Ask for an operation: in this process, or of the running server, which owns the store files while it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storehelm.core.errors import Missing, NotAllowed, NotFound, Stale, StorehelmError

if TYPE_CHECKING:
    from storehelm.operations.server import Running


def ask(name: str, *, store: str | None = None, **given: Any) -> Any:
    """The operation's result, the same from either place. Raises `StorehelmError` with a text that can be shown."""
    from storehelm.operations.server import running

    server = running()
    if server is None:
        from storehelm.operations import LOCAL, perform

        return perform(name, actor=LOCAL, store=store, **given)
    return _ask_server(server, name, store, given)


def _ask_server(server: Running, name: str, store: str | None, given: dict[str, Any]) -> Any:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    from storehelm.core.serialise import dumps, loads

    place = f"stores/{store}/{name}" if store else name
    sent = {key: _sendable(value) for key, value in given.items() if value is not None}
    request = Request(  # noqa: S310 - the address is the one our own server wrote down
        f"{server.address}/api/{place}",
        data=dumps(sent).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {server.token}"},
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
    """The error the server answered with, of the same kind as it would have been here."""
    kinds: dict[int, type[StorehelmError]] = {kind.status: kind for kind in (NotAllowed, NotFound, Stale, Missing)}
    try:
        said = json.loads(body)
        return kinds.get(status, StorehelmError)(said["error"], mend=said.get("mend", ""))
    except (ValueError, KeyError, TypeError):
        return StorehelmError(f"The server answered with status {status}.", mend="See its log.")
