"""The door to persons: whom a viewer may see, and what they get to know."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused, Viewer
from kizuna.people.care import postal_text
from kizuna.people.models import Block, Person
from kizuna.people.models.filling import indexes, normal_email, normal_phone
from kizuna.people.profile import Contact, Details, Profile, fold
from kizuna.people.queries.sight import row_of, rows_of, seen, seen_among


def profile(viewer: Viewer, person: object) -> Profile:
    """One person; a merged id gives the one they were merged into. NotFound when out of sight."""
    return row_of(viewer, person).profile()


def profiles(viewer: Viewer, ids: Iterable[object]) -> dict[str, Profile]:
    """Persons by the id that was asked for; those out of sight are left out."""
    allow_some(viewer, "person.see")
    return {str(id): row.profile() for id, row in seen_among(viewer, ids).items()}


def profiles_of_all(viewer: Viewer, ids: Iterable[object]) -> tuple[int, dict[str, Profile]]:
    """How many persons are in sight, and these of them by the id that was asked for: one query, mostly."""
    allow_some(viewer, "person.see")
    rows = seen_among(viewer, ids, in_all=True)
    counted = [row.in_all for row in rows.values() if hasattr(row, "in_all")]
    return counted[0] if counted else seen(viewer).count(), {
        str(id): row.profile() for id, row in rows.items()
    }


def details(viewer: Viewer, person: object) -> Details:
    """How to reach one person: opened telephone number, e-mail and postal address."""
    return _details(row_of(viewer, person))


def details_by_id(viewer: Viewer, ids: Iterable[object]) -> dict[str, Details]:
    """The same of each of these persons who are in sight, by the id that was asked for."""
    allow_some(viewer, "person.see")
    return {str(id): _details(row) for id, row in rows_of(seen(viewer), ids).items()}


def _details(row: Person) -> Details:
    return Details(
        row.phone or "",
        row.email or "",
        postal_text(row.address),
        row.shared_contact,
        row.do_not_contact,
        postal=row.address,
        times=row.contact_times,
        area=str(row.area_id),
    )


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
    return seen(viewer).filter(named | _reached_by(text) if named else named).order_by("name_key", "pk")


def find(viewer: Viewer, text: str, limit: int = 20) -> list[Profile]:
    """Persons in sight whose names hold every word of the text, or whose phone or e-mail it is."""
    allow_some(viewer, "person.see")
    if not fold(text):
        return []
    return [row.profile() for row in _named(viewer, text)[:limit]]


def exactly(viewer: Viewer, sought: str) -> list[str]:
    """Ids of those in sight who have exactly this name, number or address; two at most."""
    allow_some(viewer, "person.see")
    name = fold(sought)
    if not name:
        return []
    reached = list(seen(viewer).filter(_reached_by(sought))[:2])
    named = [
        row
        for row in seen(viewer).filter(name_key__contains=name)
        if name in {fold(row.name), fold(row.called)}
    ]
    return list(dict.fromkeys(str(row.pk) for row in [*reached, *named]))[:2]


def listed(viewer: Viewer, text: str = "", *, start: int = 0, limit: int = 25) -> tuple[int, list[Profile]]:
    """How many persons are in sight (or match the text), and one page of them by name."""
    allow_some(viewer, "person.see")
    rows = _named(viewer, text)
    return rows.count(), [row.profile() for row in rows[start : start + limit]]


def contact(viewer: Viewer, person: object, now: datetime) -> Contact | None:
    """How this viewer may reach the person; None for the dead, the gone, those who refuse, or blocked it."""
    return _way(viewer, row_of(viewer, person))


def _way(viewer: Viewer, row: Person) -> Contact | None:
    return None if _refusing(viewer).filter(one=row.pk).exists() else row.contact()


def contacts(
    viewer: Viewer, ids: Iterable[object], now: datetime, *, life_safety: bool = False
) -> dict[str, Contact]:
    """How to reach each of these persons, by the id that was asked for; those not to be reached left out.

    `life_safety`: for a warning that may save their life; some want it although their record rests.
    """
    allow_some(viewer, "person.see")
    willing = seen(viewer).exclude(pk__in=_refusing(viewer))
    ways = {str(id): row.contact(life_safety=life_safety) for id, row in rows_of(willing, ids).items()}
    return {id: way for id, way in ways.items() if way}


def _refusing(viewer: Viewer) -> QuerySet[Any, Any]:
    """Ids of the persons who blocked this viewer."""
    if not viewer.person:
        return Block.objects.none().values(one=F("person"))
    mine = Block.objects.filter(Q(other=viewer.person) | Q(other__merged_into=viewer.person))
    return mine.values(one=Coalesce("person__merged_into", "person"))
