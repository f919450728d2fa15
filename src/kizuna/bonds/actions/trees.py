"""Phone trees made, mended and thrown away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.queries import groups_of_areas, members_of
from kizuna.bonds import phone_tree
from kizuna.bonds.graph import build
from kizuna.bonds.mending import Fix, fixes, repaired
from kizuna.bonds.models import Call
from kizuna.bonds.models import PhoneTree as Row
from kizuna.bonds.phone_tree import Caller, PhoneTree, carrying
from kizuna.bonds.queries import around, tree_people, tree_wanted
from kizuna.bonds.sheet import task_of
from kizuna.bonds.survey import Around
from kizuna.ledger.actions import note
from kizuna.people.queries import apart_among, profiles
from kizuna.places.identity import known
from kizuna.places.queries import under
from kizuna.work.actions import enqueue

HOUSE = SYSTEM("bonds: those who agreed to be in a phone tree")
FEWEST = 2
LONGEST = 1800
"""Seconds: a city takes minutes, and the first tree of a machine waits for a compiler."""
Progress = Callable[[int], None]


def _people(found: Around, group: object) -> list[str]:
    """Those who agreed to be in a phone tree; of a group only who belongs to it."""
    if not group:
        return sorted(found.in_tree)
    belong = profiles(HOUSE, members_of(HOUSE, group)).values()
    return sorted(found.in_tree & {one.id for one in belong})


def _graph(found: Around, people: Sequence[str], within: int | None) -> Any:
    """Ties that can carry a call among those who agreed, but for people who are kept apart."""
    number = {person: at for at, person in enumerate(people)}
    apart = apart_among(HOUSE, people)
    ties = {(min(a, b), max(a, b)) for a, b, _ in found.ties if a in number and b in number} - apart
    who = {
        number[id]: Caller(True, frozenset(one.languages), one.lat, one.lon)
        for id, one in profiles(HOUSE, people).items()
    }
    ends = [number[x] for x, _ in sorted(ties)], [number[y] for _, y in sorted(ties)]
    a, b = carrying(len(people), *ends, who, within)
    return build(len(people), a, b, big=False)


def _figures(tree: PhoneTree, seed: int) -> dict[str, Any]:
    """What is kept of trying it out: figures only."""
    tried = phone_tree.tried(tree, seed=seed)
    coverage = [
        {
            "away": round(100 * own.away),
            "tree": round(100 * own.mean),
            "low": round(100 * own.low),
            "high": round(100 * own.high),
            "plain": round(100 * plain.mean),
            "every_tie": round(100 * ceiling.mean),
        }
        for own, plain, ceiling in zip(tried.tree, tried.plain, tried.every_tie, strict=True)
    ]
    return {"coverage": coverage, "reached": len(tree.reached()), "people": tree.graph.people}


def _write(
    row: Row, tree: PhoneTree, needed: Sequence[Fix], people: Sequence[str], *, mended: bool = False
) -> None:
    """The calls of this tree and no others; those that were there stay the rows that they are."""
    why: dict[tuple[UUID | None, UUID], Fix] = {(None, UUID(people[fix.person])): fix for fix in needed}
    there = {(call.caller_id, call.person_id): call for call in Call.objects.filter(tree=row)}
    wanted: dict[tuple[UUID | None, UUID], int] = {
        (None, UUID(people[one])): at for at, one in enumerate(tree.starters)
    }
    for person, callers in enumerate(tree.callers):
        wanted |= {(UUID(people[one]), UUID(people[person])): at for at, one in enumerate(callers)}
    Call.objects.filter(pk__in=[call.pk for pair, call in there.items() if pair not in wanted]).delete()
    kept = [call for pair, call in there.items() if pair in wanted]
    for call in kept:
        call.place, call.mended = wanted[call.caller_id, call.person_id], False
        call.fix, call.helper_id = _fix(why.get((call.caller_id, call.person_id)), people)
    Call.objects.bulk_update(kept, ["place", "mended", "fix", "helper"], batch_size=200)
    new = [
        Call(tree=row, caller_id=pair[0], person_id=pair[1], place=at, mended=mended)
        for pair, at in wanted.items()
        if pair not in there
    ]
    for call in new:
        call.fix, call.helper_id = _fix(why.get((call.caller_id, call.person_id)), people)
    Call.objects.bulk_create(new, batch_size=1000)


def _fix(fix: Fix | None, people: Sequence[str]) -> tuple[str, UUID | None]:
    """What would spare the keeper this call, and who it takes."""
    if fix is None:
        return "", None
    return fix.way, None if fix.caller is None else UUID(people[fix.caller])


def _complete(tree: PhoneTree, needed: Sequence[Fix]) -> PhoneTree:
    """With whoever nobody reaches over known ties rung by whoever keeps the tree: nobody is left out."""
    return replace(tree, starters=(*tree.starters, *(fix.person for fix in needed)))


def make_tree(
    *,
    area: object,
    group: object = "",
    callers: int,
    within: int | None = None,
    seed: int,
    by: Viewer,
    now: datetime,
) -> str:
    """Have a phone tree made of those in this area who agreed to be in one, beside pages; its id.

    With a group of this area: of those who belong to it. `within`: metres between two who ring each other.
    """
    allow(by, "tree.keep", area=area)
    if group and str(group) not in groups_of_areas(by, under(HOUSE, [area])):
        raise NotFound("group")
    if len(_people(around(by, area, now), group)) < FEWEST:
        raise Refused(_("Too few people here said yes to a phone tree. Ask them first."))
    with transaction.atomic():
        row = Row.objects.create(
            area_id=known(area),
            group_id=known(group) if group else None,
            width=callers,
            within=within,
            state="making",
            seed=seed,
            made_at=now,
            made_by_id=_account(by),
        )
        enqueue("bonds.make_tree", key=task_of(row.pk), now=now, longest=LONGEST)
        note(verb="bonds.tree_made", subject=row, by=by, now=now)
    return str(row.pk)


def build_tree(*, tree: object, by: Viewer, now: datetime, progress: Progress = lambda done: None) -> None:
    """Make the tree that somebody asked for, as good as it can be; a second time changes nothing."""
    wanted = tree_wanted(by, tree)
    area, width, seed = wanted.area, wanted.width, wanted.seed
    allow(by, "tree.keep", area=area)
    # As a stranger may see it: the house that makes the tree sees whom its keeper must not find in it.
    found = around(by, area, now, hide=True)
    people = _people(found, wanted.group)
    ring = [person in found.ring for person in people]
    progress(1)
    made = phone_tree.make(_graph(found, people, wanted.within), ring, width=width, rng=Random(seed))
    progress(3)
    needed = fixes(made)
    whole = _complete(made, needed)
    figures = _figures(whole, seed)
    progress(4)
    with transaction.atomic():
        row = Row.objects.select_for_update().filter(pk=known(tree), state="making").first()
        if row is None:
            return
        enough = len(people) >= FEWEST
        row.state, row.found = ("ready", figures) if enough else ("stopped", {})
        row.save(update_fields=["state", "found"])
        if enough:
            _write(row, whole, needed, people)


def _account(by: Viewer) -> UUID | None:
    return UUID(by.account) if by.account else None


def repair_tree(*, tree: object, person: object, seed: int, by: Viewer, now: datetime) -> int:
    """Take somebody out of a phone tree who dropped out; how many calls changed."""
    wanted, calls = tree_people(by, tree)
    allow(by, "tree.keep", area=wanted.area)
    found = around(by, wanted.area, now)
    kept = found.in_tree | {str(person)}
    people = sorted({one for pair in calls for one in pair if one} & kept)
    number = {id: at for at, id in enumerate(people)}
    gone = number.get(str(person))
    if gone is None:
        return 0
    rung: list[list[int]] = [[] for _ in people]
    for caller, one in calls:
        if caller in number and one in number:
            rung[number[one]].append(number[caller])
    starters = tuple(number[one] for caller, one in calls if not caller and one in number)
    ring = tuple(one in found.ring for one in people)
    graph = _graph(found, people, wanted.within)
    before = PhoneTree(tuple(map(tuple, rung)), starters, graph, ring, wanted.width, quick=True)
    mended, changes = repaired(before, gone)
    needed = [fix for fix in fixes(mended) if fix.person != gone]
    after = _complete(mended, needed)
    # Whoever dropped out is in nobody's list, not even in that of the centre.
    after = replace(after, starters=tuple(one for one in after.starters if one != gone))
    with transaction.atomic():
        row = Row.objects.select_for_update().get(pk=known(tree))
        _write(row, after, needed, people, mended=True)
        row.found, row.mended_at = _figures(after, seed), now
        row.save(update_fields=["found", "mended_at"])
        note(verb="bonds.tree_mended", subject=row, by=by, now=now)
    return len(changes)


def drop_tree(*, tree: object, by: Viewer, now: datetime) -> None:
    """Throw a phone tree away."""
    wanted, _calls = tree_people(by, tree)
    allow(by, "tree.keep", area=wanted.area)
    with transaction.atomic():
        Row.objects.filter(pk=known(tree)).delete()
        note(verb="bonds.tree_gone", subject=f"tree:{tree}", by=by, now=now)
