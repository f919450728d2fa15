"""Reads about places at a date: for whoever holds one, for the organiser, and for calendar programs."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.calendar_file import Meeting
from kizuna.activities.models import Event, Group, OwnCalendar, Seat
from kizuna.activities.queries.groups import _event_value, _seen, _uuids, _zone, held
from kizuna.activities.queries.talking import standing_in
from kizuna.activities.recurrence import occurrences
from kizuna.activities.seats import (
    HOLDS,
    OPEN,
    DateValue,
    SeatValue,
    Sheet,
    feed_token,
    is_reminded,
    moment,
    opens,
    seat_of,
    seat_token,
)
from kizuna.frame.errors import Gone
from kizuna.people.queries import profile, same_person, visible_to_keepers
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: a place")
LOOKS_BACK = timedelta(days=90)
MANY = 500


def is_held(viewer: Viewer, row: Event, starts_at: datetime, now: datetime) -> bool:
    """Whether an event has this date, it was not called off, and is not over."""
    allow(viewer, "group.see")
    found = occurrences(row.starts_at, row.rule, zone=_zone(), after=starts_at, limit=1)
    return found == (starts_at,) and held(row, starts_at) and starts_at + (row.ends_at - row.starts_at) > now


def may_sign_up(viewer: Viewer, group: Group) -> bool:
    """Whether the one who looks takes places here by themselves: an open group, or one they belong to."""
    return group.join == "open" or standing_in(viewer, group.pk).member


def _event(viewer: Viewer, event: object) -> Event:
    rows = Event.objects.select_related("group").defer("group__email").filter(pk__in=_uuids([event]))
    row = rows.filter(group__in=_seen(viewer).values("pk")).first()
    if row is None:
        raise NotFound("event")
    return row


def _when(number: int) -> datetime:
    try:
        return moment(number)
    except ValueError:
        raise NotFound("date") from None


def date(viewer: Viewer, event: object, number: int, now: datetime) -> DateValue:
    """One date of an event, with how many places are left; NotFound for a date that is not held."""
    row, at = _event(viewer, event), _when(number)
    if not is_held(viewer, row, at, now):
        raise NotFound("date")
    here = Seat.objects.filter(event=row, starts_at=at)
    counted = here.aggregate(
        held=Count("pk", filter=Q(state__in=HOLDS)), waiting=Count("pk", filter=Q(state="waiting"))
    )
    left = None if row.places is None else max(0, row.places - counted["held"] - counted["waiting"])
    return DateValue(_event_value(row, at), left, counted["waiting"], may_sign_up(viewer, row.group))


def _seat_value(row: Seat, now: datetime) -> SeatValue:
    date = _event_value(row.event, row.starts_at)
    return SeatValue(
        str(row.pk),
        row.state,
        date,
        row.name,
        date.ends_at <= now,
        is_reminded(row.reach, row.asked_at, row.starts_at),
    )


def seat(viewer: Viewer, token: str, now: datetime) -> tuple[SeatValue, Viewer]:
    """The place that a link opens, and the viewer its holder becomes: for this place only.

    Raises NotFound for a link that this site never made, Gone when the place is no longer kept.
    """
    allow(viewer, "group.see")
    try:
        id = seat_of(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("seat") from None
    row = (
        Seat.objects.select_related("event__group").defer("event__group__email").filter(pk=known(id)).first()
    )
    if row is None:
        raise Gone(_("This place is over, and nothing of it is kept any more."))
    return _seat_value(row, now), Viewer(role="resident", token=opens(row.pk))


def sheet(viewer: Viewer, event: object, number: int) -> Sheet:
    """Who has a place at a date and who waits: for the organiser. Whom they may not find is only counted."""
    row, at = _event(viewer, event), _when(number)
    allow(viewer, "attendance.see", area=row.group.area_id)
    rows = Seat.objects.filter(event=row, starts_at=at).exclude(state="cancelled").order_by("asked_at", "pk")
    away = rows.filter(person__in=visible_to_keepers(viewer))
    shown = [
        SeatValue(str(one.pk), one.state, _event_value(row, at), one.name, needs=one.needs or "")
        for one in rows.exclude(pk__in=away.values("pk"))
    ]
    return Sheet(
        _event_value(row, at),
        tuple(one for one in shown if one.state != "waiting"),
        tuple(one for one in shown if one.state == "waiting"),
        away.count(),
    )


def _mine(viewer: Viewer, since: datetime) -> QuerySet[Seat]:
    allow(viewer, "seat.own", person=viewer.person)
    ids = same_person(viewer, viewer.person)
    rows = Seat.objects.filter(person__in=ids, starts_at__gte=since)
    return rows.select_related("event__group").defer("event__group__email").order_by("starts_at", "pk")


def own_seats(viewer: Viewer, now: datetime) -> list[tuple[SeatValue, str]]:
    """One's own places that are still to come, each with the key to its page."""
    rows = _mine(viewer, now - timedelta(days=1)).filter(state__in=OPEN)[:MANY]
    return [(_seat_value(row, now), seat_token(row.pk, settings.SECRET_KEYS, now)) for row in rows]


