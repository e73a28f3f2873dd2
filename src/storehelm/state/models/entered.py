"""What people enter: goals, costs and fees."""

from __future__ import annotations

from decimal import Decimal

from django.db import models


class Goal(models.Model):
    """A metric's total to reach over a half-open period."""

    store = models.ForeignKey("state.Store", on_delete=models.CASCADE, related_name="goals")
    metric = models.CharField(max_length=64)
    start_day = models.DateField()
    end_day = models.DateField()
    target = models.DecimalField(max_digits=18, decimal_places=4)
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("store", "metric", "start_day", "end_day"), name="one_goal_a_period"),
        )


class CostRule(models.Model):
    """What goods cost: for one variant, a category, a supplier or the whole store; a cost or a margin, as a range.

    Either `cost_*` (net, in the store's currency) or `margin_*` (share of the net price, 0 to 1) is given. Never
    edited: a correction is a new rule, so that what was believed when can be told.
    """

    store = models.ForeignKey("state.Store", on_delete=models.CASCADE, related_name="cost_rules")
    scope = models.CharField(max_length=10, choices=[(s, s) for s in ("variant", "category", "supplier", "store")])
    key = models.CharField(max_length=200, blank=True)
    cost_low = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    cost_high = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    margin_low = models.FloatField(null=True)
    margin_high = models.FloatField(null=True)
    valid_from = models.DateField()
    origin = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("store", "scope", "key")),)


class FeeRule(models.Model):
    """What an order costs besides its goods, from a day on. `percent` is a share of the gross, 0 to 1."""

    store = models.ForeignKey("state.Store", on_delete=models.CASCADE, related_name="fee_rules")
    kind = models.CharField(max_length=12)
    method = models.CharField(max_length=100, default="*")
    up_to_kg = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    valid_from = models.DateField()
    percent = models.FloatField(default=0)
    fixed_low = models.DecimalField(max_digits=18, decimal_places=4, default=Decimal(0))
    fixed_high = models.DecimalField(max_digits=18, decimal_places=4, default=Decimal(0))
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField(auto_now_add=True)
