"""Writes about roles and shifts: kept, taken, given up, called off, and the hours that were helped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.actions.shift_words import say_of_shift
from kizuna.activities.models import Group, Helping, Role, Shift, Stint, Volunteer
from kizuna.activities.queries import may_take
from kizuna.activities.seats import HOLDS, OPEN, REMINDED, first_state
from kizuna.activities.shifts import NewRole, NewShift, opens_mine
from kizuna.activities.skills import CHECKS, SKILLS
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: shifts")
LONGEST = 16 * 60
"""Minutes that a shift may last."""


def keep_role(*, role: NewRole, by: Viewer, now: datetime) -> UUID:
    """Keep a role of a group, new or changed; its id."""
    with transaction.atomic():
        group = Group.objects.filter(pk=known(role.group)).first()
        allow(by, "volunteer.keep", area=group.area_id if group else None)
        if group is None:
            raise NotFound("group")
        before = Role.objects.select_for_update().filter(pk=known(role.id)).first()
        if before is not None and before.group_id != group.pk:
            raise NotFound("role")
        row = Role(
            id=known(role.id),
            group=group,
            name=role.name,
            about=role.about,
            kind=role.kind,
            skills=[code for code in SKILLS if code in role.skills],
            checks=[code for code in CHECKS if code in role.checks],
            languages=list(role.languages),
            remote=role.remote,
            active=role.active,
        )
        row.save(force_insert=before is None, force_update=before is not None)
        note(verb="role.kept", subject=row, by=by, now=now)
    return row.pk


def keep_shifts(*, shifts: Sequence[NewShift], by: Viewer, now: datetime) -> int:
    """Keep new shifts, all of them or none; one that is kept already stays as it is. How many are new."""
    allow_some(by, "volunteer.keep")
    for one in shifts:
        if not 0 < (one.ends_at - one.starts_at).total_seconds() / 60 <= LONGEST:
            raise Refused(_("A shift ends after it begins, on the same day or in the night after it."))
    with transaction.atomic():
        roles = {row.pk: row for row in Role.objects.select_related("group").filter(pk__in=_roles(shifts))}
        if len(roles) < len(_roles(shifts)):
            raise NotFound("role")
        for area in {row.group.area_id for row in roles.values()}:
            allow(by, "volunteer.keep", area=area)
        there = set(
            Shift.objects.filter(pk__in=[known(one.id) for one in shifts]).values_list("pk", flat=True)
        )
        rows = [
            Shift(
                id=known(one.id),
                role=roles[UUID(one.role)],
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                places=one.places,
                place=one.place,
            )
            for one in shifts
            if known(one.id) not in there
        ]
        Shift.objects.bulk_create(rows)
        note_many(notes=[Note("shift.kept", row, None, by) for row in rows], now=now)
    return len(rows)


def _roles(shifts: Iterable[NewShift]) -> set[UUID]:
    return {UUID(one.role) for one in shifts}


def _shift(shift: object) -> Shift:
    """The row of a shift, locked: people get it one after the other."""
    rows = Shift.objects.select_for_update(of=("self",)).select_related("role__group")
    row = rows.filter(pk=known(shift)).first()
    if row is None:
        raise NotFound("shift")
    return row


def _volunteer(volunteer: object) -> Volunteer:
    # Locked too: two shifts taken at the same moment must not go beyond what somebody can carry.
    row = Volunteer.objects.select_for_update().filter(pk=known(volunteer)).first()
    if row is None:
        raise NotFound("volunteer")
    return row


def _allow_some(by: Viewer) -> None:
    allow_some(by, "volunteer.link" if by.token else "volunteer.keep")


def _allow(by: Viewer, shift: Shift, volunteer: object) -> None:
    """The volunteer themselves, by the key to their page, or whoever looks after the group's volunteers."""
    if by.token:
        allow(by, "volunteer.link", link=opens_mine(volunteer))
    else:
        allow(by, "volunteer.keep", area=shift.role.group.area_id)


def _stints(shift: Shift) -> list[Stint]:
    return list(shift.stint_set.select_related("volunteer").order_by("asked_at", "pk"))


def take_shift(*, shift: object, volunteer: object, by: Viewer, now: datetime) -> UUID:
    """A volunteer takes a shift, or waits to step in; the id of their place. Twice is once.

    Refused when it is over, or when papers, skills or rest stand against it, whoever asks.
    """
    _allow_some(by)
    with transaction.atomic():
        who = _volunteer(volunteer)
        row = _shift(shift)
        _allow(by, row, who.pk)
        there = _stints(row)
        mine = next((one for one in there if one.volunteer_id == who.pk), None)
        if mine is not None and mine.state != "cancelled":
            return mine.pk
        helps = Helping.objects.filter(volunteer=who, role=row.role, state="welcome", role__active=True)
        if (
            row.called_off_at
            or row.starts_at <= now
            or not helps.exists()
            or not may_take(HOUSE, row.pk, who.pk)
        ):
            raise Refused(_("This shift cannot be taken. Look at the others."))
        states = [one.state for one in there]
        state = first_state(sum(s in HOLDS for s in states), states.count("waiting"), row.places)
        mine = mine or Stint(id=uuid4(), shift=row, volunteer=who)
        mine.state, mine.asked_at, mine.sequence = state, now, mine.sequence + 1
        mine.save()
        who.since = now
        who.save(update_fields=["since"])
        note(verb=f"shift.{state}", subject=mine, person=who.person_id, by=by, now=now)
        say_of_shift(who, row, state, now)
    return mine.pk


