"""What the docs say is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from storehelm.operations import LOCAL, all_operations, perform

ROOT = Path(__file__).resolve().parent.parent


def test_the_metrics_page_is_rendered_from_the_registry():
    assert (ROOT / "docs" / "metrics.md").read_text() == perform("metrics-page", actor=LOCAL) + "\n"


def test_commands_named_in_the_docs_exist():
    known = {*all_operations(), "start", "serve", "import"}
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        named = set(re.findall(r"(?:^|`|bin/)(?:store)?helm ([a-z][a-z-]+)", page.read_text(), re.MULTILINE))
        assert named <= known, f"{page.name} names {named - known}"


def test_decisions_are_short():
    for page in (ROOT / "docs" / "adr").glob("*.md"):
        assert len(page.read_text().splitlines()) <= 16, page.name
