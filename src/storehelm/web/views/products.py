"""The product table: search, flags, sorting, columns, views that are remembered, export."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from storehelm.core.errors import BadInput
from storehelm.core.text import t
from storehelm.web.asking import ask, day_asked, page

PAGE = 100
UNITS = {
    "name": "text",
    "category": "text",
    "price": "money",
    "cost": "money",
    "left": "money",
    "sold_7": "count",
    "sold_30": "count",
    "sold_90": "count",
    "on_hand": "count",
    "days_left": "count",
    "on_order": "count",
    "return_share": "share",
    "ad_spend": "money",
    "rival_price": "money",
    "lowest_30": "money",
}
TITLES = {
    "name": t("Product"),
    "category": t("Category"),
    "price": t("Price"),
    "cost": t("Cost"),
    "left": t("Left per piece"),
    "sold_7": t("Sold in 7 days"),
    "sold_30": t("in 30"),
    "sold_90": t("in 90"),
    "on_hand": t("In stock"),
    "days_left": t("Days left"),
    "on_order": t("On order"),
    "return_share": t("Came back"),
    "ad_spend": t("Ads in 30 days"),
    "rival_price": t("Lowest elsewhere"),
    "lowest_30": t("Lowest of 30 days"),
}
FLAGS = {
    "sold_out": t("sold out"),
    "soon_out": t("soon sold out"),
    "below_cost": t("below cost"),
    "below_floor": t("below your floor"),
    "dearer": t("cheaper elsewhere"),
    "not_selling": t("not selling"),
    "no_cost": t("no cost entered"),
    "comes_back": t("often comes back"),
}
BAD = ("sold_out", "below_cost", "below_floor")


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks of the table."""
    wish = request.GET
    try:
        offset = max(0, int(wish.get("offset", "0")))
    except ValueError:
        raise BadInput("The offset is no number.", field="offset", mend="Follow the page's own links.") from None
    flag = wish.get("flag", "")
    asked = {"search": wish.get("search", "")[:200], "flag": flag if flag in FLAGS else ""}
    sort = wish.get("sort", "sold_30")
    return asked | {
        "sort": sort if sort in UNITS else "sold_30",
        "down": wish.get("down", "1") != "0",
        "offset": offset,
    }


def _columns(request: HttpRequest, absent: tuple[str, ...]) -> list[str]:
    """The columns the person chose, remembered for the session; by default all that the store has."""
    if "columns" in request.GET:
        request.session["product_columns"] = [c for c in request.GET.getlist("columns") if c in UNITS]
    chosen = request.session.get("product_columns") or list(UNITS)
    return [c for c in UNITS if c == "name" or (c in chosen and c not in absent)]


@login_required
def products(request: HttpRequest, slug: str) -> HttpResponse:
    here = page(request, slug)
    asked, day = _asked(request), day_asked(request)
    found = ask(request, "products", slug, as_of=day, limit=PAGE, **asked)
    columns = _columns(request, found.absent)
    last = asked["offset"] + len(found.rows)
    shown = {
        "found": found,
        "asked": asked,
        "heads": [_head(c, asked, here["as_of_asked"]) for c in columns],
        "choices": [(c, TITLES[c], c in columns) for c in UNITS if c != "name" and c not in found.absent],
        "flags": [(name, FLAGS[name], found.flags[name]) for name in FLAGS if found.flags.get(name)],
        "rows": [_row(row, columns) for row in found.rows],
        "columns": columns,
        "views": [(view["name"], _view_address(view)) for view in ask(request, "views", slug)],
        "here_address": _address(asked, here["as_of_asked"]),
        "more_address": _address(asked | {"offset": last}, here["as_of_asked"]) if last < found.found else "",
        "tab": "products",
    }
    parts = getattr(request, "htmx", False)
    template = "web/parts/product_rows.html" if parts and asked["offset"] else "web/products.html"
    return render(request, template, here | shown)


def _row(row: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    return {
        "cells": [(row[c], UNITS[c], c) for c in columns if c != "name"],
        "name": row["name"] or row["variant_id"],
        "sku": row["sku"] or row["variant_id"],
        "flags": [(FLAGS[f], f in BAD) for f in row["flags"]],
    }


def _head(column: str, asked: dict[str, Any], as_of: str) -> dict[str, Any]:
    here = asked["sort"] == column
    down = not asked["down"] if here else UNITS[column] != "text"
    order = ("descending" if asked["down"] else "ascending") if here else "none"
    address = _address(asked | {"sort": column, "down": down, "offset": 0}, as_of)
    return {"name": column, "title": TITLES[column], "unit": UNITS[column], "order": order, "address": address}


def _address(asked: dict[str, Any], as_of: str) -> str:
    wish = {"search": asked["search"], "flag": asked["flag"], "sort": asked["sort"], "down": int(asked["down"])}
    extra = {"as_of": as_of, "offset": asked["offset"] or ""}
    return "?" + urlencode({name: value for name, value in (wish | extra).items() if value != ""})


@login_required
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """All rows that fit, with every column, as CSV."""
    page(request, slug)
    asked = {name: value for name, value in _asked(request).items() if name != "offset"}
    made = ask(request, "export-products", slug, as_of=day_asked(request), **asked)
    response = HttpResponse("\ufeff" + made["text"], content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{made["file"]}"'
    return response


@login_required
@require_POST
def save_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what is shown now under a name."""
    page(request, slug)
    wish = request.POST
    chosen = [c for c in request.session.get("product_columns", []) if c in UNITS]
    shown = {name: wish.get(name, "") for name in ("title", "search", "flag")}
    made = ask(
        request,
        "save-view",
        slug,
        sort=wish.get("sort", "sold_30"),
        down=wish.get("down", "1") != "0",
        columns=chosen,
        **shown,
    )
    return redirect(reverse("products", args=[slug]) + _view_address(made))


def _view_address(view: dict[str, Any]) -> str:
    wish = [(name, view[name]) for name in ("search", "flag", "sort")] + [("down", int(view["down"]))]
    return "?" + urlencode([*wish, *(("columns", column) for column in view["columns"])])
