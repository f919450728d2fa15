"""People of the small town who answered, and a phone tree of theirs: what many tests begin with."""

from uuid import UUID, uuid4

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.bonds import actions, queries, tasks
from kizuna.bonds.sheet import task_of
from kizuna.bonds.survey import Named, NewAnswer
from kizuna.people.actions import add_person, open_account, protect
from tests.town import Town

HOUSE = SYSTEM("test")


def own(person: UUID) -> Viewer:
    """This person themselves."""
    return Viewer(role="resident", person=str(person))


def said(person: UUID, *named: Named, **more: object) -> NewAnswer:
    """An answer of this person, with whom they named."""
    return NewAnswer(id=str(uuid4()), person=str(person), how="self", named=named, **more)  # type: ignore[arg-type]


def guard(town: Town, person: UUID) -> None:
    """From now on this person must not be found, but by two workers who are nobody else here."""
    how = {"role": "worker", "areas": [town.north], "by": HOUSE, "now": town.now}
    keepers = [open_account(email=f"{name}@example.org", name=name, **how) for name in ("k1", "k2")]
    protect(person=person, reason="x", keepers=keepers, by=HOUSE, now=town.now)


def ring_of(town: Town, count: int) -> list[UUID]:
    """So many people of the North in a ring, who each named the next two and agreed to everything."""
    how = {"by": HOUSE, "now": town.now}
    people = [
        add_person(name=f"Person {n}", area=town.north, phone=f"+1305555{n:04}", **how) for n in range(count)
    ]
    for at, person in enumerate(people):
        named = [Named(name="x", other=str(people[(at + step) % count])) for step in (1, 2)]
        new = said(person, *named, tree="ring", meet=True, help=True, together=True)
        actions.load_answers(answers=[new], **how)
    return people


def tree_of(town: Town, callers: int = 3) -> str:
    """A phone tree of the North, asked for by its coordinator and made by whoever works in the background."""
    by = town.viewer("coordinator")
    tree = actions.make_tree(area=town.north, callers=callers, seed=1, by=by, now=town.now)
    assert queries.tree(by, tree).making
    tasks.make_tree.func(task_of(tree))
    return tree