def own_name(viewer: Viewer) -> str:
    """What somebody who is signed in is called, to fill a form; empty for everybody else."""
    return profile(viewer, viewer.person).call_them if viewer.role == "resident" and viewer.person else ""


def own_feed(viewer: Viewer, now: datetime) -> str:
    """The key to one's own calendar, when one was made."""
    allow(viewer, "seat.own", person=viewer.person)
    row = OwnCalendar.objects.filter(person=known(viewer.person)).first()
    return feed_token(row.pk, settings.SECRET_KEYS, now) if row else ""


def _meeting(row: Event, *, host: str, **more: Any) -> Meeting:
    group = row.group
    said = {
        "uid": f"{row.pk}@{host}",
        "title": row.title if row.title == group.name else f"{row.title} – {group.name}",
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "rule": row.rule,
        "skips": tuple(datetime.fromisoformat(each) for each in row.skips),
        "place": row.place or ", ".join(filter(None, [group.place_name, group.address])),
        "url": settings.BASE_URL + reverse("activities:group", args=[group.pk]),
        "sequence": row.sequence,
    }
    return Meeting(**{**said, **more})


def host_of() -> str:
    """The name of this site, behind the @ of what stands in a calendar."""
    return settings.BASE_URL.partition("://")[2].partition("/")[0] or "localhost"


def calendar(viewer: Viewer, group: object, now: datetime) -> tuple[str, list[Meeting]]:
    """A group's name and its meetings, as a calendar program wants them; NotFound."""
    found = _seen(viewer).defer("email").filter(pk__in=_uuids([group])).first()
    if found is None:
        raise NotFound("group")
    rows = Event.objects.filter(group=found).exclude(rule="", ends_at__lt=now - LOOKS_BACK)
    rows = rows.select_related("group").defer("group__email").order_by("starts_at", "pk")[:MANY]
    return found.name, [_meeting(row, host=host_of()) for row in rows]


def of_seats(rows: Iterable[Seat]) -> list[Meeting]:
    """Places as a calendar program wants them; waiting is none."""
    return [
        _meeting(
            row.event,
            host=host_of(),
            uid=f"{row.pk}@{host_of()}",
            starts_at=row.starts_at,
            ends_at=row.starts_at + (row.event.ends_at - row.event.starts_at),
            rule="",
            skips=(),
            sequence=row.event.sequence + (row.state == "cancelled"),
            cancelled=row.state == "cancelled",
            remind=timedelta(days=1),
        )
        for row in rows
        if row.state != "waiting"
    ]


def seat_calendar(viewer: Viewer, seat: object) -> list[Meeting]:
    """One place as a calendar file: cancelled, it takes the meeting out again. For the holder of its link."""
    allow(viewer, "seat.link", link=opens(seat))
    return of_seats(Seat.objects.filter(pk=known(seat)).select_related("event__group"))
