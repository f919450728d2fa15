"""Reads about who came and who stayed away: for the organiser, the person, and who supports them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Max, QuerySet, Value

from kizuna.access.deeds import ANYWHERE, AREA, DEEDS, SELF, allow, allow_some
from kizuna.access.models import Place, Prepared
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.group import (
    FORGOTTEN_AFTER,
    AbsenceValue,
    Came,
    NotSeen,
    OrganiserHome,
    absence_id,
    not_seen_lately,
)
from kizuna.activities.models import Absence, Attendance, Group, Nudge, OwnCalendar, Seat
from kizuna.activities.queries.aid import aid_held
from kizuna.activities.queries.groups import AHEAD, _coming, _events, _kept, _seen, _uuids
from kizuna.activities.queries.held import nudged, volunteer_held
from kizuna.activities.queries.talk_held import held_of_talk
from kizuna.activities.queries.workshops import workshop_held
from kizuna.people.queries import (
    kept_apart,
    profiles,
    same_person,
    visible_at_rest,
    visible_here_by,
    visible_same,
    visible_to_keepers,
)

MANY_NOT_SEEN = 10
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


def visible_attendance(viewer: Viewer) -> QuerySet[Attendance]:
    """Rows of the attendance this viewer may see: their own, or that of groups in their areas."""
    reach = DEEDS["attendance.see"].get(viewer.role)
    if reach == ANYWHERE:
        return Attendance.objects.all()
    if reach == AREA:
        here = Attendance.objects.filter(event__group__area__in=_uuids(viewer.areas))
        return here.exclude(person__in=visible_to_keepers(viewer)).exclude(person__in=visible_at_rest(viewer))
    if reach == SELF and viewer.person:
        return Attendance.objects.filter(person__in=visible_same(viewer, viewer.person))
    return Attendance.objects.none()


def groups_apart(viewer: Viewer, person: object, now: datetime) -> frozenset[str]:
    """Groups where this person would meet somebody from whom they are kept apart, by either one's wish.

    For rules, as the house itself: which groups these are would tell where somebody goes.
    """
    apart = kept_apart(viewer, person)
    if not apart:
        return frozenset()
    goes = Attendance.objects.filter(
        person__in=_uuids(apart.persons), status__in=("booked", "came"), starts_at__gte=now - FORGOTTEN_AFTER
    )
    kept = Group.objects.filter(organiser__in=_uuids(apart.accounts))
    ids = {*goes.values_list("event__group", flat=True), *kept.values_list("pk", flat=True)}
    return frozenset(map(str, ids))


def organiser_home(viewer: Viewer, now: datetime) -> OrganiserHome:
    """What an organiser sees first: the next event of their groups, and who stayed away for a while.

    Their groups are those they organise; if there are none, all that they keep.
    """
    allow_some(viewer, "group.keep")
    groups = _kept(viewer).filter(active=True)
    own = groups.filter(organiser__in=_uuids([viewer.account])) if viewer.account else groups.none()
    names = dict((own if own.exists() else groups).values_list("pk", "name"))
    coming = _coming(_events(list(names), now), now=now, each=1, before=now + AHEAD)
    return OrganiserHome(next(iter(coming), None), _not_seen(viewer, names, now), len(names))


def _came(rows: QuerySet[Attendance]) -> list[Came]:
    found = rows.values_list("person", "event__group", "starts_at")
    return [Came(str(person), str(group), at) for person, group, at in found]


def _quiet(groups: Iterable[UUID]) -> dict[str, int]:
    """After how many weeks each of these groups misses somebody."""
    rows = Group.objects.filter(pk__in=list(groups)).values_list("pk", "quiet_weeks")
    return {str(pk): weeks for pk, weeks in rows}


def _not_seen(viewer: Viewer, names: dict[UUID, str], now: datetime) -> tuple[NotSeen, ...]:
    rows = visible_attendance(viewer).filter(
        event__group__in=list(names), status="came", starts_at__gte=now - FORGOTTEN_AFTER, starts_at__lte=now
    )
    gone = not_seen_lately(_came(rows), now=now, weeks=_quiet(names))[:MANY_NOT_SEEN]
    # An organiser may not open people's records; who came to their own group they know by name.
    who = profiles(SYSTEM("activities: names on an organiser's list"), [one.person for one in gone])
    ids = {one: absence_id(one.group, one.person, one.at) for one in gone}
    passed_on = set(Absence.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    written = set(Nudge.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    return tuple(
        NotSeen(
            one.person,
            who[one.person].call_them,
            one.group,
            names[UUID(one.group)],
            one.at,
            ids[one] in passed_on,
            ids[one] in written,
        )
        for one in gone
        if one.person in who and who[one.person].status == "living"
    )


def missed(viewer: Viewer, group: object, person: object, now: datetime) -> Came:
    """The last visit of somebody on this organiser's list of people not seen lately; else NotFound."""
    rows = visible_attendance(viewer).filter(
        event__group__in=_kept(viewer).filter(pk__in=_uuids([group])),
        person__in=_uuids([person]),
        status="came",
        starts_at__gte=now - FORGOTTEN_AFTER,
        starts_at__lte=now,
    )
    gone = not_seen_lately(_came(rows), now=now, weeks=_quiet(_uuids([group])))
    if not gone:
        raise NotFound("absence")
    return gone[0]


