"""What logging in leaves behind, and nobody needs any more."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.models import Guesses
from kizuna.people.throttle import FORGOTTEN

BATCH = 1000
"""Sessions in one transaction: other writers wait for milliseconds."""


def clear_sessions(*, by: Viewer, now: datetime) -> int:
    """Forget sessions that are over, with the codes in them, where they were, and old counts; how many."""
    allow(by, "session.clear")
    gone = 0
    while keys := list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            gone += Session.objects.filter(pk__in=keys, expire_date__lt=now).delete()[0]
    there = Session.objects.filter(pk=OuterRef("session_key"))
    with transaction.atomic():
        UserSession.objects.filter(~Exists(there)).delete()
        _clear_counts(now)
        Guesses.objects.filter(last_at__lt=now - timedelta(seconds=FORGOTTEN)).delete()
    return gone


def _clear_counts(now: datetime) -> None:
    """How often somebody tried: the library forgets these only when there are very many."""
    moment = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_counts WHERE expires < %s", [moment])
