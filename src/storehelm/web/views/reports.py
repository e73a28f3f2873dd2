"""What the analyses found: every line, and each analysis' own answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storehelm.web.asking import ask, day_asked, page


@login_required
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    here = page(request, slug)
    found = ask(request, "lines", slug, as_of=day_asked(request))
    return render(request, "web/everything.html", here | {"lines": found, "tab": "today"})


@login_required
def report(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    here = page(request, slug)
    found = ask(request, "report", slug, which=name, as_of=day_asked(request))
    return render(request, "web/report.html", here | {"report": found, "tab": "more"})
