"""Whom news may be sent to: those who agreed to it, can be reached, and are not hidden."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.people.consent import NEWS, THIS_SITE, Reader
from kizuna.people.models import Consent, Person
from kizuna.people.queries.sight import visible_to_keepers
from kizuna.places.identity import known_all

SMS = {"text": "sms", "phone": "sms"}
"""Nobody is called by telephone for news: whoever likes calls best gets a text."""


def readers(viewer: Viewer, areas: Iterable[object] | None, now: datetime) -> Iterator[Reader]:
    """Each person who agreed to news and lives in one of these areas, once; `None`: anywhere.

    With their address: for the house alone. Whoever rests, left, died or wants no contact is not there, nor
    is anybody who must not be found: a figure by area would tell that they are here.
    """
    allow(viewer, "run.gather")
    held = Consent.objects.filter(
        Q(until=None) | Q(until__gt=now),
        purpose=NEWS,
        recipient=THIS_SITE,
        withdrawn_at=None,
        emergency_only=False,
        given_at__lte=now,
    )
    rows = held.exclude(person__in=visible_to_keepers(STRANGER)).select_related("person__merged_into")
    if areas is not None:
        near = known_all(areas)
        rows = rows.filter(
            Q(person__merged_into=None, person__area__in=near) | Q(person__merged_into__area__in=near)
        )
    told: set[object] = set()
    for consent in rows.order_by("pk").iterator(chunk_size=1000):
        who: Person = consent.person.merged_into or consent.person
        way = who.contact()
        if way is None or who.pk in told:
            continue
        told.add(who.pk)
        channel = SMS.get(way.channel, way.channel)
        yield Reader(str(who.pk), str(consent.pk), channel, way.address, way.language, way.shared)
