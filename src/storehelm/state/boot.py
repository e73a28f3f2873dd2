"""Make Django and its database ready in this process."""

from __future__ import annotations

import os
import threading
from typing import Any

_lock = threading.Lock()
_done = False


def ready() -> None:
    """Set Django up and bring the database to this version's schema. Cheap when it was done before."""
    global _done
    with _lock:
        if _done:
            return
        configured()
        import django

        django.setup()
        migrate()
        _done = True


def configured() -> Any:
    """Django's settings, with no database asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storehelm.state.settings")
    from django.conf import settings

    return settings


def migrate() -> list[str]:
    """Apply pending migrations; returns their names."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
