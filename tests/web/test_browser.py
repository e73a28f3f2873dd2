"""The pages in a real browser, on a phone and on a desk; screenshots go to `STOREHELM_SHOTS` or a folder of the run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.services import need

pytestmark = pytest.mark.browser

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NAME, PASSWORD = "olga", "a-long-enough-word"
_SERVE = f"""
from datetime import date, datetime
from storehelm.core.connector import Batch
from storehelm.operations.handle import open_store
from storehelm.operations import LOCAL, perform
from storehelm.operations.server import serve
perform("sample", actor=LOCAL, orders=4000, days=420, products=120, end=date(2026, 11, 23))
perform("create-store", actor=LOCAL, slug="bare", title="Zz bare", currency="PLN")
day = date(2026, 11, 20)
line = {{"order_id": "o", "day": day, "kind": "product", "quantity": 2, "net": "20", "gross": "24.60"}}
lines = [line | {{"line_id": v, "variant_id": v, "currency": "PLN"}} for v in ("v", "w")]
order = {{"order_id": "o", "placed_at": str(day), "day": day, "status": "sold", "currency": "PLN"}}
items = [{{"variant_id": v, "name": "A very long name of a thing for the kitchen table"}} for v in ("v", "w")]
tables = {{"orders": [order], "order_lines": lines, "products": items}}
open_store("bare").warehouse.load(Batch(tables, "test"), now=datetime(2026, 11, 21))
perform("add-person", actor=LOCAL, username={NAME!r}, password={PASSWORD!r})
serve(port=PORT)
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server in a process and home of its own."""
    home, port = tmp_path_factory.mktemp("served"), _free_port()
    environment = os.environ | {"STOREHELM_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-c", _SERVE.replace("PORT", str(port))], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)
    assert not (home / "server.json").exists(), "a stopped server leaves no server.json"


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(f"{address}/login/", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chosen = os.environ.get("STOREHELM_SHOTS")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = need("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(ARGS))
        yield running
        running.close()


@pytest.fixture(params=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Any, server: str) -> Iterator[Any]:
    """A signed-in page of that width; a script's error or a refused request of the page fails the test."""
    context = browser.new_context(viewport=PHONE if request.param == "phone" else DESK, base_url=server)
    wrong: list[str] = []
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.goto("/")
    opened.get_by_label("Name").fill(NAME)
    opened.get_by_label("Password").fill(PASSWORD)
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/s/sample/")
    opened.width_name = request.param
    yield opened
    context.close()
    assert wrong == []


def test_costs_are_entered_on_a_phone_without_scrolling_sideways(page: Any, shots: Path):
    """The field for a cost is on the screen, whatever the table beside it needs."""
    page.goto("/s/bare/costs/")
    field = page.locator("input[name=cost]").first
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    page.screenshot(path=shots / f"bare-costs-{page.width_name}.png")
    before = page.locator("input[name=cost]").count()
    field.fill("4-6")
    with page.expect_navigation():
        field.press("Enter")
    assert page.locator("input[name=cost]").count() == before - 1


