"""A small sample store, an empty one of somebody else, and people with roles in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

PASSWORD = "a-long-enough-word"
END = date(2026, 11, 23)
SIZE = {"orders": 4000, "days": 420, "products": 120}


@dataclass(frozen=True)
class Door:
    """Slugs of the stores, and a signed-in Django client for each person."""

    store: str
    other: str

    def client(self, name: str | None, **headers: str) -> Any:
        from django.test import Client

        client = Client(headers=headers)
        if name is not None:
            assert client.login(username=name, password=PASSWORD)
        return client


@pytest.fixture(scope="session")
def door() -> Door:
    from django.conf import settings

    from storehelm.operations import LOCAL, perform

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    perform("sample", actor=LOCAL, slug="lipa", end=END, **SIZE)
    perform("create-store", actor=LOCAL, slug="elsewhere", title="Elsewhere", currency="PLN")
    people = (("olga", "owner", "lipa"), ("wit", "viewer", "lipa"), ("ewa", "owner", "elsewhere"))
    for name, role, slug in people:
        perform("add-person", actor=LOCAL, username=name, password=PASSWORD, role=role, store_slug=slug)
    return Door("lipa", "elsewhere")


@pytest.fixture(scope="session")
def morning() -> date:
    return END + timedelta(days=1)
