"""One process owns the store files: import, command line and pages at once, through the server."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

LINES = 60_000


@dataclass
class Served:
    home: Path
    port: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    @property
    def written(self) -> dict[str, Any]:
        return json.loads((self.home / "server.json").read_text())

    def cli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "storehelm.cli.main", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)

    def get(self, path: str, token: str = "", **headers: str) -> tuple[int, Any]:
        key = {"Authorization": f"Bearer {token or self.written['token']}"}
        request = Request(f"http://127.0.0.1:{self.port}/api/{path}", headers=key | headers)
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            return error.code, json.loads(error.read())


def _start(environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "storehelm.cli.main", "serve", "--port", str(port)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def _wait(served: Served) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if served.get("ping")[0] == 200:
                return
        except (OSError, ValueError):
            time.sleep(0.1)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("one-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"STOREHELM_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    served = Served(home, port, _start(environment, port), environment)
    try:
        _wait(served)
        yield served
    finally:
        served.process.terminate()
        served.process.wait(20)


def _orders(path: Path, lines: int) -> None:
    with path.open("w") as file:
        file.write("order_id,date,sku,name,quantity,price,currency,status\n")
        for n in range(lines):
            file.write(
                f"o{n},2026-{1 + n % 9:02d}-{1 + n % 28:02d} 10:00,s{n % 50},Thing {n % 50},1,9.99,PLN,completed\n"
            )


def test_its_file_is_its_owner_s_alone(served: Served):
    assert (served.home / "server.json").stat().st_mode & 0o777 == 0o600


def test_a_second_one_does_not_start(served: Served):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    second = served.cli("serve", "--port", str(port))
    assert second.returncode != 0 or f":{served.port}" in second.stdout
    assert served.written["port"] == served.port


def test_the_machine_s_key_is_for_the_machine(served: Served):
    assert served.get("stores")[0] == 200
    assert served.get("stores", token="wrong")[0] == 401


def test_the_machine_s_key_shown_from_elsewhere_opens_nothing(home: Path):
    from storehelm.operations import server

    path = home / "server.json"
    path.write_text(json.dumps({"pid": os.getpid(), "host": "127.0.0.1", "port": 1, "token": "secret"}))
    try:
        assert server.is_local_token("secret", "127.0.0.1")
        assert not server.is_local_token("secret", "203.0.113.9")
        assert not server.is_local_token("other", "127.0.0.1")
        assert server.running() is None, "nobody answers at that port"
    finally:
        path.unlink()


def test_import_command_line_and_pages_at_once(served: Served, tmp_path: Path):
    """No lock error anywhere, and pages are answered while the import runs."""
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    _orders(small, 200)
    _orders(large, LINES)
    said = tmp_path / "mapping.toml"
    said.write_text('prices = "gross"\nvat_rate = 23\n')
    mapping = ("--store", "shop", "--mapping", str(said))
    first = served.cli("import", str(small), *mapping, "--json")
    assert first.returncode == 0, first.stderr
    done: list[subprocess.CompletedProcess[str]] = []
    importing = threading.Thread(target=lambda: done.append(served.cli("import", str(large), *mapping)))
    importing.start()
    answered = 0
    while importing.is_alive():
        status, brief = served.get("stores/shop/brief?as_of=2026-10-01")
        assert status == 200, brief
        answered += 1
    importing.join()
    assert done[0].returncode == 0, done[0].stderr
    brief = served.cli("brief", "--store", "shop", "--as-of", "2026-10-01", "--json")
    assert brief.returncode == 0, brief.stderr
    assert answered >= 3, "the brief was asked for while the import ran"
    status, totals = served.get("stores/shop/totals")
    assert status == 200
    assert totals["total"]["orders"] == LINES


def test_a_killed_server_leaves_nothing_in_the_way(served: Served):
    served.process.kill()
    served.process.wait(20)
    assert (served.home / "server.json").exists(), "it had no time to tidy up"
    alone = served.cli("stores", "--json")
    assert alone.returncode == 0, alone.stderr
    served.process = _start(served.environment, served.port)
    _wait(served)
    assert served.written["pid"] == served.process.pid
