"""A store and where its facts come from."""

from __future__ import annotations

from django.db import models

from storehelm.state.secret import SecretJSONField


class Store(models.Model):
    """A store. `confirmed_at` is when a person said that its totals are right; before it no advice is given."""

    slug = models.SlugField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    timezone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True)
    simulated = models.BooleanField(default=False)
    attribution = models.TextField(blank=True)
    prices_note = models.TextField(blank=True)
    connector = models.CharField(max_length=64, blank=True)
    settings = SecretJSONField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
