"""What the terminal shows of an answer: lines, tables that fit, no markup of the data's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console

from storehelm.cli.show import show
from storehelm.core.brief import Brief, NumberRow, Usual
from storehelm.core.money import Estimate, Money
from storehelm.core.report import Finding, Grid, Report
from storehelm.core.text import t


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STOREHELM_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "80")


def printed(result) -> str:
    out = StringIO()
    show(result, Console(file=out, width=80))
    return out.getvalue()


def finding(title: str) -> Finding:
    money = Estimate.counted(Money.of(50, "EUR"))
    return Finding("below:A", "losing", t("{p} sells below cost", p=title), money=money)


def test_a_report_is_lines_and_tables():
    grid = Grid("g", t("Sold"), ("product", "pieces"), (("Mug", 3), ("Tea", Decimal("1.5"))))
    text = printed(Report("a.b", "Why?", date(2026, 1, 2), findings=(finding("Mug"),), grids=(grid,)))
    assert "• Mug sells below cost  €50.00 a month" in text
    assert "below:A" in text
    assert "Mug           3" in text
    assert "{" not in text


def test_brackets_in_a_name_are_shown():
    text = printed({"findings": [finding("Mug [red]")], "rows": [{"name": "[bold]Tea", "n": 1}]})
    assert "Mug [red] sells" in text
    assert "[bold]Tea" in text


def test_columns_that_do_not_fit_are_named():
    row = {f"column_{n}": "value of some length" for n in range(9)}
    text = printed([row])
    assert "column 0" in text
    assert "More columns with --json" in text
    assert "column 8" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_a_quiet_brief_says_so():
    numbers = (NumberRow("orders", t("Orders"), "count", (Usual(3, 1, 5, "normal"), Usual(20), None)),)
    brief = Brief(
        "s", "Shop", "EUR", date(2026, 1, 2), False, "", t("Data is complete to {day}.", day=date(2026, 1, 1)), True,
        numbers, (), (), (), (), (),
    )  # fmt: skip
    text = printed(brief)
    assert "Nothing worth doing today." in text
    assert "Data is complete to 1 Jan 2026." in text
    assert "1-5" in text


def test_nothing():
    assert "Nothing to show." in printed([])
