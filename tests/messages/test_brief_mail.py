"""The brief as a mail: everything it says, in either language, safe to show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from storehelm.core.brief import Brief, NumberRow, Usual
from storehelm.core.money import Estimate, Money
from storehelm.core.proposal import MeasurementPlan, Proposal
from storehelm.core.report import Finding, Gap
from storehelm.core.text import t
from storehelm.messages.brief_mail import brief_mail


def pln(amount: int) -> Money:
    return Money(Decimal(amount), "PLN")


def brief(**others) -> Brief:
    said = {
        "store": "shop", "title": "Lipa & <Sons>", "currency": "PLN", "as_of": date(2026, 11, 24), "simulated": True,
        "attribution": "Someone, CC BY 4.0", "health": t("Data is complete to {day}.", day=date(2026, 11, 23)),
        "healthy": True, "numbers": (
            NumberRow("net_sales", t("Net revenue"), "money",
                      (Usual(pln(1700), pln(900), pln(5200), "normal"), None, Usual(pln(41000)))),
            NumberRow("cm1", t("Money left after goods"), "money", (), t("no goal set for this month")),
        ),
        "must": (Finding("a", "must", t("<script>alert(1)</script> runs out"), deadline=date(2026, 11, 30)),),
        "losing": (
            Finding("b", "losing", t("Mug is sold below cost"), t("By 2 a piece."), Estimate.counted(pln(300))),
        ),
        "trying": (
            Proposal("c", "price", "revenue", t("Raise the mug"), t("It sells out."),
                     Estimate(pln(200), pln(500), pln(900)), MeasurementPlan.cannot_be_known(t("too few")), 15),
        ),
        "notes": (), "gaps": (Gap("stock", ("stock",), t("No stock is known.")),), "more": {"must": 4},
    }  # fmt: skip
    return Brief(**said | others)


def mailed(language: str = "en", address: str = "", **others):
    message = brief_mail(
        brief(**others), language, sender="helm@example.com", to=["a@example.com"], moment=0, address=address
    )
    plain, html = message.iter_parts()
    return message, plain.get_content(), html.get_content()


class Reader(HTMLParser):
    """The words of a page, and that every element which opens is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open, self.words, self.names = [], [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_both_forms_say_everything():
    message, plain, html = mailed()
    page = Reader(html)
    assert page.open == []
    words = " ".join(" ".join(page.words).split())
    flat = " ".join(plain.split())
    for said in (
        "Lipa & <Sons>", "24 Nov 2026", "simulated", "Data is complete to 23 Nov 2026.", "PLN 1,700", "no goal set",
        "<script>alert(1)</script> runs out", "until 30 Nov 2026", "and 4 more", "Mug is sold below cost",
        "By 2 a piece.", "PLN 300", "Raise the mug", "15 min of work", "It sells out.", "No stock is known.",
        "Someone, CC BY 4.0",
    ):  # fmt: skip
        assert said.replace(" ", "\xa0") in flat or said in flat.replace("\xa0", " "), said
        assert said in words.replace("\xa0", " "), said
    assert message["Subject"] == "Lipa & <Sons>: 24 Nov 2026"
    assert message["To"] == "a@example.com"
    assert message["Auto-Submitted"] == "auto-generated"


def test_no_script_no_image_no_style_sheet():
    _, _, html = mailed(address="https://helm.example.com/?a=1&b=2")
    page = Reader(html)
    assert not page.names & {"script", "img", "style", "link", "form"}
    assert 'href="https://helm.example.com/?a=1&amp;b=2"' in html


def test_polish():
    message, plain, html = mailed("pl", address="https://helm.example.com/")
    assert message["Subject"] == "Lipa & <Sons>: 24 lis 2026"
    for text in (plain, html):
        assert "Open the page" not in text
        assert "Otwórz stronę" in text
        assert "15 min pracy" in text
    assert '<html lang="pl">' in html


@pytest.mark.parametrize("held", [None, t("Advice waits until you confirm that the imported totals are right.")])
def test_a_quiet_morning_and_a_held_one(held):
    _, plain, html = mailed(must=(), losing=(), trying=(), more={}, held=held)
    wanted = "Advice waits" if held else "Nothing worth doing today."
    assert wanted in plain
    assert wanted in html
    assert ("Nothing worth doing" in plain) == (held is None)
    assert "MUST" not in plain


def test_a_title_cannot_add_headers():
    with pytest.raises(ValueError, match=r"linefeed|newline|header"):
        mailed(title="Shop\nBcc: x@example.com")
