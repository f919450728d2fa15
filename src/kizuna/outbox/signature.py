"""Is this really from the provider, and from now? `X-Kizuna-Signature: t=1764000000,v1=<hex>`."""

import hashlib
import hmac
import re
from datetime import datetime

HEADER = "X-Kizuna-Signature"
FRESH = 300.0
"""Seconds by which clocks may differ and a message may be late."""
FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def signature(body: bytes, secret: str, now: datetime) -> str:
    """The header for a body sent now: HMAC-SHA256 over the time, a dot and the body."""
    at = int(now.timestamp())
    return f"t={at},v1={_digest(body, secret, at)}"


def _digest(body: bytes, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()


def genuine(header: str, body: bytes, secret: str, now: datetime) -> bool:
    """Whether whoever knows the secret signed this body within the last five minutes."""
    found = FORM.fullmatch(header)
    if found is None or not secret:
        return False
    at = int(found[1])
    return hmac.compare_digest(found[2], _digest(body, secret, at)) and abs(now.timestamp() - at) <= FRESH
