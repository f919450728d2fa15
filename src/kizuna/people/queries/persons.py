"""The door to persons: whom a viewer may see, and what they get to know."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from kizuna.access.deeds import ANYWHERE, AREA, DEEDS, SELF, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Block, Consent, Membership, Person
from kizuna.people.models.filling import indexes, normal_email, normal_phone
from kizuna.people.profile import Contact, Details, Profile, fold
from kizuna.places.identity import known, known_all
from kizuna.places.queries import emergency_areas


def _supported() -> Exists:
    """Agreed to the support of link workers, and still does. The database's clock: nobody can forget it."""
    holds = Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gt=Now()),
        person=OuterRef("pk"),
        purpose=SUPPORT,
        recipient=LINK_WORKERS,
        withdrawn_at__isnull=True,
    )
    now_too = Q(emergency_only=False) | Q(person__area__in=emergency_areas(SYSTEM("consent")))
    return Exists(holds.filter(now_too))


def _in_sight(viewer: Viewer) -> Q:
    """What makes a person visible to this viewer; merged ones are not, the one who stays is."""
    reach = DEEDS["person.see"].get(viewer.role)
    here = Q(merged_into__isnull=True) & ~Q(status="erased")
    if reach == ANYWHERE:
        return here
    if reach == AREA:
        return here & Q(area__in=known_all(viewer.areas)) & Q(_supported())
    if reach == SELF and viewer.person:
        return here & Q(pk=viewer.person)
    return Q(pk__in=())


def _seen(viewer: Viewer) -> QuerySet[Person]:
    """The rows of the persons whom this viewer may see, merged ones left out."""
    return Person.objects.filter(_in_sight(viewer))


def visible(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of the persons this viewer may see, those merged into them included: a subquery for rooms above."""
    stays = Exists(_seen(viewer).filter(pk=OuterRef("merged_into")))
    merged = Q(merged_into__isnull=False) & Q(stays)
    return Person.objects.filter(_in_sight(viewer) | merged).values("pk")


def _rows_of(rows: QuerySet[Person], ids: Iterable[object]) -> dict[UUID, Person]:
    """Rows by the id that was asked for; a merged person is looked up as the one who stays.

    One query when nobody was merged, which is nearly always; `rows` themselves never hold merged ones.
    """
    wanted = known_all(ids)
    asked = list((rows | Person.objects.filter(merged_into__isnull=False)).filter(pk__in=wanted))
    found = {row.pk: row for row in asked if row.merged_into_id is None}
    merged = {row.pk: row.merged_into_id for row in asked if row.merged_into_id is not None}
    survivors = {row.pk: row for row in rows.filter(pk__in=set(merged.values()))} if merged else {}
    return found | {id: survivors[stays] for id, stays in merged.items() if stays in survivors}


def _row_of(viewer: Viewer, person: object) -> Person:
    """The row of one person for this viewer; raises LogInFirst, NotAllowed or NotFound."""
    allow_some(viewer, "person.see")
    row = next(iter(_rows_of(_seen(viewer), [person]).values()), None)
    if row is None:
        raise NotFound("person")
    return row


def profile(viewer: Viewer, person: object) -> Profile:
    """One person; a merged id gives the one they were merged into. NotFound when out of sight."""
    return _row_of(viewer, person).profile()


def profiles(viewer: Viewer, ids: Iterable[object]) -> dict[str, Profile]:
    """Persons by the id that was asked for; those out of sight are left out."""
    allow_some(viewer, "person.see")
    return {str(id): row.profile() for id, row in _rows_of(_seen(viewer), ids).items()}


def details(viewer: Viewer, person: object) -> Details:
    """How to reach one person: opened telephone number, e-mail and postal address."""
    row = _row_of(viewer, person)
    return Details(row.phone or "", row.email or "", row.address, row.shared_contact, row.do_not_contact)


def _reached_by(text: str) -> Q:
    """Has the whole text as telephone number or e-mail address; nobody, when it is neither."""
    if not any(char.isdigit() or char == "@" for char in text):
        return Q(pk__in=())
    try:
        if "@" in text:
            return Q(email_index__in=indexes(normal_email(text), "email"))
        return Q(phone_index__in=indexes(normal_phone(text), "phone"))
    except Refused:
        return Q(pk__in=())


def _named(viewer: Viewer, text: str) -> QuerySet[Person]:
    """Persons in sight whose names hold every word of the text, or who are reached by it; by name."""
    named = Q()
    for word in fold(text).split()[:8]:
        named &= Q(name_key__contains=word)
    return _seen(viewer).filter(named | _reached_by(text) if named else named).order_by("name_key", "pk")


def find(viewer: Viewer, text: str, limit: int = 20) -> list[Profile]:
    """Persons in sight whose names hold every word of the text, or whose phone or e-mail it is."""
    allow_some(viewer, "person.see")
    if not fold(text):
        return []
    return [row.profile() for row in _named(viewer, text)[:limit]]


def listed(viewer: Viewer, text: str = "", *, start: int = 0, limit: int = 25) -> tuple[int, list[Profile]]:
    """How many persons are in sight (or match the text), and one page of them by name."""
    allow_some(viewer, "person.see")
    rows = _named(viewer, text)
    return rows.count(), [row.profile() for row in rows[start : start + limit]]


def contact(viewer: Viewer, person: object, now: datetime) -> Contact | None:
    """How this viewer may reach the person; None for the dead, the gone, those who refuse, or blocked it."""
    return _way(viewer, _row_of(viewer, person))


def _way(viewer: Viewer, row: Person) -> Contact | None:
    return None if _refusing(viewer).filter(person=row.pk).exists() else row.contact()


def contacts(viewer: Viewer, ids: Iterable[object], now: datetime) -> dict[str, Contact]:
    """How to reach each of these persons, by the id that was asked for; those not to be reached left out."""
    allow_some(viewer, "person.see")
    willing = _seen(viewer).exclude(pk__in=_refusing(viewer))
    ways = {str(id): row.contact() for id, row in _rows_of(willing, ids).items()}
    return {id: way for id, way in ways.items() if way}


def _refusing(viewer: Viewer) -> QuerySet[Block, Any]:
    """Ids of the persons who blocked this viewer."""
    if not viewer.person:
        return Block.objects.none().values("person")
    return Block.objects.filter(other=known(viewer.person)).values("person")


def blocked(viewer: Viewer, person: object, other: object) -> bool:
    """Whether one of the two blocked the other."""
    row = _row_of(viewer, person)
    pair = known(other)
    return Block.objects.filter(Q(person=row.pk, other=pair) | Q(person=pair, other=row.pk)).exists()


def household(viewer: Viewer, person: object) -> list[Profile]:
    """Who lives with this person, as far as the viewer may see them."""
    row = _row_of(viewer, person)
    homes = Membership.objects.filter(person=row.pk).values("household")
    others = Membership.objects.filter(household__in=homes).exclude(person=row.pk).values("person")
    return [each.profile() for each in _seen(viewer).filter(pk__in=others).order_by("name_key", "pk")]
