"""Everything one can ask for, once. Doors call `perform`; files of this room hold the operations."""

from storehelm.operations.actor import LOCAL, SCHEDULE, Actor
from storehelm.operations.dispatch import perform, role_in
from storehelm.operations.registry import Operation, all_operations, find

__all__ = ["LOCAL", "SCHEDULE", "Actor", "Operation", "all_operations", "find", "perform", "role_in"]
