"""Writes about places at a date: taken, given up, called off, and who came."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.actions.buddies import ask_to_be_met, find_buddy, stay_away
from kizuna.activities.actions.keeping import load_attendance, new_edition
from kizuna.activities.actions.telling import tell
from kizuna.activities.group import NewAttendance
from kizuna.activities.models import Event, OwnCalendar, Seat
from kizuna.activities.queries import is_held, may_sign_up
from kizuna.activities.seats import (
    HOLDS,
    LONGEST_NEEDS,
    OPEN,
    REMINDED,
    first_state,
    is_reminded,
    moving_up,
    opens,
)
from kizuna.ledger.actions import note
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: places")


def _event(event: object) -> Event:
    """The row of an event, locked: places at it are given one after the other."""
    rows = Event.objects.select_for_update(of=("self",)).select_related("group").filter(pk=known(event))
    row = rows.filter(group__active=True).first()
    if row is None:
        raise NotFound("event")
    return row


def _seats(event: Event, starts_at: datetime) -> list[Seat]:
    return list(Seat.objects.filter(event=event, starts_at=starts_at).order_by("asked_at", "pk"))


def take_seat(
    *,
    event: object,
    starts_at: datetime,
    name: str,
    reach: str,
    key: str,
    needs: str = "",
    met: bool = False,
    shares: bool = False,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Ask for a place at a date, without an account; its id. `met`: by a buddy, who `shares` lets reach them.

    The same form twice, or whoever is signed in twice, is one place. The same address is another one: anybody
    can type an address, and would else be led to the place of whoever it belongs to.
    """
    allow(by, "seat.take")
    with transaction.atomic():
        row = _event(event)
        if not may_sign_up(by, row.group) or not is_held(by, row, starts_at, now):
            raise Refused(_("Nobody can sign up for this date any more. Look at the next one."))
        there = _seats(row, starts_at)
        own = known(by.person) if by.role == "resident" and by.person else None
        for one in there:
            if one.key == key or (own and one.person_id == own and one.state in OPEN):
                return one.pk
        states = [one.state for one in there]
        seat = Seat(
            id=uuid4(),
            event=row,
            starts_at=starts_at,
            person_id=own,
            name=name,
            reach=reach,
            needs=needs.strip()[:LONGEST_NEEDS],
            language=translation.get_language() or "",
            state=first_state(sum(s in HOLDS for s in states), states.count("waiting"), row.places),
            key=key,
            asked_at=now,
        )
        seat.save(force_insert=True)
        note(verb=f"seat.{seat.state}", subject=seat, person=seat.person_id, by=by, now=now)
        tell(seat, seat.state, now)
        if met:
            ask_to_be_met(group=row.group, newcomer=seat, shares=shares, by=by, now=now)
    return seat.pk


def give_up_seat(*, seat: object, by: Viewer, now: datetime) -> None:
    """Cancel a place or a wait: by its link, or one's own. Whoever waits longest gets it, and is told."""
    with transaction.atomic():
        found = Seat.objects.filter(pk=known(seat)).first()
        if found is None:
            raise NotFound("seat")
        _allow_own(found, by)
        event = _event(found.event_id)
        row = Seat.objects.select_for_update().get(pk=found.pk)
        if row.state not in OPEN:
            return
        _move(row, "cancelled", by, now)
        stay_away(row, now)
        _fill(event, row.starts_at, now)


def _allow_own(seat: Seat, by: Viewer) -> None:
    if by.token:
        allow(by, "seat.link", link=opens(seat.pk))
    else:
        allow(by, "seat.own", person=seat.person_id)


def _move(seat: Seat, state: str, by: Viewer, now: datetime) -> None:
    seat.state = state
    seat.save(update_fields=["state"])
    note(verb=f"seat.{state}", subject=seat, person=seat.person_id, by=by, now=now)


def _fill(event: Event, starts_at: datetime, now: datetime) -> None:
    there = _seats(event, starts_at)
    held = sum(one.state in HOLDS for one in there)
    for seat in moving_up(held, [one for one in there if one.state == "waiting"], event.places):
        _move(seat, "booked", HOUSE, now)
        tell(seat, "moved up", now)
        find_buddy(seat, now)


def call_off(*, event: object, starts_at: datetime, by: Viewer, now: datetime) -> int:
    """A date is not held: whoever has a place or waits is told; how many that were. Twice is once."""
    with transaction.atomic():
        row = _event(event)
        allow(by, "group.keep", area=row.group.area_id)
        if not is_held(by, row, starts_at, now):
            return 0
        row.skips = sorted({*row.skips, starts_at.isoformat()})
        row.sequence += 1
        row.save(update_fields=["skips", "sequence"])
        note(verb="event.called_off", subject=f"event:{row.pk}", by=by, now=now)
        gone = [seat for seat in _seats(row, starts_at) if seat.state in OPEN]
        for seat in gone:
            _move(seat, "cancelled", by, now)
            tell(seat, "called off", now)
            stay_away(seat, now)
        new_edition()
    return len(gone)


def take_attendance(
    *,
    event: object,
    starts_at: datetime,
    came: Iterable[object],
    missed: Iterable[object],
    also: Sequence[str] = (),
    by: Viewer,
    now: datetime,
) -> None:
    """Note who came and who did not; `also`: names of those who came without a place."""
    with transaction.atomic():
        row = _event(event)
        allow(by, "attendance.take", area=row.group.area_id)
        said = {**dict.fromkeys(map(known, missed), "missed"), **dict.fromkeys(map(known, came), "came")}
        there = [seat for seat in _seats(row, starts_at) if seat.pk in said]
        changed = [seat for seat in there if seat.state not in {said[seat.pk], "cancelled"}]
        for seat in changed:
            _move(seat, said[seat.pk], by, now)
        for name in also:
            _walk_in(row, starts_at, name, by, now)
        rows = [
            NewAttendance(str(row.pk), starts_at, str(seat.person_id), seat.state, now)  # type: ignore[arg-type]
            for seat in changed
            if seat.person_id
        ]
        load_attendance(attendance=rows, by=by, now=now)


def _walk_in(event: Event, starts_at: datetime, name: str, by: Viewer, now: datetime) -> None:
    said = {"event": event, "starts_at": starts_at, "state": "came", "asked_at": now}
    if any(one.name == name and one.state == "came" for one in _seats(event, starts_at)):
        return  # the same sheet sent twice
    seat = Seat.objects.create(id=uuid4(), name=name, reach="", key=f"sheet:{uuid4()}", **said)
    note(verb="seat.came", subject=seat, by=by, now=now)


def remind(*, by: Viewer, now: datetime) -> int:
    """Write to everybody who has a place at a date that is near; once each, whatever happens. How many."""
    allow_some(by, "seat.remind")
    near = Seat.objects.filter(state="booked", starts_at__gt=now, starts_at__lte=now + REMINDED)
    written = 0
    for seat in near.select_related("event__group").order_by("starts_at", "pk").iterator(200):
        if is_reminded(seat.reach, seat.asked_at, seat.starts_at) and tell(seat, "soon", now):
            written += 1
    return written


def new_calendar(*, by: Viewer, now: datetime) -> UUID:
    """A secret address for one's own dates; the one before opens nothing any more."""
    allow(by, "seat.own", person=by.person)
    with transaction.atomic():
        OwnCalendar.objects.filter(person=known(by.person)).delete()
        row = OwnCalendar.objects.create(id=uuid4(), person_id=known(by.person), since=now)
        note(verb="calendar.made", subject=row, person=by.person, by=by, now=now)
    return row.pk
