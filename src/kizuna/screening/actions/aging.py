"""What is old goes."""

from datetime import datetime

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.screening.models import CheckUp, Concern, ContactRequest, Saved, TextRound, Worry
from kizuna.screening.queries import aged


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of a kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        emptied = list(
            Concern.objects.filter(pk__in=ids, reach__isnull=False).values_list("check_up", flat=True)
        )
        if code == "screening.check_ups":
            CheckUp.objects.filter(pk__in=ids).delete()
        elif code == "screening.contact_requests":
            ContactRequest.objects.filter(pk__in=ids).delete()
        elif code == "screening.text_rounds":
            TextRound.objects.filter(pk__in=ids).delete()
        elif code == "screening.saved":
            Saved.objects.filter(pk__in=ids).delete()
        elif code == "screening.worries":
            Worry.objects.filter(pk__in=ids).delete()
        else:
            Concern.objects.filter(pk__in=ids).delete()
            CheckUp.objects.filter(pk__in=emptied, concern__isnull=True).delete()
    return len(ids)
