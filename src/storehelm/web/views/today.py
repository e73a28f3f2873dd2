"""Today: the morning's brief, the rest of its lines, and the rows behind each."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storehelm.web.asking import ask, day_asked, page


@login_required
def today(request: HttpRequest, slug: str) -> HttpResponse:
    here = page(request, slug)
    request.session["store"] = slug
    brief = ask(request, "brief", slug, as_of=day_asked(request))
    quiet = not (brief.must or brief.losing or brief.trying or brief.held)
    shown = {"brief": brief, "quiet": quiet, "more_lines": sum(brief.more.values()), "tab": "today"}
    return render(request, "web/today.html", here | shown)


@login_required
def evidence(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows behind one line; a fragment for htmx, a page of its own otherwise."""
    here = page(request, slug)
    shown: Any = ask(request, "evidence", slug, finding=request.GET.get("id", ""), as_of=day_asked(request))
    template = "web/parts/evidence.html" if getattr(request, "htmx", False) else "web/evidence.html"
    return render(request, template, here | {"shown": shown})
