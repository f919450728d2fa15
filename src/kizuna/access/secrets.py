"""Seal and open text with the site's keys, newest first; links that expire; blind indexes for look-up."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class BadSeal(Exception):
    """This text was not sealed by this site, was changed on the way, or is too old."""


@lru_cache(maxsize=64)
def _derived(key: str, purpose: str) -> bytes:
    """A key of its own for each purpose, so that a token made for one door opens no other."""
    raw = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())
    return base64.urlsafe_b64encode(raw)


@lru_cache(maxsize=64)
def _made(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _lock(keys: Sequence[str], purpose: str) -> MultiFernet:
    return _made(tuple(keys), purpose)


def seal(text: str, keys: Sequence[str], purpose: str = "field") -> str:
    """Sealed text: encrypted and signed with the newest key."""
    return _lock(keys, purpose).encrypt(text.encode()).decode()


def unseal(token: str, keys: Sequence[str], purpose: str = "field") -> str:
    """The text that was sealed; raises BadSeal when no key opens it."""
    try:
        return _lock(keys, purpose).decrypt(token.encode()).decode()
    except InvalidToken:
        raise BadSeal(purpose) from None


def seal_link(payload: Any, keys: Sequence[str], *, purpose: str, now: datetime) -> str:
    """A payload (JSON) that travels in a page or a link: nobody can read or change it on the way."""
    text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
    return _lock(keys, purpose).encrypt_at_time(text.encode(), int(now.timestamp())).decode().rstrip("=")


def open_link(token: str, keys: Sequence[str], *, purpose: str, now: datetime, max_age: timedelta) -> Any:
    """The payload of a link; raises BadSeal when it is foreign, changed or older than `max_age`."""
    padded = token + "=" * (-len(token) % 4)
    try:
        text = _lock(keys, purpose).decrypt_at_time(
            padded.encode(), ttl=int(max_age.total_seconds()), current_time=int(now.timestamp())
        )
    except (InvalidToken, UnicodeEncodeError):
        raise BadSeal(purpose) from None
    return json.loads(text)


def blind(value: str, keys: Sequence[str], purpose: str) -> str:
    """A keyed hash of a normalised value, to find a sealed one again. Made with the oldest key: it stays."""
    return hmac.new(_derived(keys[-1], f"blind:{purpose}"), value.encode(), hashlib.sha256).hexdigest()


def sign(text: str, keys: Sequence[str], purpose: str) -> str:
    """A signature over text that stays readable, made with the newest key."""
    return hmac.new(_derived(keys[0], f"sign:{purpose}"), text.encode(), hashlib.sha256).hexdigest()


def signed(text: str, signature: str, keys: Sequence[str], purpose: str) -> bool:
    """Whether one of the site's keys made this signature over this text."""
    return any(hmac.compare_digest(sign(text, [key], purpose), signature) for key in keys)
