"""What a person has agreed to."""

from collections.abc import Iterable
from datetime import datetime

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people.consent import ConsentValue, Record, active, covers
from kizuna.people.models import Consent, Person
from kizuna.people.queries.persons import _row_of, _way, visible
from kizuna.places.identity import known_all


def _given(row: Person) -> list[ConsentValue]:
    return [each.value() for each in Consent.objects.filter(person=row.pk).order_by("-given_at", "pk")]


def consents(viewer: Viewer, person: object) -> list[ConsentValue]:
    """Everything this person ever agreed to, newest first; `consent.active` tells what still holds."""
    return _given(_row_of(viewer, person))


def record(viewer: Viewer, person: object) -> Record:
    """Who a person is, how to reach them and what they agreed to, in two or three queries."""
    row = _row_of(viewer, person)
    return Record(row.profile(), _way(viewer, row), tuple(_given(row)))


def holding(viewer: Viewer, ids: Iterable[object], now: datetime) -> frozenset[str]:
    """Which of these agreements, of persons in sight, hold now: one query for a whole list."""
    allow_some(viewer, "person.see")
    rows = Consent.objects.filter(pk__in=known_all(ids), person__in=visible(viewer))
    return frozenset(str(row.pk) for row in rows if active(row.value(), now))


def has_consent(
    viewer: Viewer, person: object, purpose: str, recipient: str, now: datetime, *, emergency: bool = False
) -> bool:
    """Whether the person agrees now that this recipient learns about them for this purpose."""
    row = _row_of(viewer, person)
    rows = Consent.objects.filter(person=row.pk, purpose=purpose, recipient=recipient)
    return covers(
        (each.value() for each in rows), purpose=purpose, recipient=recipient, now=now, emergency=emergency
    )


def withdrawn_since(viewer: Viewer, person: object, purpose: str, recipient: str, since: datetime) -> bool:
    """Whether the person took back, at or after this time, what they had agreed to before it."""
    row = _row_of(viewer, person)
    taken_back = Consent.objects.filter(
        person=row.pk, purpose=purpose, recipient=recipient, given_at__lte=since, withdrawn_at__gte=since
    )
    return taken_back.exists()
