"""What somebody chose to get from us, and on which devices."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.consent import NEWS, THIS_SITE, Chosen, active
from kizuna.people.models import Consent, Device, records_of
from kizuna.places.identity import known, known_all


def chosen(viewer: Viewer, now: datetime) -> Chosen:
    """What the one who looks chose for themselves."""
    allow(viewer, "device.keep", person=viewer.person)
    own = records_of(known(viewer.person))
    held = Consent.objects.filter(person__in=own, purpose=NEWS, recipient=THIS_SITE, withdrawn_at=None)
    news = any(active(row.value(), now) for row in held)
    return Chosen(news, Device.objects.filter(person__in=own).count())


def devices_of(viewer: Viewer, persons: Iterable[object]) -> dict[str, list[str]]:
    """The browsers of each of these persons, newest first, as addresses: for the house."""
    allow(viewer, "run.gather")
    found: dict[str, list[str]] = {}
    ids = list(known_all(persons))
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        theirs = Q(person__in=part) | Q(person__merged_into__in=part)
        for row in Device.objects.filter(theirs).select_related("person").order_by("-at"):
            who = row.person.merged_into_id or row.person_id
            found.setdefault(str(who), []).append(row.subscription)
    return found
