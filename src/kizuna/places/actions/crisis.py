"""Setting the crisis numbers of the site."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.places.crisis import CrisisDraft, wrong
from kizuna.places.models import CrisisNumber


def set_crisis_numbers(*, numbers: Sequence[CrisisDraft], by: Viewer, now: datetime) -> None:
    """Replace all crisis numbers by these, in this order; refused when one of them is unusable."""
    allow(by, "crisis.keep")
    today = timezone.localdate(now)
    problem = next((found for each in numbers if (found := wrong(each, today))), None)
    if problem:
        raise Refused(_(problem))
    if not numbers:
        raise Refused(_("A site needs at least one crisis number."))
    with transaction.atomic():
        CrisisNumber.objects.all().delete()
        rows = [
            CrisisNumber(
                kind=each.kind,
                number=each.number,
                url=each.url,
                label=dict(each.label),
                note=dict(each.note),
                position=position,
                reviewed_on=each.reviewed_on,
                review_by=each.review_by,
            )
            for position, each in enumerate(numbers)
        ]
        CrisisNumber.objects.bulk_create(rows)
        note(verb="crisis.set", subject=rows[0], by=by, now=now)
