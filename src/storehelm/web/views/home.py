"""The way in: the first store's Today, and how pages are shown to the reader."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from storehelm.core.errors import BadInput, StorehelmError
from storehelm.core.text import LANGUAGES
from storehelm.web.asking import ask
from storehelm.web.reader import COOKIE

TRIES, PAUSE_SECONDS = 10, 900


class SignIn(LoginView):
    """Ten wrong passwords for a name from one address, and it must wait a quarter of an hour."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True

    def _key(self) -> str:
        asked = f"{self.request.POST.get('username', '')}\n{self.request.META.get('REMOTE_ADDR', '')}"
        return "sign-in-" + hashlib.sha256(asked.encode()).hexdigest()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if cache.get(self._key(), 0) >= TRIES:
            error = StorehelmError("Too many wrong passwords.", mend="Wait a quarter of an hour, then try again.")
            return render(request, "web/error.html", {"error": error}, status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        cache.add(self._key(), 0, PAUSE_SECONDS)
        cache.incr(self._key())
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        cache.delete(self._key())
        return super().form_valid(form)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    stores = ask(request, "stores")
    last = request.session.get("store")
    if not stores:
        return render(request, "web/no_store.html", {"stores": [], "store": None})
    slug = last if any(s["slug"] == last for s in stores) else stores[0]["slug"]
    return redirect("today", slug=slug)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Set the language or the light; the person's own when signed in, else a cookie of the browser."""
    wishes: dict[str, Any] = {k: request.POST[k] for k in ("language", "theme") if request.POST.get(k)}
    response = HttpResponseRedirect(_back(request))
    if request.user.is_authenticated:
        ask(request, "my-settings", **wishes)
    elif wishes.get("language", "en") not in LANGUAGES:
        raise BadInput("There is no such language here.", field="language", mend=f"Use {' or '.join(LANGUAGES)}.")
    elif "language" in wishes:
        response.set_cookie(COOKIE, wishes["language"], max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


def _back(request: HttpRequest) -> str:
    """The page the choice was made on, if it is one of ours."""
    back = request.POST.get("next", "/")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/"
