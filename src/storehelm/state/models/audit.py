"""Who did what, when, with what outcome."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One performed operation. Holds no secrets and no customers' data."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=150)
    store = models.CharField(max_length=64, blank=True)
    operation = models.CharField(max_length=100)
    effect = models.CharField(max_length=20)
    entry = models.TextField()
    outcome = models.CharField(max_length=20)

    class Meta:
        indexes = (models.Index(fields=("store", "-at")),)
