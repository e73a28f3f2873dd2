"""What the machine's user has set, and what the server remembers of its own work."""

from __future__ import annotations

from django.db import models

from storehelm.state.secret import SecretJSONField


class Setting(models.Model):
    """One named value, encrypted at rest: it may hold a password."""

    key = models.CharField(max_length=100, unique=True)
    value = SecretJSONField(null=True)
