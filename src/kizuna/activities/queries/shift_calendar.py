"""A volunteer's shifts as a calendar program wants them: each by a name that stays, also when it is off."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kizuna.access.deeds import allow, allow_some
from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.calendar_file import Meeting
from kizuna.activities.models import OwnCalendar, Seat, Stint
from kizuna.activities.queries.groups import _uuids
from kizuna.activities.queries.seats import LOOKS_BACK, MANY, host_of, of_seats
from kizuna.activities.seats import feed_of
from kizuna.activities.shifts import opens_mine
from kizuna.people.queries import same_person
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: dates and shifts of somebody")


def _rows() -> Any:
    rows = Stint.objects.select_related("shift__role__group").defer("shift__role__group__email")
    return rows.exclude(state="waiting").order_by("shift__starts_at", "pk")


def _meeting(row: Stint) -> Meeting:
    shift, role, group = row.shift, row.shift.role, row.shift.role.group
    return Meeting(
        uid=f"{row.pk}@{host_of()}",
        title=f"{role.name} – {group.name}",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        place=shift.place or ", ".join(filter(None, [group.place_name, group.address])),
        url=settings.BASE_URL + reverse("activities:group", args=[group.pk]),
        sequence=row.sequence,
        cancelled=row.state == "cancelled",
        remind=timedelta(days=1),
    )


def shifts_of_people(viewer: Viewer, people: Iterable[UUID], now: datetime) -> list[Meeting]:
    """Shifts of these records of one person, for their secret calendar: as the house itself."""
    allow(viewer, "shift.match")
    rows = _rows().filter(volunteer__person__in=list(people), shift__starts_at__gte=now - LOOKS_BACK)
    return [_meeting(row) for row in rows[:MANY]]


def shift_calendar(viewer: Viewer, volunteer: object, now: datetime) -> list[Meeting]:
    """All shifts of a volunteer, for the holder of the key to their page."""
    allow(viewer, "volunteer.link", link=opens_mine(volunteer))
    rows = _rows().filter(volunteer=known(volunteer), shift__starts_at__gte=now - LOOKS_BACK)
    return [_meeting(row) for row in rows[:MANY]]


def one_shift(viewer: Viewer, volunteer: object, shift: object) -> Meeting:
    """One shift of a volunteer, for the holder of the key to their page; else NotFound."""
    allow(viewer, "volunteer.link", link=opens_mine(volunteer))
    row = _rows().filter(volunteer=known(volunteer), shift__in=_uuids([shift])).first()
    if row is None:
        raise NotFound("shift")
    return _meeting(row)


def own_calendar(viewer: Viewer, token: str, now: datetime) -> list[Meeting]:
    """The dates and shifts of whoever holds this secret address; NotFound where it opens nothing."""
    allow_some(viewer, "group.see")
    try:
        id = feed_of(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("calendar") from None
    row = OwnCalendar.objects.filter(pk=known(id)).first()
    if row is None:
        raise NotFound("calendar")
    ids = same_person(HOUSE, row.person_id) | {row.person_id}
    rows = Seat.objects.filter(person__in=ids, starts_at__gte=now - LOOKS_BACK).select_related("event__group")
    seats = of_seats(rows.order_by("starts_at", "pk")[:MANY])
    return [*seats, *shifts_of_people(HOUSE, ids, now)]