def _no_sideways_scrolling(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_today(page: Any, shots: Path):
    assert page.locator("h1").inner_text() == "Tuesday, 24 November 2026"
    assert page.locator(".figure").count() == 4
    assert page.locator(".part .line").count() > 0
    _no_sideways_scrolling(page)
    page.screenshot(path=shots / f"today-{page.width_name}.png", full_page=True)


@pytest.mark.parametrize("name", ["products", "month", "data", "totals", "costs", "all", "me", "definitions"])
def test_every_page_fits_its_width(page: Any, shots: Path, name: str):
    page.goto(f"/{name}/" if name in ("me", "definitions") else f"/s/sample/{name}/")
    _no_sideways_scrolling(page)
    page.screenshot(path=shots / f"{name}-{page.width_name}.png")


def test_evidence_opens_in_place(page: Any, shots: Path):
    line = page.locator(".line:has(.behind)").first
    line.locator(".behind > summary").press("Enter")
    line.locator(".rows table").first.wait_for()
    assert line.locator(".rows tbody tr").count() > 0
    assert page.url.endswith("/s/sample/")
    _no_sideways_scrolling(page)
    line.screenshot(path=shots / f"evidence-{page.width_name}.png")


def test_the_palette_by_keyboard_alone(page: Any, shots: Path):
    page.keyboard.press("/")
    page.locator("#palette-list a").first.wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#palette").is_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("data qu")
    assert page.locator("#palette-list a:visible").count() == 1
    page.screenshot(path=shots / f"palette-{page.width_name}.png")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/sample/data/")


def test_the_palette_finds_letters_without_their_marks(page: Any):
    page.keyboard.press("Control+k")
    page.locator("#palette-list a").first.wait_for()
    page.keyboard.type("lipa")
    assert "Pod Lipą" in page.locator("#palette-list a:visible").first.inner_text()
    page.keyboard.type("zzz")
    assert page.locator("#palette-list[data-empty]").count() == 1


def test_every_control_is_reached_by_tab_and_shows_it(page: Any):
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "[document.activeElement.outerHTML, getComputedStyle(document.activeElement).outlineStyle]"
        )
        if "<body" in outline[0]:
            break
        assert outline[1] != "none", f"no ring on {outline[0][:200]}"
        reached.add(outline[0])
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary')].filter(e => e.checkVisibility())"
        ".map(e => e.outerHTML)"
    )
    assert set(wanted) <= reached


def test_polish_and_dark(page: Any, shots: Path):
    page.locator(".menu.right > summary").click()
    page.get_by_role("button", name="Polski").click()
    page.locator("html[lang=pl]").wait_for()
    assert page.locator("h1").inner_text() == "Wtorek, 24 listopada 2026"
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".menu.right > summary").click()
    page.get_by_role("button", name="Ciemny").click()
    page.locator("html[data-theme=dark]").wait_for()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.screenshot(path=shots / f"today-pl-dark-{page.width_name}.png", full_page=True)
    page.goto("/s/sample/month/")
    page.screenshot(path=shots / f"month-pl-dark-{page.width_name}.png", full_page=True)
    for name, wanted in (("Jak w urządzeniu", "auto"), ("English", "auto")):
        page.locator(".menu.right > summary").click()
        page.get_by_role("button", name=name).click()
        page.locator(f"html[data-theme={wanted}]").wait_for()
    page.locator("html[lang=en]").wait_for()


def test_dark_by_the_device(browser: Any, server: str):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server}/login/")
    red = page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    context.close()
    assert red < 64


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Any, server: str, scheme: str):
    """WCAG 2.2 AA: 4.5 to 1 for every pair of colours that carries text."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server}/login/")
    ratios = page.evaluate(_CONTRAST)
    context.close()
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


_CONTRAST = """() => {
  const style = getComputedStyle(document.documentElement);
  const light = (name) => {
    const probe = document.createElement("i");
    probe.style.color = style.getPropertyValue("--" + name);
    document.body.append(probe);
    const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((v) => {
      const share = v / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    probe.remove();
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const pairs = [["ink", "paper"], ["ink", "card"], ["soft", "paper"], ["soft", "card"], ["accent", "paper"],
    ["accent", "card"], ["accent", "wash"], ["accent-ink", "accent"], ["must", "card"], ["must", "must-wash"],
    ["losing", "card"], ["losing", "losing-wash"], ["trying", "card"], ["ink", "must-wash"], ["ink", "trying-wash"]];
  return Object.fromEntries(pairs.map(([text, ground]) => {
    const [a, b] = [light(text), light(ground)].sort((x, y) => y - x);
    return [text + " on " + ground, Math.round((a + 0.05) / (b + 0.05) * 100) / 100];
  }));
}"""
