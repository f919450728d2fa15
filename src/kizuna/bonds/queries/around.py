"""A part of town as far as ties go: for rules and counted figures, never a tie by itself."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import STRANGER, SYSTEM, Viewer
from kizuna.bonds import community
from kizuna.bonds.community import Indicator, age_group
from kizuna.bonds.models import Answer, Tie
from kizuna.bonds.survey import Around
from kizuna.people.profile import Profile
from kizuna.people.queries import profiles, visible_as_gone, visible_at_rest, visible_to_keepers
from kizuna.places.queries import under

HOUSE = SYSTEM("bonds: counted, never shown")


def around(viewer: Viewer, area: object, now: datetime, *, hide: bool = False) -> Around:
    """Who was asked in this area, and what they said; without those who are hidden, rest or are gone."""
    allow(viewer, "bond.see", area=area)
    # What leaves the house is as a stranger may see it: nobody who must not be found is in it.
    return _around(STRANGER if hide else viewer, under(HOUSE, [area]), now)


def indicators(viewer: Viewer, area: object, period: tuple[datetime, datetime]) -> tuple[Indicator, ...]:
    """This room's figures for an area, from what was said until the end of the period."""
    allow_some(viewer, "bond.see")
    return community.indicators(around(viewer, area, period[1]))


def _around(viewer: Viewer, areas: frozenset[str], now: datetime) -> Around:
    answers = Answer.objects.filter(at__lte=now).exclude(person__in=visible_to_keepers(viewer))
    answers = answers.exclude(person__in=visible_at_rest(viewer)).exclude(person__in=visible_as_gone(HOUSE))
    rows = list(answers.order_by("at", "pk").values_list("pk", "person", "tree", "meet", "help"))
    who = profiles(HOUSE, {person for _, person, *_ in rows})
    stays = {id: one.id for id, one in who.items()}
    # The newest answer of each person, whichever of their records it is about.
    last = {stays[str(row[1])]: row for row in rows if str(row[1]) in stays}
    here = {one.id: one for one in who.values() if one.area_id in areas and one.id in last}
    ties = _ties([last[person][0] for person in here], stays)
    tied = {person for a, b, _ in ties for person in (a, b)}
    named = _who_named({last[person][0]: person for person in here})
    return Around(
        asked=frozenset(here),
        ties=tuple((a, b, kind) for a, b, kind in ties if a in here and b in here),
        ring=frozenset(p for p in here if last[p][2] == "ring"),
        in_tree=frozenset(p for p in here if last[p][2] in ("ring", "rung")),
        meet=frozenset(p for p in here if last[p][3]),
        help=frozenset(p for p in here if last[p][4]),
        groups={person: _groups(one, now) for person, one in here.items()},
        lone=frozenset(here) - tied - named,
    )


def _ties(answers: Iterable[UUID], stays: dict[str, str]) -> list[tuple[str, str, str]]:
    """Ties of these answers between people who are known, under the records that stay."""
    rows = Tie.objects.filter(answer__in=list(answers), other__isnull=False)
    found = rows.order_by("pk").values_list("person", "other", "kind")
    pairs = ((stays.get(str(a), ""), stays.get(str(b), ""), kind) for a, b, kind in found)
    return [(a, b, kind) for a, b, kind in pairs if a and b and a != b]


def _who_named(answers: dict[UUID, str]) -> frozenset[str]:
    """Those who named anybody, whether the house knows them or not."""
    rows = Tie.objects.filter(answer__in=list(answers)).values_list("answer", flat=True).distinct()
    return frozenset(answers[row] for row in rows)


def _groups(one: Profile, now: datetime) -> dict[str, str]:
    spoken = one.languages[0] if one.languages else ""
    return {"area": one.area_id, "age": age_group(one.age(now)), "language": spoken}
