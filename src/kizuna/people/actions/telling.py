"""Telling an account what happened to it, in the way it can be reached."""

from datetime import datetime
from uuid import uuid4

from kizuna.outbox.actions import send
from kizuna.people.models import Account


def tell(row: Account, subject: str, text: str, now: datetime) -> None:
    """A message to the owner of this account."""
    send(
        key=f"account:{uuid4()}",
        channel="email" if row.email else "sms",
        address=row.email or row.phone or "",
        subject=subject if row.email else "",
        text=text,
        topic="account",
        now=now,
    )
