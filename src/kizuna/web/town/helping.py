"""Who lends a hand in Linden Bay, at which groups, and what these need people for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kizuna.activities.shifts import About, NewRole, NewShift
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.organisations import Group

ROLES = (
    ("Pouring tea", "An hour before the meeting, and half an hour after it.", "help", (), ()),
    ("Meeting newcomers at the door", "You know how it is to come for the first time.", "buddy", (), ()),
    ("First aid", "You are there, and hope that nobody needs you.", "help", ("first_aid",), ("first_aid",)),
)
WEEKS = 3
HELPERS = 6
CAN = (
    ("cooking", "welcoming"),
    ("first_aid",),
    ("listening", "older"),
    ("driving", "first_aid"),
    ("music",),
    (),
)


@dataclass(frozen=True)
class Helper:
    """A resident who helps at a group in some of its roles, by their numbers; `done`: they were welcomed."""

    person: str
    roles: tuple[int, ...]
    about: About
    first_aid_for: int
    """Days that their first aid certificate is still good; 0: nobody has seen one."""
    done: bool


def helped_groups(town: Town) -> list[Group]:
    """The groups that look for people: two in each part of town, and open ones first."""
    found: dict[str, list[Group]] = {}
    for group in sorted(town.groups, key=lambda one: (one.gentle, one.code)):
        found.setdefault(group.neighbourhood, []).append(group)
    return [group for groups in found.values() for group in groups[:2]]


def roles_of(group: Group) -> list[NewRole]:
    """What a group needs people for."""
    of = str(town_id("group", group.code))
    return [
        NewRole(
            str(town_id("role", f"{group.code} {number}")),
            of,
            name,
            about,
            kind,
            skills=skills,
            checks=checks,
        )
        for number, (name, about, kind, skills, checks) in enumerate(ROLES)
    ]


def shifts_of(role: NewRole, number: int, first: datetime) -> Iterator[NewShift]:
    """Some weeks of a role, from the first meeting on."""
    for week in range(WEEKS):
        at = first + timedelta(weeks=week)
        id = str(town_id("shift", f"{role.id} {at.date()}"))
        yield NewShift(id, role.id, at, at + timedelta(hours=2), 1 + (number == 0))


def helpers(town: Town, group: Group, rng: Random) -> Iterator[Helper]:
    """People of a group who lend it a hand; the last of them has only just offered to."""
    grown = [
        n for n in dict.fromkeys(town.members[group.code]) if town.now.year - town.people[n].birth_year >= 18
    ]
    for place, number in enumerate(grown[:HELPERS]):
        skills = CAN[place % len(CAN)]
        yield Helper(
            person=str(town_id("person", number)),
            roles=(0, 2) if "first_aid" in skills else (place % 2,),
            about=About(
                skills=skills,
                times=tuple(
                    f"{day}-{part}" for day in ("tue", "wed", "sat") for part in ("morning", "evening")
                )
                if rng.random() < 0.6
                else None,
                km=rng.choice((None, 2, 5)),
                most_week=rng.choice((None, 3, 4)),
            ),
            first_aid_for=rng.choice((20, 400)) if "first_aid" in skills else 0,
            done=place < len(grown[:HELPERS]) - 1,
        )
