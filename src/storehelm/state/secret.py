"""Secrets at rest: a field that is encrypted with the machine's key."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from django.db import models


def _box() -> Any:
    from cryptography.fernet import Fernet

    from storehelm.core.settings import current

    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"fields:" + current().secret()).digest()))


class SecretJSONField(models.TextField):
    """A JSON value, stored encrypted (Fernet: AES-128-CBC with HMAC-SHA256). Cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else _box().encrypt(json.dumps(value).encode()).decode()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(_box().decrypt(value.encode()))
