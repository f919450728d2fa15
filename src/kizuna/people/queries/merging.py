"""Records that may be one person, beside each other, and merges that can be undone."""

from typing import Any

from django.db.models import Q

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.people.care import postal_text
from kizuna.people.doubles import ALIKE, REASONS, Card, suspicion
from kizuna.people.merging import FIELDS, Line, Merged, Pair
from kizuna.people.models import Double, Merge, Person
from kizuna.people.models.filling import index, indexes, normal_email, normal_phone
from kizuna.people.profile import Profile, fold
from kizuna.people.queries.sight import row_of, same_person, seen
from kizuna.places.identity import known

LONGEST = 200


def _pairs(viewer: Viewer, rows: list[Double]) -> list[Pair]:
    ids = {id for row in rows for id in (row.one_id, row.two_id)}
    who = {row.pk: row for row in seen(viewer).filter(pk__in=ids)}
    return [
        Pair(
            str(row.pk),
            who[row.one_id].profile(),
            who[row.two_id].profile(),
            row.score,
            tuple(REASONS.get(code, code) for code in row.reasons),
        )
        for row in rows
        if row.one_id in who and row.two_id in who
    ]


def doubles(viewer: Viewer) -> list[Pair]:
    """Pairs in sight that wait for a human, most likely first."""
    allow_some(viewer, "person.merge")
    mine = seen(viewer).values("pk")
    rows = Double.objects.filter(different_at__isnull=True, one__in=mine, two__in=mine)
    return _pairs(viewer, list(rows.order_by("-score", "pk")[:LONGEST]))


def pair(viewer: Viewer, id: object) -> Pair:
    """One pair; NotFound unless both are in sight."""
    allow_some(viewer, "person.merge")
    found = _pairs(viewer, list(Double.objects.filter(pk=known(id), different_at__isnull=True)))
    if not found:
        raise NotFound("pair")
    return found[0]


def _shown(row: Person, field: str) -> str:
    value: Any = getattr(row, f"{field}_id" if field == "area" else field)
    if field == "address":
        return postal_text(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def side_by_side(viewer: Viewer, one: object, two: object) -> list[Line]:
    """The fields in which two records differ."""
    allow_some(viewer, "person.merge")
    first, second = row_of(viewer, one), row_of(viewer, two)
    lines = (
        Line(field, label, _shown(first, field), _shown(second, field)) for field, label in FIELDS.items()
    )
    return [line for line in lines if line.one != line.two]


def merges(viewer: Viewer, person: object) -> list[Merged]:
    """The merges into this person that can be undone, newest first."""
    return _merges(row_of(viewer, person))


def _merges(row: Person) -> list[Merged]:
    rows = Merge.objects.filter(keep=row.pk, undone_at__isnull=True).order_by("-at")
    return [Merged(str(each.pk), each.before["other"]["name"], each.at) for each in rows]


def alike(
    viewer: Viewer, *, name: str, birth_year: int | None = None, phone: str = "", email: str = ""
) -> list[Profile]:
    """Persons in sight who may be the one who is about to be added, most alike first."""
    allow_some(viewer, "person.see")
    try:
        ways = (normal_phone(phone), normal_email(email))
    except Refused:
        ways = ("", "")
    new = Card("", fold(name), birth_year, index(ways[0], "phone"), index(ways[1], "email"))
    near = Q(pk__in=())
    for word in new.name.split()[:6]:
        near |= Q(name_key__contains=word)
    # While the keys change, a record may still be found by an older one.
    newest = dict.fromkeys(indexes(ways[0], "phone"), new.phone)
    newest |= dict.fromkeys(indexes(ways[1], "email"), new.email)
    near |= Q(phone_index__in=newest) | Q(email_index__in=newest)

    def card(row: Person) -> Card:
        phone, email = (newest.get(one, one) for one in (row.phone_index, row.email_index))
        return Card(str(row.pk), row.name_key, row.birth_year, phone, email)

    rows = seen(viewer).filter(near).order_by("pk")[:LONGEST]
    cards = [(row, suspicion(new, card(row))) for row in rows]
    same = [
        (found.score if found else ALIKE, row) for row, found in cards if found or row.name_key == new.name
    ]
    return [row.profile() for _score, row in sorted(same, key=lambda each: -each[0])[:5]]


def is_merged(viewer: Viewer, person: object) -> bool:
    """Whether this id belongs to a record that was merged into another one in sight."""
    return known(person) in same_person(viewer, person) - {row_of(viewer, person).pk}
