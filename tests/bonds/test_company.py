"""What the ranking hears of who goes where: true, with both sides' yes, and never who."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound
from kizuna.activities.actions import load_members
from kizuna.activities.models import Member
from kizuna.bonds import actions, queries
from kizuna.bonds.company import counted, mutual
from kizuna.bonds.models import Tie
from kizuna.bonds.survey import Named, NewAnswer
from kizuna.people.actions import add_person, block, let_rest
from kizuna.people.models import Person
from kizuna.people.queries import profile
from tests.bonds.scene import HOUSE, guard, own, said
from tests.town import Town, build

pytestmark = pytest.mark.django_db


def load(town: Town, *answers: NewAnswer) -> None:
    town.now = timezone.now()
    actions.load_answers(answers=answers, by=HOUSE, now=town.now)


def friends() -> Town:
    """Ana and Ben named each other; Ben goes to the group and lets it be heard."""
    town = build(timezone.now())
    load(
        town,
        said(town.ana, Named(name="Ben", other=str(town.ben))),
        said(town.ben, Named(name="Ana", other=str(town.ana)), company=True),
    )
    load_members(members=[(town.group, str(town.ben))], since=town.now, by=HOUSE, now=town.now)
    return town


def heard(town: Town, person: UUID | None = None) -> Any:
    who = person or town.ana
    return queries.company(own(who), profile(HOUSE, who), town.now)


def test_few_are_nobody_and_of_friends_no_number_is_said() -> None:
    many = frozenset(map(str, range(13)))
    assert counted({"g": many}, frozenset({"1", "2"}), many) == {("group", "g"): (1, 15)}
    assert counted({"g": many}, frozenset(), frozenset(map(str, range(9)))) == {}
    assert mutual(frozenset("ab"), frozenset("bc"), frozenset()) == {"b"}
    assert mutual(frozenset("ab"), frozenset("ab"), frozenset("a")) == {"b"}


def test_a_friend_is_heard_of_only_as_long_as_every_part_of_it_is_true() -> None:
    town = friends()
    there = {("group", str(town.group)): (1, 0)}
    assert heard(town) == there == queries.company(town.viewer("worker"), profile(HOUSE, town.ana), town.now)
    assert heard(town, town.ben) == {}  # Ana goes nowhere, and did not agree
    back = Named(name="Ana", other=str(town.ana))
    for no in (False, None):
        load(town, said(town.ben, back, company=no))
        assert heard(town) == {}
    load(town, said(town.ben, company=True))  # whom Ben did not name hears nothing
    assert heard(town) == {}
    load(town, said(town.ben, back, company=True))
    assert heard(town) == there
    Member.objects.filter(person=town.ben).delete()
    assert heard(town) == {}
    load_members(members=[(town.group, str(town.ben))], since=town.now, by=HOUSE, now=town.now)
    assert heard(town) == there
    tie = Tie.objects.get(person=town.ana)
    actions.forget_tie(tie=tie.pk, by=own(town.ana), now=town.now)
    assert heard(town) == {}  # nor does whoever only was named


@pytest.mark.parametrize("why", ["apart", "hidden", "rests", "died"])
def test_whoever_must_not_be_met_is_heard_of_by_nobody(why: str) -> None:
    town = friends()
    if why == "apart":
        block(person=town.ben, other=town.ana, by=HOUSE, now=town.now)
    elif why == "hidden":
        guard(town, town.ben)
    elif why == "rests":
        let_rest(person=town.ben, by=own(town.ben), now=town.now)
    else:
        Person.objects.filter(pk=town.ben).update(status="died")
    assert heard(town) == {}


@pytest.mark.doors
def test_nobody_else_hears_it() -> None:
    town = friends()
    for viewer in (own(town.ben), STRANGER, *map(town.viewer, ("organiser", "coordinator", "far worker"))):
        with pytest.raises((NotFound, NotAllowed, LogInFirst)):
            queries.company(viewer, profile(HOUSE, town.ana), town.now)


def test_people_like_them_are_counted_in_fives_from_ten_on_and_only_who_agreed() -> None:
    town = build(timezone.now())
    Person.objects.filter(pk=town.ana).update(birth_year=town.now.year - 70)
    how = {"area": town.north, "by": HOUSE, "now": town.now}
    old = [add_person(name=f"P {n}", birth_year=town.now.year - 66 - n, **how) for n in range(13)]
    young = [add_person(name=f"Q {n}", birth_year=town.now.year - 30, **how) for n in range(3)]
    members = [(town.group, str(one)) for one in (*old, *young, town.ana)]
    load_members(members=members, since=town.now, by=HOUSE, now=town.now)
    load(town, *(said(one, together=True) for one in (*old, *young, town.ana)))
    assert heard(town) == {("group", str(town.group)): (0, 15)}
    load(town, *(said(one, together=False) for one in old[:4]))
    assert heard(town) == {}


def test_the_page_says_it_among_the_reasons_and_not_who(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    town = friends()
    client.force_login(town.accounts["worker"])
    page = f"/help/for/{town.ana}/?need=company"
    client.get(page)
    with django_assert_max_num_queries(15):
        told = client.get(page).content.decode()
    assert "Somebody you know goes there" in told and "Ben" not in told
    Member.objects.filter(person=town.ben).delete()
    assert "Somebody you know" not in client.get(page).content.decode()
