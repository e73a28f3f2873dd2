"""One's own account: password, and keys to the API."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from storehelm.core.errors import BadInput
from storehelm.web.asking import ask
from storehelm.web.views.definitions import last_store


def _shown(request: HttpRequest, **more: Any) -> HttpResponse:
    here = last_store(request)
    owns = any(store["role"] == "owner" for store in here["stores"])
    return render(request, "web/account.html", here | {"keys": ask(request, "tokens"), "owns": owns} | more)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    return _shown(request, changed="changed" in request.GET)


@login_required
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key; this answer is the only one that shows it."""
    return _shown(request, made=ask(request, "create-token", label=request.POST.get("label", "")))


@login_required
@require_POST
def revoke_key(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("id", "")
    if not number.isdecimal():
        raise BadInput(f"'{number}' is no key.", field="id", mend="Use the page's own button.")
    ask(request, "revoke-token", token_id=int(number))
    return redirect("account")


class ChangePassword(PasswordChangeView):
    success_url = reverse_lazy("account", query={"changed": "1"})

    def get(self, request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
        del request
        return redirect("account")

    def form_invalid(self, form: Any) -> HttpResponse:
        del form
        return _shown(self.request, refused=True)
