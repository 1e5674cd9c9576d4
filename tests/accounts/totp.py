"""An authenticator app (RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def get_code(secret: str) -> str:
    """Return the six-digit code that the app shows now."""
    counter = (int(time.time()) // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
