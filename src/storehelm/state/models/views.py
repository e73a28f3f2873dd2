"""Ways of looking at the product table that people keep."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A named filter, order and choice of columns of a store's product table, for all who see the store."""

    store = models.ForeignKey("state.Store", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    shown = models.JSONField()
    saved_by = models.CharField(max_length=150)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("store", "name"), name="one_view_a_name"),)
