"""Keys to the API: each belongs to a person and may what the person may."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from storehelm.core.errors import BadInput, NotFound
from storehelm.operations.actor import Actor
from storehelm.operations.registry import operation


def _digest(token: str) -> str:
    """A key is 32 random bytes, so a plain hash keeps it: there is nothing to guess from."""
    return hashlib.sha256(token.encode()).hexdigest()


@operation("manage", audit="made the API key {label}", about="person", least="owner")
def create_token(*, actor: Actor, label: str) -> dict[str, Any]:
    """Make a key to the API in your name. It is shown this once."""
    from storehelm.state.models import ApiToken

    label = label.strip()
    if not label or len(label) > 100 or "\0" in label:
        raise BadInput("A key needs a name of at most 100 characters.", field="label", mend="Say what it is for.")
    token = f"sh_{secrets.token_urlsafe(32)}"
    made = ApiToken.objects.create(person_id=actor.person_id, label=label, digest=_digest(token))
    return {"id": made.pk, "label": label, "token": token}


@operation("read", audit="listed API keys", about="person")
def tokens(*, actor: Actor) -> list[dict[str, Any]]:
    """Your keys to the API."""
    from storehelm.state.models import ApiToken

    mine = ApiToken.objects.filter(person_id=actor.person_id).order_by("pk")
    return [{"id": key.pk, "label": key.label, "made_at": key.made_at, "used_at": key.used_at} for key in mine]


@operation("manage", audit="took back the API key {token_id}", about="person", least="viewer")
def revoke_token(*, actor: Actor, token_id: int) -> dict[str, Any]:
    """Take back one of your keys to the API."""
    from storehelm.state.models import ApiToken

    known = 0 < token_id < 2**63
    if not known or not ApiToken.objects.filter(person_id=actor.person_id, pk=token_id).delete()[0]:
        raise NotFound(f"You have no API key {token_id}.", mend="The operation tokens lists them.")
    return {"id": token_id, "revoked": True}


def actor_of_token(token: str) -> Actor | None:
    """Whose key this is; None when it is nobody's."""
    from django.utils import timezone

    from storehelm.state.models import ApiToken

    found = ApiToken.objects.select_related("person").filter(digest=_digest(token), person__is_active=True).first()
    if found is None:
        return None
    ApiToken.objects.filter(pk=found.pk).update(used_at=timezone.now())
    return Actor(found.person.username, person_id=found.person.pk, language=found.person.language)
