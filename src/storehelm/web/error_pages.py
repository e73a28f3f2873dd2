"""What went wrong, in words, with what mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storehelm.core.errors import StorehelmError


class ErrorPages:
    """Middleware: a `StorehelmError` raised by a page becomes a page of its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, StorehelmError):
            return None
        template = "web/parts/error.html" if getattr(request, "htmx", False) else "web/error.html"
        return render(request, template, {"error": error}, status=error.status)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """No page has this address."""
    from storehelm.core.errors import NotFound

    del exception
    error = NotFound("There is no page here.", mend="Go to Today, or press / to look for a page.")
    return render(request, "web/error.html", {"error": error}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke in Storehelm itself; the log of the server has it."""
    error = StorehelmError(
        "Something broke on our side.", mend="The server's log says what. Try again, or go to Today."
    )
    return render(request, "web/error.html", {"error": error}, status=500)
