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
        set_up()
        migrate()
        _done = True


def set_up() -> None:
    """Django without its database: neither asked nor changed."""
    configured()
    import django

    django.setup()


def configured() -> Any:
    """Django's settings, with no database asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storehelm.state.settings")
    from django.conf import settings

    return settings


def migrate() -> list[str]:
    """Apply pending migrations; returns their names."""
    from django.core.management import call_command

    missing = pending()
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    return missing


def pending() -> list[str]:
    """Migrations that this version has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied() -> list[str]:
    """Migrations that the database has, as `app.name`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return sorted(f"{app}.{name}" for app, name in executor.recorder.applied_migrations())


def migrate_back(keep: list[str]) -> list[str]:
    """Undo every migration but those in `keep`; returns the undone ones.

    Raises Django's `IrreversibleError` where one cannot be undone.
    """
    set_up()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    undo = sorted(set(applied()) - set(keep))
    executor = MigrationExecutor(connection)
    for app in {name.partition(".")[0] for name in undo}:
        kept = [(app, name.partition(".")[2]) for name in keep if name.startswith(f"{app}.")]
        children = executor.loader.graph.node_map
        leaves: list[tuple[str, str | None]] = []
        leaves += [node for node in kept if node in children and not _has_child_in(children[node], kept)]
        executor.migrate(leaves or [(app, None)])
        executor = MigrationExecutor(connection)
    return undo


def _has_child_in(node: Any, kept: list[tuple[str, str]]) -> bool:
    return any(child.key in kept for child in node.children)
