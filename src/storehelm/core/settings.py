"""Where things live and the few knobs of the machine, read from the environment once a process.

`STOREHELM_HOME` (default `~/.storehelm`) holds all state: the operational database, one folder a store, secrets, logs.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from storehelm.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Settings:
    """The machine's settings.

    `memory_limit` and `threads` bound each open store file of the warehouse; `database_url` is empty for SQLite.
    """

    home: Path
    database_url: str
    memory_limit: str
    threads: int
    host: str
    port: int

    @property
    def stores(self) -> Path:
        return self.home / "stores"

    @property
    def server_file(self) -> Path:
        return self.home / "server.json"

    def secret(self, name: str = "secret.key") -> bytes:
        """The machine's own secret, made on first use, readable by its owner only; keys hashes and sessions."""
        path = self.home / name
        if not path.exists():
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32))
        return path.read_text().strip().encode()


def current() -> Settings:
    """The settings of the environment as it is now."""
    home = Path(os.environ.get("STOREHELM_HOME") or Path.home() / ".storehelm").expanduser().resolve()
    return Settings(
        home=home,
        database_url=os.environ.get("STOREHELM_DATABASE_URL", ""),
        memory_limit=os.environ.get("STOREHELM_MEMORY_LIMIT", "1GB"),
        threads=_whole("STOREHELM_THREADS", os.cpu_count() or 2),
        host=os.environ.get("STOREHELM_HOST", "127.0.0.1"),
        port=_whole("STOREHELM_PORT", 8410),
    )


def _whole(name: str, default: int) -> int:
    raw = os.environ.get(name, "")
    try:
        return int(raw) if raw else default
    except ValueError:
        raise BadInput(f"{name} is '{raw}', which is not a whole number.", mend=f"Unset it for {default}.") from None
