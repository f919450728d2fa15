"""Ties that people of the town told of, and a phone tree of a part of it."""

from uuid import UUID, uuid5

from kizuna.bonds.actions import load_answers
from kizuna.bonds.models import PhoneTree, Tie
from kizuna.bonds.survey import Named, NewAnswer
from tests.town import HOUSE, SPACE, Town


def told_tie(town: Town, person: UUID) -> UUID:
    """Somebody whom this person named."""
    there = Tie.objects.filter(person=person).values_list("pk", flat=True).first()
    if there:
        return there
    new = NewAnswer(str(uuid5(SPACE, f"answer:{person}")), str(person), "self", (Named(name="Mina"),))
    load_answers(answers=[new], by=HOUSE, now=town.now)
    return Tie.objects.get(person=person).pk


def kept_tree(town: Town, area: UUID) -> UUID:
    """A phone tree of this area."""
    kept = {"area_id": area, "width": 3, "made_at": town.now}
    return PhoneTree.objects.get_or_create(id=uuid5(SPACE, f"tree:{area}"), defaults=kept)[0].pk
