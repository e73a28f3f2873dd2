"""Costs in ten minutes: the fewest products that make most of the sales, and a margin assumed for the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from storehelm.core.errors import BadInput
from storehelm.core.text import say_percent
from storehelm.web.asking import ask, number_entered, page
from storehelm.web.reader import language_of


@login_required
def costs(request: HttpRequest, slug: str) -> HttpResponse:
    here = page(request, slug)
    missing = ask(request, "costs-missing", slug)
    shares = {name: say_percent(missing[name], language_of(request)) for name in ("covered", "reached")}
    return render(request, "web/costs.html", here | shares | {"missing": missing, "tab": "more"})


@login_required
@require_POST
def set_cost(request: HttpRequest, slug: str) -> HttpResponse:
    """One product's cost: a number, or a range written as 10-12."""
    entered, variant = request.POST.get("cost", ""), request.POST.get("variant", "")
    ends = [number_entered(part, "cost") for part in entered.replace("–", "-").split("-")]
    if len(ends) > 2:
        raise BadInput(f"'{entered}' is no cost.", field="cost", mend="Write 10.50, or a range such as 10-12.")
    given: dict[str, Decimal] = {"cost": ends[0]} if len(ends) == 1 else {"low": ends[0], "high": ends[1]}
    ask(request, "set-cost", slug, variant=variant, **given)
    return redirect("costs", slug=slug)


@login_required
@require_POST
def assume(request: HttpRequest, slug: str) -> HttpResponse:
    """A share of the price that is assumed to be left, for all goods, a category or a supplier."""
    scope, _, key = request.POST.get("scope", "store:").partition(":")
    ends: dict[str, Any] = {end: float(number_entered(request.POST.get(end, ""), end)) for end in ("low", "high")}
    ask(request, "assume-margin", slug, scope=scope, key=key, **ends)
    return redirect("costs", slug=slug)
