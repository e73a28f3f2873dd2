"""Who bought, without saying who: a keyed hash of an address is all that is stored."""

from __future__ import annotations

import hashlib
import hmac


def customer_key(secret: bytes, address: str) -> str:
    """HMAC-SHA256 of an e-mail address under the machine's secret, as hex; the same for every source of the store.

    Letter case and outer spaces make no difference. A platform's customer number goes in as `id:<number>`.
    """
    return hmac.new(secret, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def hmac_pads(secret: bytes) -> tuple[bytes, bytes]:
    """The inner and outer key blocks of HMAC-SHA256 (RFC 2104), for engines that have SHA-256 but no HMAC."""
    key = secret if len(secret) <= 64 else hashlib.sha256(secret).digest()
    block = key.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
