"""What matching has to know about volunteers, gathered for many at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.activities.fitting import Busy, Candidate, Wanted
from kizuna.activities.models import Check, PersonSkill, Role, Shift, Stint, Volunteer
from kizuna.activities.skills import CheckValue
from kizuna.people.profile import Profile
from kizuna.people.queries import profiles, visible_at_rest, visible_to_keepers

HOUSE = SYSTEM("activities: who fits a shift")
LOOKS_AROUND = timedelta(days=40)
"""More than a month to each side of a shift: its week and its month lie within."""
COUNTS = ("booked", "came")
"""States of a stint that count towards somebody's hours."""


def visible_volunteers(viewer: Viewer) -> QuerySet[Volunteer]:
    """Rows of volunteers without those whom this viewer may not find, and those whose record rests."""
    rows = Volunteer.objects.exclude(person__in=visible_to_keepers(viewer))
    return rows.exclude(person__in=visible_at_rest(viewer))


def people_of(volunteers: Iterable[Volunteer]) -> dict[str, Profile]:
    """Who these volunteers are, by the id that stands in their row; only who is living. One query."""
    found = profiles(HOUSE, {one.person_id for one in volunteers})
    return {id: who for id, who in found.items() if who.status == "living"}


def records(volunteers: Iterable[Volunteer], who: Mapping[str, Profile]) -> dict[UUID, UUID]:
    """Every record of these people → the one that stands in the volunteer's row: records may be merged."""
    found: dict[UUID, UUID] = {}
    for one in volunteers:
        found[one.person_id] = one.person_id
        if known := who.get(str(one.person_id)):
            found[UUID(known.id)] = one.person_id
    return found


def skills_of(ids: Mapping[UUID, UUID]) -> dict[UUID, dict[str, str]]:
    """What each can do, and how we know: by the person in the volunteer's row. One query."""
    found: dict[UUID, dict[str, str]] = {}
    rows = PersonSkill.objects.filter(person__in=list(ids)).values_list("person", "code", "how")
    for person, code, how in rows.order_by("pk"):
        found.setdefault(ids[person], {})[code] = how
    return found


def checks_of(ids: Mapping[UUID, UUID]) -> dict[UUID, dict[str, CheckValue]]:
    """The check of each kind that is good for longest, of each person. One query."""
    found: dict[UUID, dict[str, CheckValue]] = {}
    for row in Check.objects.filter(person__in=list(ids)).order_by("done_on", "pk"):
        one = CheckValue(str(row.pk), row.kind, row.done_on, row.until)
        mine = found.setdefault(ids[row.person_id], {})
        before = mine.get(row.kind)
        if before is None or (before.until is not None and (one.until is None or one.until >= before.until)):
            mine[row.kind] = one
    return found


def minutes_of(stint: Stint) -> int:
    """What a stint counts: what was noted, else as long as its shift."""
    shift = stint.shift
    planned = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
    return planned if stint.minutes is None else stint.minutes


def stints_around(volunteers: Iterable[Volunteer], at: datetime) -> dict[UUID, list[Stint]]:
    """What each volunteer has around a time: booked or done, called off or not held left out. One query."""
    rows = Stint.objects.filter(
        volunteer__in=[one.pk for one in volunteers],
        state__in=COUNTS,
        shift__called_off_at__isnull=True,
        shift__starts_at__gte=at - LOOKS_AROUND,
        shift__starts_at__lte=at + LOOKS_AROUND,
    )
    found: dict[UUID, list[Stint]] = {}
    for row in rows.select_related("shift"):
        found.setdefault(row.volunteer_id, []).append(row)
    return found


def candidates(volunteers: Sequence[Volunteer], at: datetime, role: UUID | None = None) -> list[Candidate]:
    """These volunteers as matching compares them; whoever died or moved away is left out. Five queries."""
    who = people_of(volunteers)
    ids = records(volunteers, who)
    skills, checks, busy = skills_of(ids), checks_of(ids), stints_around(volunteers, at)
    done = Stint.objects.filter(volunteer__in=[one.pk for one in volunteers], state="came", shift__role=role)
    before = list(done.values_list("volunteer", flat=True)) if role else []
    return [
        candidate_of(
            one,
            who[str(one.person_id)],
            skills.get(one.person_id, {}),
            checks.get(one.person_id, {}),
            busy.get(one.pk, []),
            before.count(one.pk),
        )
        for one in volunteers
        if str(one.person_id) in who
    ]


def candidate_of(
    row: Volunteer,
    who: Profile,
    skills: Iterable[str],
    checks: Mapping[str, CheckValue],
    stints: Iterable[Stint],
    before: int = 0,
) -> Candidate:
    """One volunteer as matching compares them; `stints`: those that count."""
    return Candidate(
        volunteer=str(row.pk),
        skills=frozenset(skills),
        checks={kind: check.until for kind, check in checks.items()},
        languages=frozenset(code.partition("-")[0] for code in who.languages),
        times=None if row.parts is None else frozenset(row.parts),
        lat=who.lat,
        lon=who.lon,
        km=row.km,
        busy=tuple(Busy(s.shift.starts_at, s.shift.ends_at, minutes_of(s)) for s in stints),
        most_week=row.most_week,
        most_month=row.most_month,
        paused_until=row.paused_until,
        before=before,
    )


def wanted(shift: Shift, role: Role) -> Wanted:
    """A shift as matching compares it."""
    group = role.group
    return Wanted(
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        zone=timezone.get_default_timezone(),
        skills=frozenset(role.skills),
        checks=frozenset(role.checks),
        languages=frozenset(code.partition("-")[0] for code in role.languages),
        lat=group.lat,
        lon=group.lon,
        remote=role.remote,
    )
