"""The door to persons: whom a viewer may see, and what they get to know."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from kizuna.access.deeds import ANYWHERE, AREA, DEEDS, SELF, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Block, Consent, Membership, Person
from kizuna.people.profile import Contact, Details, Profile, fold


def known(id: object) -> UUID:
    """An id from outside as one that the database can look up; raises NotFound."""
    try:
        return UUID(str(id))
    except ValueError:
        raise NotFound("person") from None


def _supported() -> Exists:
    """Agreed to the support of link workers, and still does. The database's clock: nobody can forget it."""
    holds = Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gt=Now()),
        person=OuterRef("pk"),
        purpose=SUPPORT,
        recipient=LINK_WORKERS,
        emergency_only=False,
        withdrawn_at__isnull=True,
    )
    return Exists(holds)


def seen(viewer: Viewer) -> QuerySet[Person]:
    """The rows of the persons whom this viewer may see, merged ones left out."""
    reach = DEEDS["person.see"].get(viewer.role)
    rows = Person.objects.filter(merged_into__isnull=True).exclude(status="erased")
    if reach == ANYWHERE:
        return rows
    if reach == AREA:
        return rows.filter(_supported(), area__in=viewer.areas)
    if reach == SELF and viewer.person:
        return rows.filter(pk=viewer.person)
    return rows.none()


def visible(viewer: Viewer) -> QuerySet[Person, Any]:
    """Ids of the persons this viewer may see, those merged into them included: a subquery for rooms above."""
    base = seen(viewer).values("pk")
    return Person.objects.filter(Q(pk__in=base) | Q(merged_into__in=base)).values("pk")


def _profile(row: Person) -> Profile:
    return Profile(
        id=str(row.pk),
        name=row.name,
        called=row.called,
        pronouns=row.pronouns,
        birth_year=row.birth_year,
        gender=row.gender,
        languages=tuple(row.languages),
        area_id=str(row.area_id),
        lat=row.lat,
        lon=row.lon,
        lives_alone=row.lives_alone,
        access_needs=None if row.access_needs is None else tuple(row.access_needs),
        preferred_channel=row.preferred_channel,
        preferred_language=row.preferred_language,
        status=row.status,
        contactable=_contact(row) is not None,
    )


def _survivors(ids: Iterable[object]) -> dict[UUID, UUID]:
    """Each of these ids with the one to look at: a merged person is looked up as the one who stays."""
    wanted = {known(id) for id in ids}
    merged = dict(
        Person.objects.filter(pk__in=wanted, merged_into__isnull=False).values_list("pk", "merged_into")
    )
    return {id: merged.get(id, id) for id in wanted}


def row_of(viewer: Viewer, person: object) -> Person:
    """The row of one person for this viewer; raises LogInFirst, NotAllowed or NotFound."""
    allow_some(viewer, "person.see")
    id = known(person)
    row = seen(viewer).filter(pk=_survivors([id])[id]).first()
    if row is None:
        raise NotFound("person")
    return row


def profile(viewer: Viewer, person: object) -> Profile:
    """One person; a merged id gives the one they were merged into. NotFound when out of sight."""
    return _profile(row_of(viewer, person))


def profiles(viewer: Viewer, ids: Iterable[object]) -> dict[str, Profile]:
    """Persons by the id that was asked for; those out of sight are left out."""
    allow_some(viewer, "person.see")
    asked = _survivors(ids)
    rows = {row.pk: _profile(row) for row in seen(viewer).filter(pk__in=set(asked.values()))}
    return {str(id): rows[survivor] for id, survivor in asked.items() if survivor in rows}


def details(viewer: Viewer, person: object) -> Details:
    """How to reach one person: opened telephone number, e-mail and postal address."""
    row = row_of(viewer, person)
    return Details(row.phone or "", row.email or "", row.address, row.shared_contact, row.do_not_contact)


def _named(viewer: Viewer, text: str) -> QuerySet[Person]:
    """Persons in sight whose name or chosen name holds every word of the text, by name."""
    rows = seen(viewer)
    for word in fold(text).split()[:8]:
        rows = rows.filter(name_key__contains=word)
    return rows.order_by("name_key", "pk")


def find(viewer: Viewer, text: str, limit: int = 20) -> list[Profile]:
    """Persons in sight whose name or chosen name holds every word of the text."""
    allow_some(viewer, "person.see")
    if not fold(text):
        return []
    return [_profile(row) for row in _named(viewer, text)[:limit]]


def listed(viewer: Viewer, text: str = "", *, start: int = 0, limit: int = 25) -> tuple[int, list[Profile]]:
    """How many persons are in sight (or match the text), and one page of them by name."""
    allow_some(viewer, "person.see")
    rows = _named(viewer, text)
    return rows.count(), [_profile(row) for row in rows[start : start + limit]]


def _contact(row: Person) -> Contact | None:
    if row.status != "living" or row.do_not_contact:
        return None
    ways = {"email": row.email, "text": row.phone, "phone": row.phone}
    chosen = row.preferred_channel if ways.get(row.preferred_channel) else "email" if row.email else "text"
    address = ways[chosen]
    language = row.preferred_language or (row.languages[0] if row.languages else "")
    return Contact(chosen, address, language, row.shared_contact) if address else None


def contact(viewer: Viewer, person: object, now: datetime) -> Contact | None:
    """How this viewer may reach the person; None for the dead, the gone, those who refuse, or blocked it."""
    row = row_of(viewer, person)
    return contacts(viewer, [row.pk], now).get(str(row.pk))


def contacts(viewer: Viewer, ids: Iterable[object], now: datetime) -> dict[str, Contact]:
    """How to reach each of these persons, by the id that was asked for; those not to be reached left out."""
    allow_some(viewer, "person.see")
    asked = _survivors(ids)
    rows = seen(viewer).filter(pk__in=set(asked.values())).exclude(pk__in=_refusing(viewer))
    found = {row.pk: _contact(row) for row in rows}
    ways = {str(id): found.get(survivor) for id, survivor in asked.items()}
    return {id: way for id, way in ways.items() if way}


def _refusing(viewer: Viewer) -> QuerySet[Block, Any]:
    """Ids of the persons who blocked this viewer."""
    return Block.objects.filter(other=viewer.person or None).values("person")


def blocked(viewer: Viewer, person: object, other: object) -> bool:
    """Whether one of the two blocked the other."""
    row = row_of(viewer, person)
    pair = known(other)
    return Block.objects.filter(Q(person=row.pk, other=pair) | Q(person=pair, other=row.pk)).exists()


def household(viewer: Viewer, person: object) -> list[Profile]:
    """Who lives with this person, as far as the viewer may see them."""
    row = row_of(viewer, person)
    homes = Membership.objects.filter(person=row.pk).values("household")
    others = Membership.objects.filter(household__in=homes).exclude(person=row.pk).values("person")
    return [_profile(each) for each in seen(viewer).filter(pk__in=others).order_by("name_key", "pk")]
