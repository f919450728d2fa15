"""What people say about who is around them, written down."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.bonds.models import Answer, Tie
from kizuna.bonds.queries import tie_of
from kizuna.bonds.survey import HOWS, TREE, Named, NewAnswer
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note
from kizuna.people.queries import exactly, profile, profiles

HOUSE = SYSTEM("bonds: whom a name means")
BATCH = 1000


def _sound(new: NewAnswer) -> None:
    if (
        new.how not in HOWS
        or (new.tree and new.tree not in TREE)
        or not all(one.sound() for one in new.named)
    ):
        raise Refused("This answer holds a word that is not one of ours.")


def _tie(answer: Answer, person: UUID, named: Named) -> Tie:
    other = UUID(named.other) if named.other else None
    return Tie(
        answer=answer,
        person_id=person,
        other_id=None if other == person else other,
        name=named.name,
        kind=named.kind,
        gives=sorted(named.gives),
        gets=sorted(named.gets),
        strength=named.strength,
        since=named.since,
        seen=named.seen,
    )


def _who(named: Named, person: str, area: str) -> Named:
    """With the person meant, where exactly one of this name lives in the same part of town.

    Nobody is told whether there is one: neither who answers, nor who was named.
    """
    if named.other or not named.name:
        return named
    found = exactly(HOUSE, named.name)
    if len(found) != 1 or found[0] == person or profile(HOUSE, found[0]).area_id != area:
        return named
    return replace(named, other=found[0])


def answer(*, new: NewAnswer, by: Viewer, now: datetime) -> None:
    """Write down what somebody said; the same id again changes nothing. The newest answer counts."""
    who = profile(by, new.person)
    allow(by, "tie.say", area=who.area_id, person=who.id)
    _sound(new)
    named = [_who(one, who.id, who.area_id) for one in new.named if one.name or one.other]
    person = UUID(who.id)
    with transaction.atomic():
        row, made = Answer.objects.get_or_create(
            id=UUID(new.id),
            defaults={
                "person_id": person,
                "at": now,
                "how": new.how,
                "tree": new.tree,
                "meet": new.meet,
                "help": new.help,
                "together": new.together,
                "company": new.company,
            },
        )
        if made:
            Tie.objects.bulk_create([_tie(row, person, one) for one in named])
            note(verb="bonds.answered", subject=row, person=person, by=by, now=now)


def forget_tie(*, tie: object, by: Viewer, now: datetime) -> None:
    """Take back one tie that somebody told of."""
    person = tie_of(by, tie)
    who = profile(by, person)
    allow(by, "tie.say", area=who.area_id, person=who.id)
    with transaction.atomic():
        Tie.objects.filter(pk=UUID(str(tie))).delete()
        note(verb="bonds.tie_gone", subject=f"tie:{tie}", person=UUID(person), by=by, now=now)


def load_answers(*, answers: Iterable[NewAnswer], by: Viewer, now: datetime) -> int:
    """Write down what many people, loaded before, said; how many they were. Who is here already is left."""
    every = list(answers)
    there = {
        str(id) for id in Answer.objects.filter(pk__in=[one.id for one in every]).values_list("pk", flat=True)
    }
    new = [one for one in every if one.id not in there]
    for one in new:
        _sound(one)
    for area in {who.area_id for who in profiles(HOUSE, {one.person for one in new}).values()}:
        allow(by, "tie.load", area=area)
    rows = [
        Answer(
            id=UUID(one.id), person_id=UUID(one.person), at=min(one.at or now, now), how=one.how,
            tree=one.tree, meet=one.meet, help=one.help, together=one.together, company=one.company,
        )
        for one in new
    ]  # fmt: skip
    pairs = zip(rows, new, strict=True)
    ties = [_tie(row, row.person_id, named) for row, one in pairs for named in one.named]
    with transaction.atomic():
        Answer.objects.bulk_create(rows, batch_size=BATCH)
        Tie.objects.bulk_create(ties, batch_size=BATCH)
        note_many(notes=[Note("bonds.answered", row, row.person_id, by) for row in rows], now=now)
    return len(rows)
