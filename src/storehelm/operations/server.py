"""The one server process: it owns the store files while it runs, and says in `server.json` where it is."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from storehelm.core.errors import BadInput
from storehelm.core.settings import current
from storehelm.operations.handle import pool

LOOPBACK = ("127.0.0.1", "::1")
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: its process, address, and the key of the machine's own user."""

    pid: int
    host: str
    port: int
    token: str

    @property
    def address(self) -> str:
        host = _ANYWHERE.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def written() -> Running | None:
    """What `server.json` says, whether or not the server still runs."""
    try:
        return Running(**json.loads(current().server_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def running(timeout: float = 2.0) -> Running | None:
    """The server of this home folder; None when none answers. A file left by a killed server is not believed."""
    import http.client

    found = written()
    if found is None:
        return None
    host = _ANYWHERE.get(found.host, found.host)
    connection = http.client.HTTPConnection(host, found.port, timeout=timeout)
    try:
        connection.request("GET", "/api/ping", headers={"Authorization": f"Bearer {found.token}"})
        answer = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return found if isinstance(answer, dict) and answer.get("pid") == found.pid else None


def is_local_token(token: str, address: str) -> bool:
    """Whether this is the key in this process' `server.json`, shown from the machine itself."""
    mine = written()
    if mine is None or mine.pid != os.getpid() or address not in LOOPBACK:
        return False
    return secrets.compare_digest(token.encode(), mine.token.encode())


def serve(host: str = "", port: int = 0, *, ready: Callable[[Running], None] | None = None) -> None:
    """Serve pages and API until stopped; `ready` is called when requests are answered.

    Raises `BadInput` when a server of this home folder runs already, or the port is taken.
    """
    from storehelm.state.boot import ready as database_ready

    settings = current()
    if (other := running()) is not None:
        raise BadInput(f"Storehelm runs already at {other.address}.", mend="Use that one, or stop it first.")
    database_ready()
    _stop_on_terminate()
    server = _listen(host or settings.host, port or settings.port)
    with _announced(host or settings.host, int(server.effective_port)) as here, _jobs():
        if ready is not None:
            ready(here)
        try:
            with _stopped_by_signal():
                server.run()
        finally:
            server.close()
            pool().close()


@contextmanager
def _stopped_by_signal() -> Iterator[None]:
    """A service manager's stop (SIGTERM) ends the server as Ctrl+C does."""

    def stop(*_: Any) -> None:
        raise SystemExit(0)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listen(host: str, port: int) -> Any:
    """The bound socket with the application behind it. Behind an HTTPS proxy, the proxy's headers are believed."""
    import waitress.server
    from django.core.wsgi import get_wsgi_application

    proxy: dict[str, Any] = {}
    if os.environ.get("STOREHELM_HTTPS") == "1":
        headers = {"x-forwarded-proto", "x-forwarded-for", "x-forwarded-host"}
        proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": headers}
    try:
        return waitress.server.create_server(
            get_wsgi_application(), host=host, port=port, threads=8, ident="storehelm", **proxy
        )
    except OSError as error:
        mend = "Stop what uses it, or choose another with --port."
        raise BadInput(f"{host}:{port} cannot be listened on: {error.strerror}.", mend=mend) from None


@contextmanager
def _announced(host: str, port: int) -> Iterator[Running]:
    """`server.json`, written whole and readable by its owner only, for as long as the server runs."""
    here = Running(os.getpid(), host, port, secrets.token_urlsafe(32))
    path = current().server_file
    _write_private(path, json.dumps(asdict(here)))
    try:
        yield here
    finally:
        if written() == here:
            path.unlink(missing_ok=True)


def _write_private(path: Path, text: str) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)


@contextmanager
def _jobs() -> Iterator[None]:
    """The server's own work, in threads beside the pages, for as long as it runs."""
    from storehelm.operations.jobs import start_jobs, stop_jobs

    start_jobs()
    try:
        yield
    finally:
        stop_jobs()


def _stop_on_terminate() -> None:
    """A service manager's polite stop ends the server as Ctrl+C does: files closed, `server.json` gone."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
