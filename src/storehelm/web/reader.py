"""In what language and light a page is shown: the person's own choice, else the browser's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from storehelm.core.text import LANGUAGES

THEMES = ("auto", "light", "dark")
COOKIE = "storehelm_language"


def language_of(request: HttpRequest) -> str:
    """The person's language, else that of the cookie, else the first known one of Accept-Language, else English."""
    person: Any = request.user
    chosen = person.language if person.is_authenticated else request.COOKIES.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wishes = (part.split(";")[0].strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(","))
    return next((wish for wish in wishes if wish in LANGUAGES), "en")


def theme_of(request: HttpRequest) -> str:
    person: Any = request.user
    theme = person.theme if person.is_authenticated else "auto"
    return theme if theme in THEMES else "auto"


def reader(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    return {"language": language_of(request), "theme": theme_of(request), "languages": LANGUAGES}


class SafePages:
    """Middleware: a page runs only scripts of its own server, and nobody keeps a copy of it."""

    POLICY = (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Content-Security-Policy", self.POLICY)
            response.headers.setdefault("Cache-Control", "no-store")
        return response
