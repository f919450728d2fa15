"""Tries at an account, counted one by one however many come at once."""

from datetime import datetime

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.models import Guesses
from kizuna.people.throttle import begins_anew, must_wait


def try_once(*, bucket: str, by: Viewer, now: datetime) -> bool:
    """Count a try before it is made. False when it has to wait: then it is neither made nor counted.

    Whoever counts only what failed lets many through that come at the same moment.
    """
    allow(by, "guess.count")
    with transaction.atomic():
        Guesses.objects.bulk_create([Guesses(bucket=bucket, last_at=now)], ignore_conflicts=True)
        row = Guesses.objects.select_for_update().get(bucket=bucket)
        since = (now - row.last_at).total_seconds()
        tries = 0 if begins_anew(since) else row.tries
        if must_wait(tries, since):
            return False
        row.tries, row.last_at = tries + 1, now
        row.save(update_fields=["tries", "last_at"])
    return True


def forget_tries(*, bucket: str, by: Viewer, now: datetime) -> None:
    """It was right: what was counted begins anew."""
    allow(by, "guess.count")
    Guesses.objects.filter(bucket=bucket).delete()
