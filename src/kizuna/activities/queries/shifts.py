"""What an organiser sees of volunteering in a group: who wants to help, who fits a shift, hours, papers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.fitting import Fit, best
from kizuna.activities.models import Group, Helping, Reference, Role, Shift, Stint, Volunteer
from kizuna.activities.queries.candidates import (
    HOUSE,
    candidates,
    checks_of,
    minutes_of,
    people_of,
    records,
    skills_of,
    visible_volunteers,
    wanted,
)
from kizuna.activities.queries.groups import _seen
from kizuna.activities.queries.own_shifts import about_of, skill_values
from kizuna.activities.queries.roles import (
    by_role,
    held_at,
    role_value,
    shift_rows,
    shift_value,
    shift_values,
)
from kizuna.activities.seats import HOLDS
from kizuna.activities.shifts import (
    Desk,
    HelpingValue,
    OneVolunteer,
    ReferenceValue,
    RoleValue,
    Roster,
    ShiftValue,
    StintValue,
    Suggested,
)
from kizuna.activities.skills import CheckValue
from kizuna.people.profile import Profile
from kizuna.people.queries import apart_among
from kizuna.places.identity import known

MANY = 200


def keeps_volunteers(viewer: Viewer, group: object) -> Group:
    """The row of a group whose volunteers this viewer looks after; NotFound out of their areas."""
    row = _seen(viewer).defer("email").filter(pk=known(group)).first()
    allow(viewer, "volunteer.keep", area=row.area_id if row else None)
    if row is None:
        raise NotFound("group")
    return row


def _helping(viewer: Viewer, group: UUID) -> list[Helping]:
    rows = Helping.objects.filter(role__group=group, state__in=("asked", "welcome"))
    rows = rows.filter(volunteer__in=visible_volunteers(viewer).values("pk"))
    return list(rows.select_related("volunteer", "role").order_by("asked_at", "pk")[:MANY])


def _minutes(volunteers: Iterable[UUID], group: UUID, now: datetime) -> dict[UUID, tuple[int, int]]:
    """Minutes helped in this group by each: this month, and ever. One query."""
    rows = Stint.objects.filter(volunteer__in=list(volunteers), state="came", shift__role__group=group)
    today, found = timezone.localdate(now), dict[UUID, tuple[int, int]]()
    for one in rows.select_related("shift"):
        at = timezone.localtime(one.shift.starts_at)
        month, ever = found.get(one.volunteer_id, (0, 0))
        lasted = minutes_of(one)
        here = lasted if (at.year, at.month) == (today.year, today.month) else 0
        found[one.volunteer_id] = (month + here, ever + lasted)
    return found


def _value(
    one: Helping,
    who: Mapping[str, Profile],
    minutes: Mapping[UUID, tuple[int, int]],
    checks: Mapping[UUID, Mapping[str, CheckValue]],
) -> HelpingValue:
    month, ever = minutes.get(one.volunteer_id, (0, 0))
    return HelpingValue(
        volunteer=str(one.volunteer_id),
        person=str(one.volunteer.person_id),
        name=who[str(one.volunteer.person_id)].call_them,
        role=str(one.role_id),
        role_name=one.role.name,
        state=one.state,
        words=one.words,
        asked_at=one.asked_at,
        minutes_month=month,
        minutes_all=ever,
        checks=tuple(checks.get(one.volunteer.person_id, {}).values()),
    )


def desk(viewer: Viewer, group: object, now: datetime) -> Desk:
    """Volunteering in one group: its roles and shifts, who asks, who helps, which checks run out."""
    row = keeps_volunteers(viewer, group)
    helping = _helping(viewer, row.pk)
    volunteers = [one.volunteer for one in helping]
    who = people_of(volunteers)
    checks = checks_of(records(volunteers, who))
    minutes = _minutes([one.pk for one in volunteers], row.pk, now)
    values = [_value(one, who, minutes, checks) for one in helping if str(one.volunteer.person_id) in who]
    shifts = shift_values(list(shift_rows(now).filter(role__group=row)))
    roles = row.role_set.select_related("group").defer("group__email").order_by("-active", "name", "pk")
    coming = by_role(shifts)
    people = [one for one in values if one.state == "welcome"]
    return Desk(
        group=str(row.pk),
        group_name=row.name,
        roles=tuple(role_value(one, coming.get(str(one.pk), ())) for one in roles),
        shifts=tuple(shifts),
        asking=tuple(one for one in values if one.state == "asked"),
        people=tuple(people),
        minutes_month=sum(month for month, _ in minutes.values()),
        ending=tuple(_ending(people, now)),
    )


def _ending(people: Iterable[HelpingValue], now: datetime) -> list[tuple[HelpingValue, CheckValue]]:
    """Checks that run out soon or have, each once, the first to end first."""
    today = timezone.localdate(now)
    found = {
        check.id: (one, check) for one in people for check in one.checks if check.stands(today) != "good"
    }
    return sorted(found.values(), key=lambda pair: (str(pair[1].until), pair[0].name))


def _shift(viewer: Viewer, shift: object) -> Shift:
    rows = Shift.objects.select_related("role__group").defer("role__group__email")
    row = rows.filter(pk=known(shift)).first()
    allow(viewer, "volunteer.keep", area=row.role.group.area_id if row else None)
    if row is None:
        raise NotFound("shift")
    return row


def kept_shift(viewer: Viewer, shift: object) -> ShiftValue:
    """One shift, for whoever looks after the volunteers of its group."""
    row = _shift(viewer, shift)
    return shift_value(row, held_at([row.pk]).get(row.pk, 0))


def kept_role(viewer: Viewer, role: object, now: datetime) -> RoleValue:
    """One role, for whoever looks after the volunteers of its group."""
    row = Role.objects.select_related("group").defer("group__email").filter(pk=known(role)).first()
    allow(viewer, "volunteer.keep", area=row.group.area_id if row else None)
    if row is None:
        raise NotFound("role")
    return role_value(row)


def roster(viewer: Viewer, shift: object, now: datetime) -> Roster:
    """A shift: who is on it, who would step in, who fits and why, and who does not fit now and why not."""
    row = _shift(viewer, shift)
    rows = Stint.objects.filter(shift=row, volunteer__in=visible_volunteers(viewer).values("pk"))
    stints = list(rows.exclude(state="cancelled").select_related("volunteer").order_by("asked_at", "pk"))
    taken = {one.volunteer_id for one in stints}
    helping = Helping.objects.filter(role=row.role, state="welcome").exclude(volunteer__in=taken)
    free = list(visible_volunteers(viewer).filter(pk__in=helping.values("volunteer"))[:MANY])
    who = people_of([*free, *(one.volunteer for one in stints)])
    apart = _would_meet(free, [one.volunteer for one in stints], who)
    fitting = best(
        [one for one in candidates(free, row.starts_at, row.role_id) if UUID(one.volunteer) not in apart],
        wanted(row, row.role),
    )
    names = {str(one.pk): who[str(one.person_id)].call_them for one in free if str(one.person_id) in who}
    held = sum(one.state in HOLDS for one in stints)
    value = shift_value(row, held)
    shown = [
        StintValue(
            str(one.pk),
            str(one.volunteer_id),
            who[str(one.volunteer.person_id)].call_them,
            one.state,
            minutes_of(one),
            value,
        )
        for one in stints
        if str(one.volunteer.person_id) in who
    ]
    return Roster(
        shift=value,
        stints=tuple(one for one in shown if one.state != "waiting"),
        waiting=tuple(one for one in shown if one.state == "waiting"),
        fits=tuple(_suggested(one, names) for one in fitting if one.fits),
        others=tuple(_suggested(one, names) for one in fitting if not one.fits),
    )


def _suggested(one: Fit, names: Mapping[str, str]) -> Suggested:
    return Suggested(one.volunteer, names[one.volunteer], one.reasons, one.blocks)


def _would_meet(
    free: Iterable[Volunteer], there: Iterable[Volunteer], who: Mapping[str, Profile]
) -> frozenset[UUID]:
    """Whoever of the free would meet somebody there from whom they are kept apart: left out, never said."""
    on = {who[str(one.person_id)].id for one in there if str(one.person_id) in who}
    by_person = {who[str(one.person_id)].id: one.pk for one in free if str(one.person_id) in who}
    if not on or not by_person:
        return frozenset()
    pairs = apart_among(HOUSE, {*on, *by_person})
    found = {a if b in on else b for a, b in pairs if (a in on) != (b in on)}
    return frozenset(by_person[person] for person in found)


def one_volunteer(viewer: Viewer, group: object, volunteer: object, now: datetime) -> OneVolunteer:
    """A volunteer as the organiser of a group sees them: only who asked to help there, or does. NotFound."""
    row = keeps_volunteers(viewer, group)
    helping = Helping.objects.filter(role__group=row, volunteer=known(volunteer))
    found = visible_volunteers(viewer).filter(pk__in=helping.values("volunteer")).first()
    who = people_of([found]) if found else {}
    if found is None or not who:
        raise NotFound("volunteer")
    ids = records([found], who)
    skills, checks = skills_of(ids).get(found.person_id, {}), checks_of(ids)
    minutes = _minutes([found.pk], row.pk, now)
    rows = list(helping.select_related("volunteer", "role").order_by("asked_at", "pk"))
    month, ever = minutes.get(found.pk, (0, 0))
    return OneVolunteer(
        id=str(found.pk),
        person=str(found.person_id),
        name=who[str(found.person_id)].call_them,
        roles=tuple(_value(one, who, minutes, checks) for one in rows),
        about=about_of(found, skills),
        skills=skill_values(skills),
        checks=tuple(checks.get(found.person_id, {}).values()),
        stints=_past(found, row, now),
        references=tuple(_reference(one) for one in found.reference_set.order_by("named_at", "pk")),
        minutes_month=month,
        minutes_all=ever,
        thanked_at=found.thanked_at,
    )


def _past(row: Volunteer, group: Group, now: datetime) -> tuple[StintValue, ...]:
    rows = Stint.objects.filter(volunteer=row, shift__role__group=group).exclude(state="cancelled")
    rows = rows.select_related("shift__role__group").defer("shift__role__group__email")
    return tuple(
        StintValue(str(one.pk), str(row.pk), "", one.state, minutes_of(one), shift_value(one.shift, 0))
        for one in rows.order_by("-shift__starts_at", "pk")[:20]
    )


def _reference(one: Reference) -> ReferenceValue:
    said = tuple((str(what), str(text)) for what, text in (one.said or {}).items())
    return ReferenceValue(str(one.pk), str(one.volunteer_id), one.name, one.state, one.asked_at, said)
