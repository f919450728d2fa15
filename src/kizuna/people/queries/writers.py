"""Who wrote to us, by the address that a message came from: for the house, before anybody reads it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.people import reach
from kizuna.people.models import Person
from kizuna.people.models.filling import indexes
from kizuna.people.profile import Writer
from kizuna.people.queries.sight import _persons_of, _protected


def _marks(channel: str, address: str) -> list[str]:
    try:
        if channel == "email":
            return indexes(reach.email(address), "email")
        return indexes(reach.phone(address, "ZZ"), "phone") if channel == "sms" else []
    except Refused:
        return []


def writers(viewer: Viewer, ways: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Writer]:
    """Who writes from each of these (channel, address); an address of nobody is left out. Three queries.

    A shared address names nobody, but the area if all live in one; whoever must not be found comes first.
    """
    allow(viewer, "reply.place")
    marks = {way: _marks(*way) for way in ways}
    wanted = {mark for some in marks.values() for mark in some}
    rows = list(
        Person.objects.filter(Q(email_index__in=wanted) | Q(phone_index__in=wanted)).exclude(status="erased")
    )
    stays = {row.pk: row for row in rows}
    if merged := {row.merged_into_id for row in rows if row.merged_into_id}:
        stays |= Person.objects.in_bulk(merged)
    ids = {row.merged_into_id or row.pk for row in rows}
    kept = Person.objects.filter(_persons_of(_protected()), pk__in=ids) if ids else Person.objects.none()
    hidden = set(kept.values_list("pk", flat=True))
    at: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        for mark in (row.email_index, row.phone_index):
            at[mark].add(row.merged_into_id or row.pk)
    found = {}
    for way, some in marks.items():
        here = sorted({id for mark in some for id in at[mark]})
        if here:
            found[way] = _writer([stays[id] for id in here], hidden)
    return found


def _writer(rows: list[Person], hidden: set[UUID]) -> Writer:
    kept = next((row for row in rows if row.pk in hidden), None)
    alone = rows[0] if len(rows) == 1 and not rows[0].shared_contact else None
    who = kept or alone
    areas = {row.area_id for row in rows}
    spoken = rows[0].preferred_language or (rows[0].languages[0] if rows[0].languages else "")
    return Writer(
        person=who.pk if who else None,
        area=areas.pop() if len(areas) == 1 and kept is None else None,
        language=spoken if len(rows) == 1 else "",
        hidden=kept is not None,
        alone=alone is not None,
    )
