"""The two stores that are here to be seen: a real one, and the simulated sample."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from typing import Any

from storehelm.core.errors import StorehelmError
from storehelm.core.settings import current
from storehelm.core.store import StoreInfo
from storehelm.operations.actor import Actor
from storehelm.operations.handle import StoreHandle, info_of, now, pool
from storehelm.operations.registry import operation

REAL, SAMPLE = "online-retail", "sample"


def read_whole(store: StoreHandle, connector: str, settings: Mapping[str, Any]) -> int:
    """Read everything the connector has into the store, in one transaction; returns the rows added."""
    from storehelm.connectors import connector as find
    from storehelm.warehouse.load import load

    warehouse = store.warehouse
    added = 0
    with warehouse.writing() as writer:
        for batch in find(connector).read(settings, warehouse.cursor(connector), writer.staging):
            added += sum(done.added for done in load(writer, batch, now=now()).tables.values())
    return added


def _record(info: StoreInfo, connector: str) -> StoreHandle:
    """The bundled store's record; its totals count as confirmed."""
    from storehelm.state.models import Store

    record, _ = Store.objects.update_or_create(
        slug=info.slug,
        defaults={
            "title": info.title,
            "currency": info.currency,
            "timezone": info.timezone,
            "country": info.country,
            "simulated": info.simulated,
            "attribution": info.attribution,
            "prices_note": info.prices_note,
            "connector": connector,
            "confirmed_at": now().replace(tzinfo=UTC),
        },
    )
    return StoreHandle(record, info_of(record))


@operation("manage", audit="fetched the real store", about="machine")
def real_store(*, actor: Actor) -> dict[str, Any]:
    """Fetch the real store of 2009-2011 and read it in; nothing happens when it is here already."""
    del actor
    from storehelm.connectors import connector
    from storehelm.connectors.online_retail.fetch import fetch

    info = StoreInfo(
        REAL,
        "Online Retail II (a real UK gift store, 2009-2011)",
        "GBP",
        "Europe/London",
        "GB",
        attribution=connector("online_retail").attribution,
        prices_note="The source does not say whether prices hold VAT; they are taken as net.",
    )
    if pool().path(REAL).exists():
        return {"slug": REAL, "added": 0}
    path = fetch(current().home / "downloads")
    store = _record(info, "online_retail")
    added = read_whole(store, "online_retail", {"path": path})
    path.unlink()
    return {"slug": REAL, "added": added}


@operation("manage", audit="made the sample store {slug} with seed {seed}", about="machine")
def sample(
    *,
    actor: Actor,
    slug: str = SAMPLE,
    seed: int = 7,
    orders: int = 25_000,
    days: int = 730,
    products: int = 400,
    truths: bool = True,
    end: date | None = None,
) -> dict[str, Any]:
    """Make the simulated sample store anew: the same numbers give the same store."""
    del actor
    from storehelm.connectors.sample import store_info
    from storehelm.state.models import Store

    info = store_info(slug)
    if Store.objects.filter(slug=slug).exclude(connector="sample").exists():
        raise StorehelmError(f"'{slug}' is a store of yours, not a sample.", mend="Choose another --slug.")
    pool().drop(slug)
    path = pool().path(slug)
    path.unlink(missing_ok=True)
    store = _record(info, "sample")
    settings = {
        "seed": seed,
        "orders": orders,
        "days": days,
        "products": products,
        "truths": "yes" if truths else "no",
        "end": end or info.day_of(now()) - timedelta(days=1),
        "truths_file": path.with_name("truths.json"),
    }
    return {"slug": slug, "added": read_whole(store, "sample", settings)}
