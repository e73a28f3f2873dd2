"""Saved ways of looking at the product table, and the table as a file."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from storehelm.core.errors import BadInput, NotFound
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle
from storehelm.operations.products import LARGEST_PAGE, Column, products
from storehelm.operations.registry import operation


@operation("read", audit="listed the saved views")
def views(*, actor: Actor, store: StoreHandle) -> list[dict[str, Any]]:
    """The saved views of the product table, by name: search, flag, sort, order and columns of each."""
    del actor
    return [{"name": view.name} | view.shown for view in store.record.saved_views.order_by("name")]


@operation("manage", audit="saved the view {title}", least="viewer")
def save_view(
    *,
    actor: Actor,
    store: StoreHandle,
    title: str,
    search: str = "",
    flag: str = "",
    sort: Column = "sold_30",
    down: bool = True,
    columns: list[Column] | None = None,
) -> dict[str, Any]:
    """Keep a way of looking at the product table under a name; the same name again replaces it."""
    from storehelm.metrics.product_table import FLAGS
    from storehelm.state.models import SavedView

    name = " ".join(title.split())
    if not name or len(name) > 60:
        raise BadInput("A view needs a name of up to 60 letters.", field="title", mend="Call it what you look for.")
    if flag and flag not in FLAGS:
        raise BadInput(f"'{flag}' is no flag.", field="flag", mend=f"Choose one of: {', '.join(FLAGS)}.")
    shown = {"search": search[:200], "flag": flag, "sort": sort, "down": down, "columns": columns or []}
    SavedView.objects.update_or_create(
        store=store.record, name=name, defaults={"shown": shown, "saved_by": actor.name[:150]}
    )
    return {"name": name} | shown


@operation("manage", audit="removed the view {title}", least="viewer")
def remove_view(*, actor: Actor, store: StoreHandle, title: str) -> dict[str, Any]:
    """Remove a saved view."""
    del actor
    removed, _ = store.record.saved_views.filter(name=title).delete()
    if not removed:
        raise NotFound(f"There is no view '{title}'.", mend="`views` lists them.")
    return {"removed": title}


@operation("read", audit="exported the products")
def export_products(
    *,
    actor: Actor,
    store: StoreHandle,
    as_of: date | None = None,
    search: str = "",
    flag: str = "",
    sort: Column = "sold_30",
    down: bool = True,
    columns: list[Column] | None = None,
) -> dict[str, Any]:
    """The product table as CSV text: all rows that fit, the chosen columns, by default all that the store has."""
    found = products(
        actor=actor, store=store, as_of=as_of, search=search, flag=flag, sort=sort, down=down, limit=LARGEST_PAGE
    )
    names = [name for name in Column.__args__ if name not in found.absent and (not columns or name in columns)]
    if "cost" in names:
        names.insert(names.index("cost") + 1, "basis")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["variant_id", "sku", *names, "flags"])
    for row in found.rows:
        cells = [_cell(row[name]) for name in ("variant_id", "sku", *names)]
        writer.writerow([*cells, " ".join(row["flags"])])
    return {"file": f"{store.slug}-products-{found.as_of}.csv", "rows": len(found.rows), "text": out.getvalue()}


def _cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is quoted."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
