"""Month: its goal and pace, what moved the result, what was done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from storehelm.web.asking import ask, day_asked, number_entered, page
from storehelm.web.charts import pace_chart
from storehelm.web.reader import language_of


@login_required
def month(request: HttpRequest, slug: str) -> HttpResponse:
    here = page(request, slug)
    found = ask(request, "month", slug, as_of=day_asked(request))
    shown: dict[str, Any] = {
        "month": found,
        "tab": "month",
        "may_set": here["store"].get("role") != "viewer",
        "steps": _steps(found.waterfall),
    }
    if found.pace.get("path"):
        shown["chart"] = {
            name: pace_chart(found.pace["path"], language_of(request), width=width)
            for name, width in (("desk", 640), ("phone", 300))
        }
    return render(request, "web/month.html", here | shown)


@login_required
@require_POST
def set_goal(request: HttpRequest, slug: str) -> HttpResponse:
    target = number_entered(request.POST.get("target", ""), "target")
    ask(request, "set-goal", slug, target=target, month=request.POST.get("month", ""))
    return redirect("month", slug=slug)


def _steps(waterfall: Any) -> list[dict[str, Any]]:
    """The waterfall's rows with the places of their bars, in hundredths of the widest value."""
    if waterfall is None:
        return []
    tops = [float(money.amount) for *_, money in waterfall.rows]
    low, high = min(0.0, *tops), max(0.0, *tops)
    scale = 100 / ((high - low) or 1)
    steps, before = list[dict[str, Any]](), 0.0
    for part, title, money, after in waterfall.rows:
        level = part in ("before", "now")
        start, end = (0.0, float(after.amount)) if level else (before, float(after.amount))
        left, width = (min(start, end) - low) * scale, abs(end - start) * scale
        tone = "level" if level else "up" if end >= start else "down"
        steps.append(
            {"title": title, "money": money, "tone": tone, "x": f"{left:.2f}", "width": f"{max(width, 0.4):.2f}"}
        )
        before = end
    return steps
