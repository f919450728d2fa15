"""Phone trees made, mended and thrown away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.bonds import phone_tree
from kizuna.bonds.graph import build
from kizuna.bonds.mending import fixes, repaired
from kizuna.bonds.models import Call
from kizuna.bonds.models import PhoneTree as Row
from kizuna.bonds.phone_tree import Caller, PhoneTree, carrying
from kizuna.bonds.queries import around, tree_people
from kizuna.bonds.survey import Around
from kizuna.ledger.actions import note
from kizuna.people.queries import apart_among, profiles
from kizuna.places.identity import known

HOUSE = SYSTEM("bonds: those who agreed to be in a phone tree")
FEWEST = 2


def _people(found: Around) -> list[str]:
    return sorted(found.in_tree)


def _graph(found: Around, people: Sequence[str]) -> Any:
    """Ties that can carry a call among those who agreed, but for people who are kept apart."""
    number = {person: at for at, person in enumerate(people)}
    apart = apart_among(HOUSE, people)
    ties = {(min(a, b), max(a, b)) for a, b, _ in found.ties if a in number and b in number} - apart
    who = {
        number[id]: Caller(True, frozenset(one.languages), one.lat, one.lon)
        for id, one in profiles(HOUSE, people).items()
    }
    a, b = carrying(
        len(people), [number[x] for x, _ in sorted(ties)], [number[y] for _, y in sorted(ties)], who
    )
    return build(len(people), a, b, big=False)


def _found(tree: PhoneTree, seed: int) -> dict[str, Any]:
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


def _write(row: Row, tree: PhoneTree, people: Sequence[str]) -> None:
    Call.objects.filter(tree=row).delete()
    calls = [
        Call(tree=row, person_id=UUID(people[one]), caller=None, place=at)
        for at, one in enumerate(tree.starters)
    ]
    for person, callers in enumerate(tree.callers):
        calls += [
            Call(tree=row, person_id=UUID(people[person]), caller_id=UUID(people[one]), place=at)
            for at, one in enumerate(callers)
        ]
    Call.objects.bulk_create(calls, batch_size=1000)


def _complete(tree: PhoneTree) -> PhoneTree:
    """With whoever nobody reaches over known ties rung by whoever keeps the tree: nobody is left out."""
    return replace(tree, starters=(*tree.starters, *(fix.person for fix in fixes(tree))))


def make_tree(*, area: object, callers: int, seed: int, by: Viewer, now: datetime) -> str:
    """A phone tree of those in this area who agreed to be in one; its id."""
    allow(by, "tree.keep", area=area)
    found = around(by, area, now)
    people = _people(found)
    if len(people) < FEWEST:
        raise Refused(_("Too few people here said yes to a phone tree. Ask them first."))
    ring = [person in found.ring for person in people]
    made = phone_tree.make(_graph(found, people), ring, width=callers, rng=Random(seed), quick=True)
    tree = _complete(made)
    with transaction.atomic():
        row = Row.objects.create(
            area_id=known(area), width=callers, found=_found(tree, seed), made_at=now, made_by_id=_account(by)
        )
        _write(row, tree, people)
        note(verb="bonds.tree_made", subject=row, by=by, now=now)
    return str(row.pk)


def _account(by: Viewer) -> UUID | None:
    return UUID(by.account) if by.account else None


def repair_tree(*, tree: object, person: object, seed: int, by: Viewer, now: datetime) -> int:
    """Take somebody out of a phone tree who dropped out; how many calls changed."""
    area, width, calls = tree_people(by, tree)
    allow(by, "tree.keep", area=area)
    found = around(by, area, now)
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
    before = PhoneTree(tuple(map(tuple, rung)), starters, _graph(found, people), ring, width, quick=True)
    mended, changes = repaired(before, gone)
    after = _complete(mended)
    # Whoever dropped out is in nobody's list, not even in that of the centre.
    after = replace(after, starters=tuple(one for one in after.starters if one != gone))
    with transaction.atomic():
        row = Row.objects.select_for_update().get(pk=known(tree))
        _write(row, after, people)
        row.found = _found(after, seed)
        row.save(update_fields=["found"])
        note(verb="bonds.tree_mended", subject=row, by=by, now=now)
    return len(changes)


def drop_tree(*, tree: object, by: Viewer, now: datetime) -> None:
    """Throw a phone tree away."""
    area, _width, _calls = tree_people(by, tree)
    allow(by, "tree.keep", area=area)
    with transaction.atomic():
        Row.objects.filter(pk=known(tree)).delete()
        note(verb="bonds.tree_gone", subject=f"tree:{tree}", by=by, now=now)
