"""Writes about groups, events and who came."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.timezone import localtime

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.actions.aid import forget_aid
from kizuna.activities.actions.buddies import pass_greetings_on
from kizuna.activities.group import NewAttendance, NewEvent, NewGroup, absence_id
from kizuna.activities.models import (
    Absence,
    Aid,
    Attendance,
    Check,
    Edition,
    Event,
    Greeting,
    Group,
    GroupNeed,
    Introduction,
    Letter,
    Member,
    Newsletter,
    Notes,
    Nudge,
    OwnCalendar,
    PersonSkill,
    Rating,
    Reference,
    Seat,
    Stint,
    Volunteer,
)
from kizuna.activities.queries import aged, missed
from kizuna.activities.recurrence import check_rule, check_times
from kizuna.activities.volunteering import NewVolunteer
from kizuna.directory.needs import BY_CODE
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note
from kizuna.people.queries import profile, profiles, same_person
from kizuna.places.identity import known

BATCH = 1000
_GROUP_COLUMNS = (
    "name", "description", "welcome_note", "place_name", "address", "lat", "lon", "step_free", "cost",
    "cost_text", "size", "places_left", "join", "phone", "url", "min_age", "max_age", "remote", "gentle",
    "confirmed_on", "active",
)  # fmt: skip
_EVENT_COLUMNS = ("group", "title", "starts_at", "ends_at", "rule", "place", "places", "photos")
_COMPARED = ("title", "starts_at", "ends_at", "rule", "place")
_GROUP_MADE = ("area", "organiser", "email", "languages", "genders")


def _group(new: NewGroup) -> Group:
    if unknown := sorted(set(new.helps_with) - set(BY_CODE)):
        raise Refused(f"{new.name}: {', '.join(unknown)} is not a need. The codes are in directory.needs.")
    plain: dict[str, Any] = {name: getattr(new, name) for name in _GROUP_COLUMNS}
    return Group(
        id=UUID(str(new.id)),
        area_id=UUID(str(new.area)),
        organiser_id=UUID(str(new.organiser)) if new.organiser else None,
        email=new.email or None,
        languages=None if new.languages is None else list(new.languages),
        genders=list(new.genders) if new.genders else None,
        **plain,
    )


def new_edition() -> None:
    """What processes keep of the groups in memory is out of date."""
    Edition.objects.update_or_create(pk=1, defaults={"token": uuid4()})


def load_groups(*, groups: Sequence[NewGroup], by: Viewer, now: datetime) -> int:
    """Keep many groups at once, new or changed, with what they help with; how many they were."""
    for area in {str(new.area) for new in groups}:
        allow(by, "group.keep", area=area)
    rows = [_group(new) for new in groups]
    ids = [row.pk for row in rows]
    needs = [GroupNeed(group_id=UUID(str(new.id)), code=code) for new in groups for code in new.helps_with]
    with transaction.atomic():
        # A group may not be taken from an area out of reach by giving it one within.
        for before in Group.objects.filter(pk__in=ids).values_list("area", flat=True).distinct():
            allow(by, "group.keep", area=before)
        Group.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*_GROUP_COLUMNS, *_GROUP_MADE],
        )
        GroupNeed.objects.filter(group__in=ids).delete()
        GroupNeed.objects.bulk_create(needs, batch_size=BATCH)
        note_many(notes=(Note("group.kept", row, None, by) for row in rows), now=now)
        new_edition()
    return len(rows)


def _event(new: NewEvent) -> Event:
    try:
        check_times(new.starts_at, new.ends_at, *new.skips)
        if new.rule:
            check_rule(new.rule, localtime(new.starts_at))
    except ValueError as wrong:
        raise Refused(f"{new.title}: {wrong}") from None
    if new.ends_at <= new.starts_at:
        raise Refused(f"{new.title}: an event ends after it starts.")
    return Event(
        id=new.known_id,
        group_id=UUID(str(new.group)),
        title=new.title,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        rule=new.rule,
        place=new.place,
        places=new.places,
        photos=new.photos,
        skips=[at.isoformat() for at in new.skips],
    )


def _in_its_turn(row: Event, before: Event | None) -> None:
    """What changed counts one up, for the calendars that have it; what was called off stays so."""
    if before is not None:
        row.skips = sorted({*before.skips, *row.skips})
        changed = any(getattr(row, name) != getattr(before, name) for name in _COMPARED)
        row.sequence = before.sequence + (changed or row.skips != before.skips)


def _reach(deed: str, groups: Iterable[UUID], by: Viewer) -> None:
    """The deed in the areas of all these groups."""
    wanted = set(groups)
    found = dict(Group.objects.filter(pk__in=wanted).values_list("pk", "area"))
    if wanted - set(found):
        raise Refused("There is an event of a group that is not kept. Load the groups first.")
    for area in set(found.values()):
        allow(by, deed, area=area)


def load_events(*, events: Sequence[NewEvent], by: Viewer, now: datetime) -> int:
    """Keep many events at once, new or changed; how many they were. The groups must be kept already."""
    rows = [_event(new) for new in events]
    with transaction.atomic():
        before = {one.pk: one for one in Event.objects.filter(pk__in=[row.pk for row in rows])}
        _reach("group.keep", {one.group_id for one in (*rows, *before.values())}, by)
        for row in rows:
            _in_its_turn(row, before.get(row.pk))
        Event.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*_EVENT_COLUMNS, "sequence", "skips"],
        )
        note_many(notes=(Note("event.kept", row, None, by) for row in rows), now=now)
        new_edition()
    return len(rows)


def load_attendance(*, attendance: Iterable[NewAttendance], by: Viewer, now: datetime) -> int:
    """Keep who came to what, many at once, in batches of one transaction; how many they were."""
    total, batch = 0, []
    with transaction.atomic():
        for new in attendance:
            batch.append(new)
            if len(batch) == BATCH:
                total += _load_batch(batch, by, now)
                batch = []
        return total + _load_batch(batch, by, now)


def _load_batch(given: Sequence[NewAttendance], by: Viewer, now: datetime) -> int:
    # Said twice of the same visit: the last one counts. PostgreSQL takes no row twice in one statement.
    batch = {(str(new.event), new.starts_at, str(new.person)): new for new in given}.values()
    events = {UUID(str(new.event)) for new in batch}
    groups = dict(Event.objects.filter(pk__in=events).values_list("pk", "group"))
    if events - set(groups):
        raise Refused("There is attendance at an event that is not kept. Load the events first.")
    _reach("attendance.take", groups.values(), by)
    rows = [
        Attendance(
            event_id=UUID(str(new.event)),
            starts_at=new.starts_at,
            person_id=UUID(str(new.person)),
            status=new.status,
            at=new.at,
        )
        for new in batch
    ]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["event", "starts_at", "person"],
        update_fields=["status", "at"],
    )
    note_many(
        notes=(Note(f"attendance.{row.status}", f"event:{row.event_id}", row.person_id, by) for row in rows),
        now=now,
    )
    return len(given)


def load_volunteers(*, offers: Iterable[NewVolunteer], by: Viewer, now: datetime) -> int:
    """Note what many people, loaded before, can help with; how many they were."""
    offered = {UUID(one.person): one for one in offers}
    areas = {one.area_id for one in profiles(SYSTEM("volunteers"), offered).values()}
    for area in areas:
        allow(by, "volunteer.load", area=area)
    rows = [
        Volunteer(person_id=id, can_do=one.can_do, times=one.times, since=now) for id, one in offered.items()
    ]
    with transaction.atomic():
        Volunteer.objects.bulk_create(rows, batch_size=BATCH)
        note_many(notes=(Note("volunteer.noted", row, row.person_id, by) for row in rows), now=now)
    return len(rows)


def unload_volunteers(*, people: Iterable[object], by: Viewer, now: datetime) -> None:
    """Take back what a list said about these people as volunteers."""
    rows = Volunteer.objects.filter(person__in=[UUID(str(one)) for one in people])
    who = profiles(SYSTEM("volunteers"), rows.values_list("person", flat=True))
    for area in {one.area_id for one in who.values()}:
        allow(by, "volunteer.load", area=area)
    with transaction.atomic():
        gone = [Note("volunteer.gone", row, row.person_id, by) for row in rows]
        rows.delete()
        note_many(notes=gone, now=now)


def unload_groups(*, ids: Iterable[object], by: Viewer, now: datetime) -> frozenset[str]:
    """Remove groups that nobody has come to yet; gives back the ids of those that went."""
    rows = Group.objects.filter(pk__in=[UUID(str(one)) for one in ids])
    for area in rows.values_list("area", flat=True).distinct():
        allow(by, "group.keep", area=area)
    with transaction.atomic():
        visited = Attendance.objects.filter(event__group__in=rows).values("event__group")
        ids_gone = [id for id in list(rows.exclude(pk__in=visited).values_list("pk", flat=True)) if _gone(id)]
        notes = [Note("group.gone", f"activities.Group:{id}", None, by) for id in ids_gone]
        note_many(notes=notes, now=now)
        new_edition()
    return frozenset(map(str, ids_gone))


def _gone(group: UUID) -> bool:
    """Whether a group could go: what hangs on it in rooms above, such as a referral or a report, keeps it."""
    try:
        with transaction.atomic():
            Group.objects.filter(pk=group).delete()
    except ProtectedError:
        return False
    return True


def pass_on(*, group: object, person: object, by: Viewer, now: datetime) -> None:
    """Ask a link worker to see after somebody who has stayed away; a second time changes nothing.

    Only a link worker whom the person lets support them ever reads it, and the organiser is not told
    whether there is one: that would be more about the person than an organiser may know.
    """
    row = Group.objects.filter(pk=known(group)).first()
    allow(by, "absence.pass_on", area=row.area_id if row else None)
    last = missed(by, group, person, now)
    with transaction.atomic():
        absence, made = Absence.objects.get_or_create(
            id=absence_id(last.group, last.person, last.at),
            defaults={
                "group_id": UUID(last.group),
                "person_id": UUID(last.person),
                "last_came_at": last.at,
                "passed_on_at": now,
                "passed_on_by_id": UUID(by.account) if by.account else None,
            },
        )
        if made:
            note(verb="absence.passed_on", subject=absence, person=absence.person_id, by=by, now=now)


def answer_absence(*, absence: object, by: Viewer, now: datetime) -> None:
    """Say that somebody who was missed has been reached. A second time changes nothing."""
    with transaction.atomic():
        allow_some(by, "absence.answer")
        row = Absence.objects.select_for_update().filter(pk=known(absence)).first()
        if row is None:
            raise NotFound("absence")
        who = profile(by, row.person_id)
        allow(by, "absence.answer", area=who.area_id)
        if row.answered_at is None:
            row.answered_at, row.answered_by_id = now, UUID(by.account) if by.account else None
            row.save(update_fields=["answered_at", "answered_by"])
            note(verb="absence.answered", subject=row, person=row.person_id, by=by, now=now)


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Forget where a person has been."""
    allow(by, "person.erase", person=person)
    id = UUID(str(person))
    with transaction.atomic():
        ids = same_person(by, id) | {id}
        Attendance.objects.filter(person__in=ids).delete()
        Volunteer.objects.filter(person__in=ids).delete()
        PersonSkill.objects.filter(person__in=ids).delete()
        Check.objects.filter(person__in=ids).delete()
        Absence.objects.filter(person__in=ids).delete()
        Nudge.objects.filter(person__in=ids).delete()
        Rating.objects.filter(seat__person__in=ids).delete()
        Seat.objects.filter(person__in=ids).delete()
        OwnCalendar.objects.filter(person__in=ids).delete()
        Member.objects.filter(person__in=ids).delete()
        Introduction.objects.filter(person__in=ids).delete()
        pass_greetings_on(frozenset(ids), None, now)
        Greeting.objects.filter(person__in=ids).update(person=None)
        Letter.objects.filter(person__in=ids).delete()
        forget_aid(person=id, by=by, now=now)
        note(verb="activities.erased", subject=f"person:{id}", person=id, by=by, now=now)


AGING: dict[str, type[Model]] = {
    "activities.absence": Absence,
    "activities.aid": Aid,
    "activities.attendance": Attendance,
    "activities.calendars": OwnCalendar,
    "activities.greetings": Greeting,
    "activities.introductions": Introduction,
    "activities.letters": Letter,
    "activities.members": Member,
    "activities.newsletters": Newsletter,
    "activities.notes": Notes,
    "activities.nudges": Nudge,
    "activities.checks": Check,
    "activities.references": Reference,
    "activities.seats": Seat,
    "activities.shifts": Stint,
    "activities.skills": PersonSkill,
    "activities.volunteers": Volunteer,
    "activities.workshops": Rating,
}
"""Which table holds each kind that goes by its age."""


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of this kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        AGING[code]._default_manager.filter(pk__in=ids).delete()
    return len(ids)
