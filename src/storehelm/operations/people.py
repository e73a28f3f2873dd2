"""People and what they may see."""

from __future__ import annotations

import secrets
from typing import Any, Literal

from storehelm.core.errors import BadInput, NotFound
from storehelm.core.text import LANGUAGES
from storehelm.operations.actor import Actor
from storehelm.operations.registry import Role, operation

Theme = Literal["auto", "light", "dark"]


@operation("manage", audit="added {username} as {role} of {store_slug}", about="machine")
def add_person(
    *,
    actor: Actor,
    username: str = "owner",
    password: str = "",
    language: str = "en",
    store_slug: str = "",
    role: Role = "owner",
) -> dict[str, Any]:
    """Let somebody sign in, with a role in one store or, when none is named, in every store.

    Without a password one is made; it is returned once and kept only as a hash. A person who is there already gets the
    role and keeps their password unless a new one is given.
    """
    del actor
    from storehelm.state.models import Membership, Person

    _known_language(language)
    person = Person.objects.filter(username=username).first()
    made = "" if person or password else secrets.token_urlsafe(12)
    new = password or made
    if person is None:
        person = Person(username=username, language=language)
    if new:
        _set_password(person, new)
    person.save()
    granted = _stores(store_slug)
    for store in granted:
        Membership.objects.update_or_create(person=person, store=store, defaults={"role": role})
    return {"username": username, "password": made, "role": role, "stores": [store.slug for store in granted]}


def _stores(slug: str) -> list[Any]:
    from storehelm.state.models import Store

    found = list(Store.objects.filter(slug=slug) if slug else Store.objects.all())
    if slug and not found:
        raise NotFound(f"There is no store '{slug}'.", mend="`storehelm stores` lists them.")
    return found


def _set_password(person: Any, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password, person)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), field="password", mend="Choose a longer one.") from None
    person.set_password(password)


def _known_language(language: str) -> None:
    if language not in LANGUAGES:
        raise BadInput(f"There is no language '{language}'.", field="language", mend=f"Use {' or '.join(LANGUAGES)}.")


@operation("manage", audit="set language {language}, theme {theme}", about="person", least="viewer")
def my_settings(*, actor: Actor, language: str | None = None, theme: Theme | None = None) -> dict[str, Any]:
    """How pages are shown to you."""
    from storehelm.state.models import Person

    if language is not None:
        _known_language(language)
    person = Person.objects.get(pk=actor.person_id)
    person.language, person.theme = language or person.language, theme or person.theme
    person.save(update_fields=["language", "theme"])
    return {"language": person.language, "theme": person.theme}


@operation("manage", audit="made a new password for {username}", about="machine")
def reset_password(*, actor: Actor, username: str) -> dict[str, Any]:
    """Make a new password for somebody who forgot theirs; it is returned once."""
    del actor
    from storehelm.state.models import Person

    person = Person.objects.filter(username=username).first()
    if person is None:
        raise NotFound(f"There is no '{username}'.", mend="`storehelm add-person` adds people.")
    made = secrets.token_urlsafe(12)
    _set_password(person, made)
    person.save()
    return {"username": username, "password": made}
