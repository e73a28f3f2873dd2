"""Today and the brief are asked for while a million lines are imported through the running server: all are answered."""

from __future__ import annotations

import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from benches.measure import conclude, options
from benches.real_data import raw_csv

STORE, WORD, SECONDS = "shop", "a-long-enough-word", 120
COMMAND = (sys.executable, "-m", "storehelm.cli.main")
MAPPING = 'kind = "orders"\ndate_order = "mdy"\nprices = "net"\ncurrency = "GBP"\n'
FIRST_LINES = 60_000


@dataclass(slots=True)
class Together:
    """How the import went and what was asked meanwhile: seconds of each page and brief that was answered, failures."""

    imported: dict[str, Any] = field(default_factory=dict[str, Any])
    import_seconds: float = 0.0
    pages: list[float] = field(default_factory=list[float])
    briefs: list[float] = field(default_factory=list[float])
    failures: list[str] = field(default_factory=list[str])


def cli(home: Path, *arguments: str, **more: str) -> str:
    """A command of its own process in `home`; its output. Raises when it fails."""
    done = subprocess.run(
        [*COMMAND, *arguments], env=environment(home) | more, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


def environment(home: Path) -> dict[str, str]:
    return dict(os.environ) | {"STOREHELM_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def prepare(home: Path, first: Path, mapping: Path) -> None:
    """A store with the first lines, its totals confirmed, and somebody who can sign in."""
    cli(home, "import", str(first), "--store", STORE, "--mapping", str(mapping), "--currency", "GBP")
    cli(home, "confirm", "--store", STORE)
    people = (
        "from storehelm.operations import LOCAL, perform\n"
        f"perform('add-person', actor=LOCAL, username='olga', password='{WORD}')"
    )
    subprocess.run([sys.executable, "-c", people], env=environment(home), check=True, capture_output=True)


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The real server in a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)], env=environment(home), stdout=log, stderr=log
        )
    try:
        _wait(home, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(home: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and server.poll() is None:
        if (home / "server.json").exists():
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start: {(home / 'server.log').read_text()[-2000:]}")


def sign_in(address: str) -> OpenerDirector:
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    browser.open(f"{address}/login/", timeout=SECONDS).read()
    token = next((str(cookie.value) for cookie in cookies if cookie.name == "csrftoken"), "")
    sent = urlencode({"username": "olga", "password": WORD, "csrfmiddlewaretoken": token}).encode()
    browser.open(f"{address}/login/", sent, timeout=SECONDS).read()
    return browser


def ask_while_importing(home: Path, address: str, file: Path, mapping: Path, last: date) -> Together:
    """Import the file through the server; until it is in, ask for Today of one morning after another, and the brief."""
    seen, browser, began = Together(), sign_in(address), time.monotonic()
    command = [*COMMAND, "import", str(file), "--store", STORE, "--mapping", str(mapping), "--json"]
    importing = subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for ago in itertools.count():
        _page(seen, browser, f"{address}/s/{STORE}/?as_of={last - timedelta(days=ago % 28)}")
        if ago % 5 == 0:
            _brief(seen, home, last)
        if importing.poll() is not None:
            break
    out, err = importing.communicate(timeout=SECONDS)
    seen.import_seconds = time.monotonic() - began
    if importing.returncode:
        seen.failures.append(f"import: {err[-1000:]}")
    else:
        seen.imported = json.loads(out)
    _page(seen, browser, f"{address}/s/{STORE}/")
    return seen


def _page(seen: Together, browser: OpenerDirector, address: str) -> None:
    start = time.perf_counter()
    try:
        with browser.open(address, timeout=SECONDS) as answer:
            text = answer.read().decode()
        if "/login/" in answer.url or "<main" not in text:
            seen.failures.append(f"{answer.url} is not Today: {text[:300]}")
    except (HTTPError, OSError) as error:
        seen.failures.append(f"{address}: {error}")
    else:
        seen.pages.append(time.perf_counter() - start)


def _brief(seen: Together, home: Path, last: date) -> None:
    start = time.perf_counter()
    try:
        json.loads(cli(home, "brief", "--store", STORE, "--as-of", str(last), "--json"))
    except (RuntimeError, ValueError, subprocess.TimeoutExpired) as error:
        seen.failures.append(f"brief: {error}")
    else:
        seen.briefs.append(time.perf_counter() - start)


def whole_days(path: Path, target: Path, lines: int) -> None:
    """The first lines of the raw file, as a file of their own."""
    with path.open(encoding="utf-8") as source, target.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(source, lines + 1))


def main() -> int:
    arguments = options(__doc__ or "").parse_args()
    path = raw_csv()
    with tempfile.TemporaryDirectory() as folder:
        home, mapping, first = Path(folder), Path(folder) / "mapping.toml", Path(folder) / "first.csv"
        mapping.write_text(MAPPING)
        whole_days(path, first, FIRST_LINES)
        prepare(home, first, mapping)
        with serving(home) as address:
            seen = ask_while_importing(home, address, path, mapping, date(2010, 1, 15))
        log = (home / "server.log").read_text()
    cuts = quantiles(seen.pages, n=100, method="inclusive")
    result = {
        "import through the server (s)": round(seen.import_seconds, 1),
        "lines brought in": seen.imported.get("tables", {}).get("order_lines"),
        "pages answered meanwhile": len(seen.pages),
        "page, p50 / p99 (s)": f"{cuts[49]:.2f} / {cuts[98]:.2f}",
        "briefs by command line meanwhile": len(seen.briefs),
        "failures": seen.failures,
    }
    bars = {
        "everything asked was answered": not seen.failures and bool(seen.pages) and bool(seen.briefs),
        "no word of a lock": "lock" not in (log + " ".join(seen.failures)).lower(),
    }
    return conclude(result, bars, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
