"""The stores that are here."""

from __future__ import annotations

from typing import Any

from storehelm.core.errors import BadInput
from storehelm.operations.actor import Actor
from storehelm.operations.dispatch import role_in, stores_of
from storehelm.operations.handle import StoreHandle, now
from storehelm.operations.registry import operation


@operation("read", audit="listed stores", about="machine")
def stores(*, actor: Actor) -> list[dict[str, Any]]:
    """The stores you may see."""
    return [
        {
            "slug": s.slug,
            "title": s.info.title,
            "currency": s.info.currency,
            "simulated": s.info.simulated,
            "confirmed": s.info.confirmed,
            "attribution": s.info.attribution,
            "role": role_in(actor, s.slug),
        }
        for s in stores_of(actor)
    ]


@operation("manage", audit="created store {slug}", about="machine")
def create_store(
    *, actor: Actor, slug: str, title: str = "", currency: str = "EUR", timezone: str = "UTC", country: str = ""
) -> dict[str, Any]:
    """Make an empty store."""
    del actor
    from storehelm.core.store import StoreInfo
    from storehelm.state.models import Store

    info = StoreInfo(slug, title or slug, currency.upper(), timezone, country.upper())
    if Store.objects.filter(slug=slug).exists():
        raise BadInput(f"There is a store '{slug}' already.", field="slug", mend="Choose another name.")
    Store.objects.create(
        slug=info.slug, title=info.title, currency=info.currency, timezone=info.timezone, country=info.country
    )
    return {"slug": info.slug, "title": info.title}


@operation("manage", audit="confirmed the totals")
def confirm(*, actor: Actor, store: StoreHandle) -> dict[str, Any]:
    """Say that the store's totals are right, so that advice may be given."""
    del actor
    from datetime import UTC

    store.record.confirmed_at = now().replace(tzinfo=UTC)
    store.record.save(update_fields=["confirmed_at"])
    return {"slug": store.slug, "confirmed": True}
