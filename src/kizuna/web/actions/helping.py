"""Volunteers of the demo town: they offer, are welcomed and take shifts by the rooms' own actions."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.activities import actions
from kizuna.activities.shifts import NewRole, NewShift, opens_mine
from kizuna.web.town.helping import Helper, helped_groups, helpers, roles_of, shifts_of
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.loading import meeting
from kizuna.web.town.organisations import Group


def plant_helpers(*, town: Town, by: Viewer, now: datetime) -> None:
    """Roles, shifts and people at some groups of the town."""
    allow(by, "town.load")
    rng = Random(len(town.people))
    for group in helped_groups(town):
        roles = roles_of(group)
        first = _first(group, now)
        shifts = [list(shifts_of(role, number, first)) for number, role in enumerate(roles)]
        for role in roles:
            actions.keep_role(role=role, by=by, now=now)
        actions.keep_shifts(shifts=[one for each in shifts for one in each], by=by, now=now)
        for helper in helpers(town, group, rng):
            _help(group, helper, roles, shifts, by, now)


def _first(group: Group, now: datetime) -> datetime:
    """The first meeting of a group that is a day or more ahead."""
    zone = ZoneInfo(timezone.get_default_timezone_name())
    local = timezone.localtime(now)
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())
    hour, minute = (int(part) for part in group.opens.split(":"))
    at = meeting(monday, group.day, hour, minute, zone)
    return (
        at
        if at > now + timedelta(days=1)
        else meeting(monday + timedelta(weeks=1), group.day, hour, minute, zone)
    )


def _help(
    group: Group,
    one: Helper,
    roles: list[NewRole],
    shifts: list[list[NewShift]],
    by: Viewer,
    now: datetime,
) -> None:
    herself = Viewer(role="resident", person=one.person)
    of = town_id("group", group.code)
    for number in one.roles:
        role = roles[number].id
        id = actions.offer_help(role=role, offer=None, by=herself, now=now)
        if not one.done:
            continue
        actions.answer_helping(group=of, volunteer=id, role=role, state="welcome", by=by, now=now)
        own = Viewer(role="resident", token=opens_mine(id))
        actions.say_about(volunteer=id, about=one.about, by=own, now=now)
        if one.first_aid_for:
            until = timezone.localdate(now) + timedelta(days=one.first_aid_for)
            actions.see_check(
                group=of,
                volunteer=id,
                kind="first_aid",
                done_on=until.replace(year=until.year - 2, day=1),
                until=until,
                by=by,
                now=now,
            )
        for shift in shifts[number][:2]:
            with suppress(Refused):  # who helps at two groups may be busy, or needs rest
                actions.take_shift(shift=shift.id, volunteer=id, by=own, now=now)
