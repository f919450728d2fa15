"""A part of town as far as ties go: for rules and counted figures, never a tie by itself."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import STRANGER, SYSTEM, Viewer
from kizuna.activities.queries import met_in_groups
from kizuna.bonds import growth as growing
from kizuna.bonds.community import age_group
from kizuna.bonds.growth import Point, Said, ends
from kizuna.bonds.indicators import Indicator
from kizuna.bonds.indicators import indicators as measured
from kizuna.bonds.models import Answer, Tie
from kizuna.bonds.survey import Around
from kizuna.bonds.tie import CROWD, LOOK_BACK, Report, combined, inferred, joined
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
    return measured(around(viewer, area, period[1]))


def growth(viewer: Viewer, area: object, now: datetime) -> tuple[Point, ...]:
    """How many were asked, and how many ties there were, month by month. Who is hidden now never was."""
    allow(viewer, "bond.see", area=area)
    rows = list(_answers(viewer, now).values_list("pk", "person", "at", "together"))
    who = profiles(HOUSE, {person for _, person, *_ in rows})
    areas = under(HOUSE, [area])
    stays = {id: one.id for id, one in who.items() if one.area_id in areas}
    kept = [row for row in rows if str(row[1]) in stays]
    named: dict[UUID, set[str]] = {row[0]: set() for row in kept}
    pairs = Tie.objects.filter(answer__in=list(named), other__isnull=False).values_list("answer", "other")
    for answer, other in pairs:
        named[answer].add(stays.get(str(other), ""))
    said = [Said(stays[str(row[1])], row[2], frozenset(named[row[0]])) for row in kept]
    # Whoever takes their yes back is out of every month, not only of the last.
    agree = {stays[str(row[1])]: bool(row[3]) for row in kept}
    counted = {id: one for id, one in stays.items() if agree.get(one)}
    moments = ends(now)
    return growing.growth(said, _meetings(counted, now, moments[0]), moments)


def _answers(viewer: Viewer, now: datetime) -> QuerySet[Answer]:
    """Answers up to now of those who may be counted, the newest last."""
    rows = Answer.objects.filter(at__lte=now).exclude(person__in=visible_to_keepers(viewer))
    rows = rows.exclude(person__in=visible_at_rest(viewer)).exclude(person__in=visible_as_gone(HOUSE))
    return rows.order_by("at", "pk")


def _around(viewer: Viewer, areas: frozenset[str], now: datetime) -> Around:
    rows = list(_answers(viewer, now).values_list("pk", "person", "tree", "meet", "help", "together"))
    who = profiles(HOUSE, {person for _, person, *_ in rows})
    stays = {id: one.id for id, one in who.items()}
    # The newest answer of each person, whichever of their records it is about.
    last = {stays[str(row[1])]: row for row in rows if str(row[1]) in stays}
    here = {one.id: one for one in who.values() if one.area_id in areas and one.id in last}
    said, named = _said({last[person][0]: person for person in here}, stays)
    tied = {person for one in said for person in (one.by, one.about)}
    inside = [one for one in said if one.by in here and one.about in here]
    counted = {id: one for id, one in stays.items() if one in here and last[one][5]}
    return Around(
        asked=frozenset(here),
        said=tuple(inside),
        ring=frozenset(p for p in here if last[p][2] == "ring"),
        in_tree=frozenset(p for p in here if last[p][2] in ("ring", "rung")),
        meet=frozenset(p for p in here if last[p][3]),
        help=frozenset(p for p in here if last[p][4]),
        groups={person: _groups(one, now) for person, one in here.items()},
        lone=frozenset(here) - tied - named,
        counted=frozenset(counted.values()),
        known=tuple(joined(combined(inside), inferred(_meetings(counted, now), now))),
    )


def _said(answers: dict[UUID, str], stays: dict[str, str]) -> tuple[list[Report], frozenset[str]]:
    """What was said in these answers of people who are known, and who named anybody at all."""
    rows = Tie.objects.filter(answer__in=list(answers)).order_by("pk")
    fields = ("answer", "other", "kind", "gives", "gets", "strength", "since", "seen")
    found, named = [], set()
    for answer, other, kind, gives, gets, strength, since, seen in rows.values_list(*fields):
        by, about = answers[answer], stays.get(str(other), "")
        named.add(by)
        if about and about != by:
            found.append(Report(by, about, kind, frozenset(gives), frozenset(gets), strength, since, seen))
    return found, frozenset(named)


def _meetings(
    people: dict[str, str], now: datetime, first: datetime | None = None
) -> dict[tuple[str, str], tuple[datetime, ...]]:
    """When pairs of those who agreed to be counted met in groups, for all moments since the first."""
    return met_in_groups(HOUSE, people, ((first or now) - LOOK_BACK, now), CROWD) if people else {}


def _groups(one: Profile, now: datetime) -> dict[str, str]:
    spoken = one.languages[0] if one.languages else ""
    return {"area": one.area_id, "age": age_group(one.age(now)), "language": spoken}
