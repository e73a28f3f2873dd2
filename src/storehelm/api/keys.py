"""Who is asking: a key in the Authorization header, or the session of a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from storehelm.operations import LOCAL, Actor
from storehelm.operations.server import is_local_token
from storehelm.operations.tokens import actor_of_token


class Key(HttpBearer):
    """A person's own key, or, from the machine itself, the key that its server wrote down."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        address = "" if "X-Forwarded-For" in request.headers else request.META.get("REMOTE_ADDR", "")
        return LOCAL if is_local_token(token, address) else actor_of_token(token)


class Session(APIKeyCookie):
    """The session cookie of a signed-in page; changing anything needs the page's CSRF token too."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        del key
        person: Any = request.user
        if not person.is_authenticated:
            return None
        return Actor(person.get_username(), person_id=person.pk, language=person.language)


WAYS = [Key(), Session(csrf=True)]
