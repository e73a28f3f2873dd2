"""People and what they may do in which store."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    """Somebody who signs in. `language` and `theme` are how pages are shown to them."""

    language = models.CharField(max_length=5, default="en")
    theme = models.CharField(max_length=5, default="auto")


class Membership(models.Model):
    """A person's role in a store."""

    ROLES = (("owner", "owner"), ("operator", "operator"), ("viewer", "viewer"))

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    store = models.ForeignKey("state.Store", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLES)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "store"), name="one_role_a_store"),)


class ApiToken(models.Model):
    """A person's key to the API. Only its hash is kept: it is shown once, when it is made."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
