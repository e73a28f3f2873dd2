"""How pages ask: as the person who is signed in, through `perform`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest

from storehelm.core.errors import BadInput
from storehelm.operations import Actor, perform


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person as operations know them."""
    person: Any = request.user
    return Actor(person.get_username(), person_id=person.pk, language=person.language)


def ask(request: HttpRequest, operation: str, store: str | None = None, **given: Any) -> Any:
    """The operation's result; what the person may not do raises a `StorehelmError`, shown by `ErrorPages`."""
    return perform(operation, actor=actor_of(request), store=store, **given)


def day_asked(request: HttpRequest) -> date | None:
    """The `as_of` of the address, if it names one."""
    raw = request.GET.get("as_of", "")
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise BadInput(f"'{raw}' is no day.", field="as_of", mend="Write it as 2026-05-31.") from None


def number_entered(text: str, field: str) -> Decimal:
    """A number as people type it: 1 234,50 and 1,234.50 are the same. `BadInput` for what is none."""
    plain = "".join(text.split())
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point:
        plain = plain.replace(".", "").replace(",", ".") if plain.count(",") == 1 else plain.replace(",", "")
    else:
        plain = plain.replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise BadInput(f"'{text}' is no number.", field=field, mend="Write it as 1234.50.")
    return number


def page(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What every page of a store needs: the stores the person sees, and this one. `NotFound` for any other."""
    from storehelm.core.errors import NotFound

    stores = ask(request, "stores")
    here = next((s for s in stores if s["slug"] == slug), None)
    if here is None:
        raise NotFound("There is no such store here.", mend="Choose one of yours.")
    return {"stores": stores, "store": here, "as_of_asked": request.GET.get("as_of", "")}
