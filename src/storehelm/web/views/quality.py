"""Data quality, and the totals page on which a person says that the data is right."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from storehelm.web.asking import ask, page


@login_required
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    here = page(request, slug)
    return render(request, "web/quality.html", here | {"quality": ask(request, "data-quality", slug), "tab": "more"})


@login_required
def totals(request: HttpRequest, slug: str) -> HttpResponse:
    here = page(request, slug)
    return render(request, "web/totals.html", here | {"totals": ask(request, "totals", slug), "tab": "more"})


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    ask(request, "confirm", slug)
    return redirect("today", slug=slug)
