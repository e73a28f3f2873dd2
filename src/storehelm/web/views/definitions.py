"""What every number means."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storehelm.web.asking import ask


def last_store(request: HttpRequest) -> dict[str, Any]:
    """Definitions belong to no store; the pages keep the one last looked at in their heading."""
    stores = ask(request, "stores")
    last = request.session.get("store")
    here = next((s for s in stores if s["slug"] == last), stores[0] if stores else None)
    return {"stores": stores, "store": here, "tab": "more"}


@login_required
def definitions(request: HttpRequest) -> HttpResponse:
    return render(request, "web/definitions.html", last_store(request) | {"metrics": ask(request, "metrics")})


@login_required
def definition(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "web/definition.html", last_store(request) | {"metric": ask(request, "metric", which=name)})