def _move(stint: Stint, state: str, by: Viewer, now: datetime) -> None:
    stint.state, stint.sequence = state, stint.sequence + 1
    stint.save(update_fields=["state", "minutes", "sequence"])
    note(verb=f"shift.{state}", subject=stint, person=stint.volunteer.person_id, by=by, now=now)


def give_up_shift(*, shift: object, volunteer: object, by: Viewer, now: datetime) -> None:
    """Somebody cannot come: whoever would step in longest, and may, does, and is told. Twice is once."""
    _allow_some(by)
    with transaction.atomic():
        row = _shift(shift)
        _allow(by, row, known(volunteer))
        mine = next((one for one in _stints(row) if one.volunteer_id == known(volunteer)), None)
        if mine is None:
            raise NotFound("stint")
        if mine.state in OPEN and row.ends_at > now:
            _move(mine, "cancelled", by, now)
            fill(row, now)


def fill(shift: Shift, now: datetime) -> None:
    """Free places of a shift go to those who would step in, in their order; who must rest is passed over."""
    if shift.called_off_at or shift.starts_at <= now:
        return
    there = _stints(shift)
    free = shift.places - sum(one.state in HOLDS for one in there)
    for stint in [one for one in there if one.state == "waiting"]:
        if free > 0 and may_take(HOUSE, shift.pk, stint.volunteer_id):
            _move(stint, "booked", HOUSE, now)
            say_of_shift(stint.volunteer, shift, "moved up", now)
            free -= 1


def ask_for_shift(*, shift: object, volunteer: object, by: Viewer, now: datetime) -> bool:
    """An organiser asks somebody who fits whether they can; they answer on their page. Once for a shift.

    Whether there was a way to ask them.
    """
    allow_some(by, "volunteer.keep")
    with transaction.atomic():
        row = _shift(shift)
        allow(by, "volunteer.keep", area=row.role.group.area_id)
        helping = Helping.objects.filter(volunteer=known(volunteer), role=row.role, state="welcome")
        found = helping.select_related("volunteer").first()
        if found is None:
            raise NotFound("volunteer")
        who = found.volunteer
        if row.called_off_at or row.starts_at <= now or not may_take(HOUSE, row.pk, who.pk):
            raise Refused(_("This does not fit any more. Look at the list again."))
        note(verb="shift.asked", subject=f"activities.Shift:{row.pk}", person=who.person_id, by=by, now=now)
        return say_of_shift(who, row, "ask", now)


def call_off_shift(*, shift: object, by: Viewer, now: datetime) -> int:
    """Nobody is needed: whoever had it or would step in is told; how many that were. Twice is once."""
    allow_some(by, "volunteer.keep")
    with transaction.atomic():
        row = _shift(shift)
        allow(by, "volunteer.keep", area=row.role.group.area_id)
        if row.called_off_at or row.ends_at <= now:
            return 0
        row.called_off_at = now
        row.save(update_fields=["called_off_at"])
        note(verb="shift.called_off", subject=row, by=by, now=now)
        gone = [one for one in _stints(row) if one.state in OPEN]
        for one in gone:
            _move(one, "cancelled", by, now)
            say_of_shift(one.volunteer, row, "called off", now)
    return len(gone)


def keep_hours(*, shift: object, said: Mapping[str, int | None], by: Viewer, now: datetime) -> None:
    """Note who helped and for how many minutes; None: they did not come. What was noted can be changed."""
    allow_some(by, "volunteer.keep")
    with transaction.atomic():
        row = _shift(shift)
        allow(by, "volunteer.keep", area=row.role.group.area_id)
        if row.starts_at > now:
            raise Refused(_("It has not begun yet. Note the hours when it is over."))
        for one in _stints(row):
            if str(one.pk) not in said or one.state not in HOLDS:
                continue
            minutes = said[str(one.pk)]
            state = "missed" if minutes is None else "came"
            if (one.state, one.minutes) != (state, minutes):
                one.minutes = minutes
                _move(one, state, by, now)


def remind_of_shifts(*, by: Viewer, now: datetime) -> int:
    """Write to everybody who has a shift that is near; once each, whatever happens. How many messages."""
    allow_some(by, "seat.remind")
    near = Stint.objects.filter(
        state="booked",
        shift__called_off_at__isnull=True,
        shift__starts_at__gt=now,
        shift__starts_at__lte=now + REMINDED,
    ).select_related("volunteer", "shift__role__group")
    written = 0
    for one in near.order_by("shift__starts_at", "pk").iterator(200):
        if one.asked_at < one.shift.starts_at - REMINDED:
            written += say_of_shift(one.volunteer, one.shift, "soon", now)
    return written
