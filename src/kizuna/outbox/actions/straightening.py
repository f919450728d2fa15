"""After the clock was put back: nothing waits for a moment that was written down by the wrong one."""

from datetime import datetime, timedelta

from django.db.models import Q

from kizuna.outbox.models import Message
from kizuna.outbox.retry import ATTEMPTS, longest

APART = timedelta(seconds=5)
"""The clocks of two web servers may differ by so much."""
LEASED = timedelta(hours=1)
"""Nobody is given a fetched message for longer."""


def straighten(now: datetime) -> int:
    """Messages that wait for longer than any pause is are due now; how many.

    A human who was to call again has an hour, whatever the clock did. Whose way rests, or who sleeps, waits
    all the same: the gates and the quiet hours are asked when it is their turn.
    """
    later = Q(created_at__gt=now + APART)
    for attempt in range(1, ATTEMPTS + 1):
        for life in (False, True):
            most = timedelta(seconds=longest(attempt, life_safety=life))
            later |= Q(attempts=attempt, life_safety=life, next_try__gt=now + most)
    leased = Message.objects.filter(status="sending", leased_until__gt=now + LEASED)
    leased.update(leased_until=now + LEASED)
    waiting = Message.objects.filter(status__in=["queued", "unknown"], next_try__gt=now)
    voice = Q(channel="voice", created_at__lte=now, next_try__lte=now + LEASED)
    return waiting.filter(later).exclude(voice).update(next_try=now)
