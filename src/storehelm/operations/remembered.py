"""The machine's settings and the server's memory, by name, in the operational database."""

from __future__ import annotations

from typing import Any

from storehelm.core.errors import StorehelmError


def recall(key: str) -> dict[str, Any]:
    """What is kept under the name; empty when nothing is."""
    from cryptography.fernet import InvalidToken

    from storehelm.state.models import Setting

    try:
        found = Setting.objects.filter(key=key).first()
    except InvalidToken:
        raise StorehelmError(
            f"The settings of '{key}' cannot be read with this secret.key.",
            mend="Bring back the secret.key they were written with: each backup holds it.",
        ) from None
    value: Any = found.value if found else None
    return value or {}


def remember(key: str, **values: Any) -> dict[str, Any]:
    """Change some of what is kept under the name, and return all of it."""
    from storehelm.state.models import Setting

    kept = recall(key) | values
    Setting.objects.update_or_create(key=key, defaults={"value": kept})
    return kept
