"""Letters that came in: answers, and the reports of mail servers."""

from datetime import datetime

from django.db import transaction

from kizuna.outbox.actions.hearing import receive
from kizuna.outbox.actions.recording import receipt
from kizuna.outbox.letter import opened


def receive_letter(*, raw: bytes, now: datetime) -> bool:
    """Keep a letter, with its effect, once for each Message-ID; a bounce tells of the message it is about."""
    letter = opened(raw)
    with transaction.atomic():
        if letter.bounced:
            receipt(reference=letter.bounced, kind="failed", error="Bounced", bounce=True, now=now)
        return receive(
            channel="email",
            address=letter.address or "?",
            subject=letter.subject,
            text=letter.text,
            whole=raw.decode("utf-8", "replace"),
            reference=letter.reference,
            automatic=letter.automatic,
            now=now,
        )
