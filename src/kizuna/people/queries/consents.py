"""What a person has agreed to."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import Q, QuerySet, UUIDField

from kizuna.access.deeds import allow_some
from kizuna.access.models import PreparedList
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.people.consent import ENDS_SOON, ConsentValue, Record, active, covers
from kizuna.people.models import Consent, Person, records_of
from kizuna.people.profile import Profile
from kizuna.people.queries.persons import _way, profiles
from kizuna.people.queries.sight import row_of, visible_by, visible_here_by
from kizuna.places.identity import known_all
from kizuna.places.queries import emergency_areas, posture

LONGEST_LIST = 200


def _given(row: Person) -> list[ConsentValue]:
    return [each.value() for each in _of(row).order_by("-given_at", "pk")]


def _of(row: Person) -> QuerySet[Consent]:
    """What this person agreed to, in every record of theirs: each holds for what it said."""
    return Consent.objects.filter(person__in=records_of(row.pk))


def consents(viewer: Viewer, person: object) -> list[ConsentValue]:
    """Everything this person ever agreed to, newest first; `consent.active` tells what still holds."""
    return _given(row_of(viewer, person))


def record(viewer: Viewer, person: object) -> Record:
    """Who a person is, how to reach them and what they agreed to, in two or three queries."""
    row = row_of(viewer, person)
    return Record(row.profile(), _way(viewer, row), tuple(_given(row)))


def holding(viewer: Viewer, ids: Iterable[object], now: datetime) -> frozenset[str]:
    """Which of these agreements, of persons in sight, hold now: one query for a whole list."""
    allow_some(viewer, "person.see")
    rows = _holding(viewer).rows(known_all(ids))
    return frozenset(str(row.pk) for row in rows if active(row.value(), now))


def agreements(viewer: Viewer, persons: Iterable[object], purpose: str) -> dict[str, list[ConsentValue]]:
    """What these persons ever agreed to for one purpose, in every record of theirs: by person, one query."""
    allow_some(viewer, "person.see")
    ids = known_all(persons)
    mine = Q(person__in=ids) | Q(person__merged_into__in=ids)
    rows = Consent.objects.filter(mine, visible_by(viewer, "person") | Q(person__merged_into__isnull=False))
    found: dict[str, list[ConsentValue]] = {}
    for row in rows.filter(purpose=purpose).select_related("person").order_by("-given_at", "pk"):
        found.setdefault(str(row.person.merged_into_id or row.person_id), []).append(row.value())
    return found


def consents_in_sight(
    viewer: Viewer,
    *,
    persons: Iterable[object] | None = None,
    ids: Iterable[object] | None = None,
    start: int = 0,
    limit: int = LONGEST_LIST,
) -> list[ConsentValue]:
    """What persons in sight ever agreed to, the newest first: of these persons, or with these ids."""
    allow_some(viewer, "person.see")
    rows = Consent.objects.filter(visible_by(viewer, "person"))
    if persons is not None:
        rows = rows.filter(person__in=known_all(persons))
    if ids is not None:
        rows = rows.filter(pk__in=known_all(ids))
    return [row.value() for row in rows.order_by("-given_at", "pk")[start : start + limit]]


@lru_cache(maxsize=256)
def _holding(viewer: Viewer) -> PreparedList[Consent]:
    rows = Consent.objects.filter(_counts_now(), visible_by(viewer, "person"))
    return PreparedList(UUIDField(), lambda these: rows.filter(pk__in=these))


def _counts_now() -> Q:
    """Everyday agreements, and those for emergencies where there is one."""
    return Q(emergency_only=False) | Q(person__area__in=emergency_areas(SYSTEM("consent")))


def ending_consents(viewer: Viewer, now: datetime) -> list[tuple[Profile, ConsentValue]]:
    """The agreements of people in sight that end within a month, soonest first, with who they are."""
    allow_some(viewer, "caseload.see")
    soon = Consent.objects.filter(
        visible_here_by(viewer, "person"),
        withdrawn_at__isnull=True,
        until__gt=now,
        until__lte=now + ENDS_SOON,
    )
    rows = [row.value() for row in soon.order_by("until", "pk")[:LONGEST_LIST]]
    who = profiles(viewer, {each.person for each in rows})
    return [(who[each.person], each) for each in rows if each.person in who]


def has_consent(
    viewer: Viewer,
    person: object,
    purpose: str,
    recipient: str,
    now: datetime,
    *,
    emergency: bool | None = None,
) -> bool:
    """Whether the person agrees now that this recipient learns about them for this purpose.

    `emergency`: whether agreements for emergencies count; by itself the posture of their area decides.
    """
    row = row_of(viewer, person)
    if row.restricted_at is not None:
        return False
    rows = _of(row).filter(purpose=purpose, recipient=recipient)
    given = [each.value() for each in rows]
    if emergency is None:
        only = any(each.emergency_only for each in given)
        emergency = only and posture(viewer, row.area_id, now=now) == "emergency"
    return covers(given, purpose=purpose, recipient=recipient, now=now, emergency=emergency)


def withdrawn_since(viewer: Viewer, person: object, purpose: str, recipient: str, since: datetime) -> bool:
    """Whether the person took back, at or after this time, what they had agreed to before it."""
    row = row_of(viewer, person)
    taken_back = _of(row).filter(
        purpose=purpose, recipient=recipient, given_at__lte=since, withdrawn_at__gte=since
    )
    return taken_back.exists()