def missed_name(viewer: Viewer, group: object, person: object, now: datetime) -> tuple[str, str]:
    """What to call somebody on this organiser's list of people not seen lately, and their group."""
    allow_some(viewer, "absence.pass_on")
    last = missed(viewer, group, person, now)
    who = profiles(SYSTEM("activities: names on an organiser's list"), [last.person]).get(last.person)
    row = Group.objects.filter(pk=last.group).defer("email").first()
    if who is None or row is None or who.status != "living":
        raise NotFound("absence")
    return who.call_them, row.name


def absences(viewer: Viewer, now: datetime) -> list[AbsenceValue]:
    """Whom organisers miss, among the people this link worker supports: the longest wait first."""
    allow_some(viewer, "absence.see")
    return [
        AbsenceValue(str(row.pk), str(row.person_id), row.group.name, row.last_came_at, row.passed_on_at)
        for row in _missed(viewer).rows(since=now - FORGOTTEN_AFTER)
    ]


@lru_cache(maxsize=256)
def _missed(viewer: Viewer) -> Prepared[Absence]:
    rows = Absence.objects.filter(
        visible_here_by(viewer, "person"),
        answered_at__isnull=True,
        passed_on_at__gte=Place("since", DateTimeField()),
    )
    return Prepared(lambda: rows.select_related("group").order_by("passed_on_at", "pk"))


def attended(viewer: Viewer, person: object) -> list[Came]:
    """The dates that a person came to, the latest first, as far as the viewer may see them."""
    allow_some(viewer, "attendance.see")
    came = visible_attendance(viewer).filter(person__in=visible_same(viewer, person), status="came")
    rows = came.order_by("-starts_at")
    return _came(rows)


def last_came(viewer: Viewer, now: datetime) -> dict[str, datetime]:
    """When each record in sight of a link worker last came to any group; which one it was is not told."""
    allow_some(viewer, "absence.see")
    came = Attendance.objects.filter(visible_here_by(viewer, "person"), status="came", starts_at__lte=now)
    rows = came.values("person")
    return {str(person): at for person, at in rows.annotate(at=Max("starts_at")).values_list("person", "at")}


def held_about(viewer: Viewer, person: object) -> dict[str, Any]:
    """Everything this room holds about a person, as JSON."""
    allow(viewer, "person.export", person=person)
    ids = same_person(viewer, person) | {UUID(str(person))}
    rows = Attendance.objects.filter(person__in=ids).select_related("event__group")
    absent = Absence.objects.filter(person__in=ids).select_related("group")
    seats = Seat.objects.filter(person__in=ids).select_related("event__group")
    aid = aid_held(viewer, person)
    return {
        **held_of_talk(ids),
        "asks": aid["ask"],
        "offers": aid["offer"],
        **volunteer_held(ids),
        "written_to": nudged(ids),
        "workshops": workshop_held(ids),
        "attendance": [
            {
                "group": row.event.group.name,
                "event": row.event.title,
                "starts_at": row.starts_at.isoformat(),
                "status": row.status,
                "at": row.at.isoformat(),
            }
            for row in rows.order_by("starts_at", "pk")
        ],
        "places": [
            {
                "group": seat.event.group.name,
                "event": seat.event.title,
                "starts_at": seat.starts_at.isoformat(),
                "status": seat.state,
                "name": seat.name,
                "reach": seat.reach,
                "needs": seat.needs or "",
                "at": seat.asked_at.isoformat(),
            }
            for seat in seats.order_by("starts_at", "pk")
        ],
        "calendar": [{"since": one.since.isoformat()} for one in OwnCalendar.objects.filter(person__in=ids)],
        "absences": [
            {
                "group": row.group.name,
                "passed_on_at": row.passed_on_at.isoformat(),
                "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            }
            for row in absent.order_by("passed_on_at", "pk")
        ],
    }


def figures(viewer: Viewer, now: datetime) -> dict[str, int]:
    """Groups that meet, dates of the next 7 days, visits of the last 30, in the areas of this viewer."""
    allow_some(viewer, "town.see")
    groups = _seen(viewer).filter(active=True)
    if DEEDS["town.see"].get(viewer.role) != ANYWHERE:
        groups = groups.filter(area__in=_uuids(viewer.areas))
    coming = _coming(_events(groups.values("pk"), now), now=now, each=7, before=now + WEEK)
    seen = Attendance.objects.exclude(person__in=visible_to_keepers(viewer))
    came = seen.filter(
        event__group__in=groups.values("pk"), status="came", starts_at__gt=now - MONTH, starts_at__lte=now
    ).exclude(person__in=visible_at_rest(viewer))
    counted = [
        each.order_by().values(code=Value(code)).annotate(n=Count("pk")).values_list("code", "n")
        for code, each in (("groups", groups), ("came", came))
    ]
    found = dict(counted[0].union(counted[1], all=True))
    return {"groups": found.get("groups", 0), "events_week": len(coming), "came": found.get("came", 0)}
