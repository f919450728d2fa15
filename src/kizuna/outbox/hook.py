"""News for programs: what is called, how it is signed (Standard Webhooks), what an answer means."""

import base64
import hashlib
import hmac
import json

from kizuna.outbox.message import Outcome

PREFIX = "whsec_"


def key_of(secret: str) -> bytes:
    """The bytes of a secret such as `whsec_…`; raises ValueError for anything else."""
    if not secret.startswith(PREFIX):
        raise ValueError("not a secret of a webhook")
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def signature(secret: str, id: str, at: int, body: str) -> str:
    """What proves that a call is ours: `v1,` and the HMAC of id, second and body."""
    digest = hmac.new(key_of(secret), f"{id}.{at}.{body}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(secret: str, id: str, at: int, body: str) -> dict[str, str]:
    """The headers of a call: its id stays the same at each attempt, the second is that of this one."""
    return {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, id, at, body),
    }


def packed(secret: str, body: str) -> str:
    """The text of a message: what is said, and the secret with which each attempt is signed anew."""
    return json.dumps({"secret": secret, "body": body})


def unpacked(text: str) -> tuple[str, str]:
    """Secret and body of a packed text."""
    found = json.loads(text)
    return found["secret"], found["body"]


def means(status: int) -> Outcome:
    """What the answer of a receiver means. Only `gone` is for ever: everything else may be mended there."""
    if 200 <= status < 300:
        return Outcome("delivered")
    if status == 410:
        return Outcome("permanent", "HTTP 410")
    return Outcome("temporary", f"HTTP {status}")
