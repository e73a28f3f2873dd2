#!/usr/bin/env python3
"""Set Storehelm up in `.venv` and run it: `python3 dev.py start`, `python3 dev.py test`, `python3 dev.py check`.

Needs nothing but Python 3.11 or newer. The environment is made once and again when what it holds is declared anew.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

CHECKS = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["pyright"]),
    ("imports", ["lint-imports"]),
)


def prepare(requirements: str) -> None:
    """Make the environment from the pinned requirements, unless it stands as they say."""
    pins = ROOT / requirements
    wanted = hashlib.sha256(pins.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamps = {name: VENV / f".{name}.stamp" for name in ("requirements.txt", "requirements-dev.txt")}
    stamp = stamps[requirements]
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Setting up {VENV} (a minute or two, once) ...", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    subprocess.run([*pip, "-r", str(pins)], check=True)
    subprocess.run([*pip, "--no-deps", "-e", str(ROOT)], check=True)
    stamp.write_text(wanted)


def run(*command: str) -> int:
    return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False).returncode


def start(arguments: list[str]) -> int:
    """Run the main job: the brief and the web page."""
    prepare("requirements.txt")
    return run("storehelm", "start", *arguments)


def test(arguments: list[str]) -> int:
    """Run every test whose service is present; the end lists what was skipped and why."""
    prepare("requirements-dev.txt")
    return run("python", "-m", "pytest", *arguments)


def check(arguments: list[str]) -> int:
    """Format, lint, types, import contracts and tests; the first that fails ends it."""
    prepare("requirements-dev.txt")
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        if status := run(*command):
            return status
    print("== tests", flush=True)
    return test(arguments)


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - said to whoever runs an older one
        print("Storehelm needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    jobs = {"start": start, "test": test, "check": check}
    if len(sys.argv) < 2 or sys.argv[1] not in jobs:
        print("usage: python3 dev.py start | test | check", file=sys.stderr)
        return 2
    try:
        return jobs[sys.argv[1]](sys.argv[2:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
