"""Everywhere one can go, for the palette that Ctrl+K or / opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from storehelm.core.text import Text, say, t
from storehelm.web.asking import ask
from storehelm.web.reader import language_of

PAGES = (
    ("today", t("Today")),
    ("products", t("Products")),
    ("month", t("Month")),
    ("costs", t("Costs")),
    ("quality", t("Data quality")),
    ("totals", t("Totals to confirm")),
)


@login_required
def palette(request: HttpRequest) -> HttpResponse:
    """The list as a fragment; the page's script narrows it as one types."""
    stores = ask(request, "stores")
    slug = request.GET.get("store", "")
    here = slug if any(s["slug"] == slug for s in stores) else (stores[0]["slug"] if stores else "")
    entries = list(_entries(request, stores, here))
    return render(request, "web/parts/palette.html", {"entries": entries})


def _entries(request: HttpRequest, stores: list[dict[str, Any]], slug: str) -> Iterator[tuple[str, str, str]]:
    """(kind, title, address)."""
    language = language_of(request)

    def said(text: Text | str) -> str:
        return say(text, language)

    if slug:
        yield from ((said(t("Page")), said(title), reverse(name, args=[slug])) for name, title in PAGES)
    yield said(t("Page")), said(t("What the numbers mean")), reverse("definitions")
    yield said(t("Page")), said(t("Your account")), reverse("account")
    yield from ((said(t("Store")), s["title"], reverse("today", args=[s["slug"]])) for s in stores)
    for metric in ask(request, "metrics"):
        yield said(t("Number")), said(metric["title"]), reverse("definition", args=[metric["name"]])
    if slug:
        for analysis in ask(request, "analyses"):
            yield said(t("Question")), said(analysis["question"]), reverse("report", args=[slug, analysis["name"]])
