"""A link by which somebody ends our messages without an account (RFC 8058); their address is sealed in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kizuna.access.secrets import BadSeal, open_link, seal_link

PURPOSE = "outbox.leaving"
LASTS = timedelta(days=5 * 365)
"""People end messages by letters that they find years later."""


def leaving_token(channel: str, address: str, keys: Sequence[str], now: datetime) -> str:
    """What stands at the end of the link."""
    return seal_link([channel, address], keys, purpose=PURPOSE, now=now)


def who_leaves(token: str, keys: Sequence[str], now: datetime) -> tuple[str, str] | None:
    """Channel and address of a link; None when it is none of ours, or too old."""
    try:
        channel, address = open_link(token, keys, purpose=PURPOSE, now=now, max_age=LASTS)
    except (BadSeal, ValueError):
        return None
    return str(channel), str(address)
