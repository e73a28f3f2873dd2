"""The operational models."""

from storehelm.state.models.audit import AuditEntry
from storehelm.state.models.entered import CostRule, FeeRule, Goal
from storehelm.state.models.people import ApiToken, Membership, Person
from storehelm.state.models.setting import Setting
from storehelm.state.models.store import Store
from storehelm.state.models.views import SavedView

__all__ = [
    "ApiToken",
    "AuditEntry",
    "CostRule",
    "FeeRule",
    "Goal",
    "Membership",
    "Person",
    "SavedView",
    "Setting",
    "Store",
]
