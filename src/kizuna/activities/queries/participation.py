"""Who took part in a quarter, counted: for those who look after a whole area."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from kizuna.access.deeds import allow, allow_some, reaches
from kizuna.access.secrets import MARK, blind
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.activities.measuring import Helped, Indicator
from kizuna.activities.measuring import indicators as measured
from kizuna.activities.models import AreaProfile, Attendance, Event, Group, Member, Stint
from kizuna.activities.participation import ATTRIBUTES, Part, ProfileRow, Section, section, span
from kizuna.activities.queries.candidates import minutes_of, visible_volunteers
from kizuna.activities.queries.groups import _uuids, held
from kizuna.activities.recurrence import occurrences
from kizuna.people.profile import Profile
from kizuna.people.queries import profiles, visible_at_rest, visible_to_keepers
from kizuna.places.area import AreaValue
from kizuna.places.queries import areas, under

HOUSE = SYSTEM("activities: who takes part")
AT_ONCE = 2000
MOST = 1000
"""Dates of one event in a period."""


def participation_areas(viewer: Viewer) -> list[AreaValue]:
    """Areas whose participation this viewer may look at, the larger first."""
    allow_some(viewer, "participation.see")
    levels = ("region", "community", "neighbourhood")
    found = [
        one
        for one in areas(viewer)
        if reaches(viewer, "participation.see", area=one.id, organisation=None, person=None, link=None)
    ]
    return sorted(found, key=lambda one: (levels.index(one.level), one.name))


def participation(viewer: Viewer, area: object, quarter: str, now: datetime) -> tuple[Section, ...]:
    """Everybody who came to a group of an area in a quarter that is over, each once, by attribute.

    Whoever must not be found, or rests, is in no figure.
    """
    allow(viewer, "participation.see", area=area)
    days = span(quarter)
    zone = ZoneInfo(settings.TIME_ZONE)
    first, after = (datetime.combine(day, time(0), zone) for day in days) if days else (now, now)
    if days is None or after > now:
        raise Refused("Only whole quarters that are over are counted.")
    ids = _who_came(viewer, area, first, after)
    names = {one.id: one.name for one in areas(viewer)}
    here = list(_parts(ids, names, first))
    profile = area_profile(viewer, area)
    return tuple(section(attribute, here, profile) for attribute in ATTRIBUTES)


def _who_came(viewer: Viewer, area: object, first: datetime, after: datetime) -> list[str]:
    came = Attendance.objects.filter(
        event__group__area__in=_uuids(under(viewer, [area])), status="came",
        starts_at__gte=first, starts_at__lt=after,
    ).exclude(person__in=visible_to_keepers(viewer)).exclude(person__in=visible_at_rest(viewer))  # fmt: skip
    return sorted(map(str, came.order_by().values_list("person", flat=True).distinct()))


def indicators(viewer: Viewer, area: object, period: tuple[datetime, datetime]) -> tuple[Indicator, ...]:
    """This room's figures for an area in a period: people, of how many who live here, what there was."""
    allow(viewer, "participation.see", area=area)
    came = list(_parts(_who_came(viewer, area, *period), {}, period[0]))
    ages = [row.people for row in area_profile(viewer, area) if row.attribute == "age"]
    near = _uuids(under(viewer, [area]))
    groups = Group.objects.filter(active=True, area__in=near).count()
    rows = Event.objects.filter(group__area__in=near, starts_at__lt=period[1]).defer("group")
    zone, dates, hours = ZoneInfo(settings.TIME_ZONE), 0, 0.0
    for row in rows:
        at = occurrences(row.starts_at, row.rule, zone=zone, after=period[0], limit=MOST, before=period[1])
        held_at = [one for one in at if period[0] <= one < period[1] and held(row, one)]
        dates += len(held_at)
        hours += len(held_at) * (row.ends_at - row.starts_at).total_seconds() / 3600
    return measured(came, sum(ages), groups, dates, round(hours, 1), _helped(viewer, near, period))


def _helped(viewer: Viewer, areas: set[UUID], period: tuple[datetime, datetime]) -> Helped:
    """Who helped and for how long, and who joined: without those whom this viewer may not find."""
    rows = Stint.objects.filter(
        shift__role__group__area__in=areas,
        state="came",
        shift__starts_at__gte=period[0],
        shift__starts_at__lt=period[1],
        volunteer__in=visible_volunteers(viewer).values("pk"),
    ).select_related("shift", "volunteer")
    stints = list(rows)
    joined = Member.objects.filter(group__area__in=areas, since__gte=period[0], since__lt=period[1])
    joined = joined.exclude(person__in=visible_to_keepers(viewer)).exclude(person__in=visible_at_rest(viewer))
    people = [str(one) for one in joined.order_by().values_list("person", flat=True).distinct()]
    return Helped(
        list(_parts(sorted({str(one.volunteer.person_id) for one in stints}), {}, period[0])),
        round(sum(map(minutes_of, stints)) / 60, 1),
        list(_parts(sorted(people), {}, period[0])),
    )


def _parts(ids: list[str], names: dict[str, str], at: datetime) -> Iterable[Part]:
    counted: set[str] = set()
    for start in range(0, len(ids), AT_ONCE):
        for one in profiles(HOUSE, ids[start : start + AT_ONCE]).values():
            if one.id not in counted:  # two records of one person are one
                counted.add(one.id)
                yield _part(one, names, at)


def _part(one: Profile, names: dict[str, str], at: datetime) -> Part:
    number = blind(one.id, settings.SECRET_KEYS, "participation")[MARK:][:12]
    return Part(
        key=int(number, 16) / 16**12,
        age=one.age(at),
        gender=one.gender,
        language=one.languages[0] if one.languages else "",
        disability="" if one.access_needs is None else "yes" if one.access_needs else "no",
        area=names.get(one.area_id, ""),
    )


def area_profile(viewer: Viewer, area: object) -> list[ProfileRow]:
    """The profile of an area as it was loaded; empty when none was. It is about nobody."""
    allow_some(viewer, "participation.see")
    rows = AreaProfile.objects.filter(area__in=_uuids([area])).order_by("attribute", "pk")
    return [ProfileRow(row.attribute, row.value, row.people) for row in rows]
