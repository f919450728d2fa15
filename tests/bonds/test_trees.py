"""Phone trees and suggestions of the site: made, mended, listed, and never with whom they must not name."""

import pytest
from django.utils import timezone

from kizuna.access.viewer import NotAllowed, NotFound, Refused
from kizuna.activities.actions import load_members
from kizuna.bonds import actions, queries, tasks
from kizuna.bonds.community import thinnest
from kizuna.bonds.models import Call, PhoneTree
from kizuna.bonds.places import meeting_places
from kizuna.bonds.sheet import task_of
from kizuna.bonds.survey import Around, Named
from kizuna.bonds.tie import Report
from kizuna.people.actions import add_person
from kizuna.people.models import Block, Person
from kizuna.web import actions as web
from kizuna.work.models import Job
from tests.bonds.scene import HOUSE, guard, ring_of, said, tree_of
from tests.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.mark.doors
def test_a_phone_tree_is_made_mended_printed_and_thrown_away(town: Town) -> None:
    coordinator = town.viewer("coordinator")
    with pytest.raises(Refused):
        tree_of(town)
    people = ring_of(town, 12)
    made = tree_of(town, 2)
    found = queries.tree(coordinator, made)
    assert {rung.person for sheet in found.sheets for rung in sheet.rings} == set(map(str, people))
    assert all(len(sheet.rings) <= 5 for sheet in found.sheets[1:])
    assert found.sheets[0].rings and found.sheets[1].rings[0].number.startswith("+1305555")
    # Made once: a task that begins a second time leaves everything as it is.
    before = set(Call.objects.values_list("pk", flat=True))
    tasks.make_tree.func(task_of(made))
    assert set(Call.objects.values_list("pk", flat=True)) == before
    gone = people[3]
    actions.repair_tree(tree=made, person=gone, seed=1, by=coordinator, now=town.now)
    assert not Call.objects.filter(person=gone).exists() and not Call.objects.filter(caller=gone).exists()
    mended = queries.tree(coordinator, made)
    rings = {(sheet.name, rung.name): rung for sheet in mended.sheets for rung in sheet.rings}
    assert {rung.person for rung in rings.values()} == set(map(str, people)) - {str(gone)}
    # What changed is shown, and nothing else: calls that came with the mending and were not there before.
    earlier = {(sheet.name, rung.name) for sheet in found.sheets for rung in sheet.rings}
    assert set(mended.changes) == set(rings) - earlier and mended.mended_at == town.now
    with pytest.raises(NotAllowed):
        queries.tree(town.viewer("worker"), made)
    PhoneTree.objects.update(area=town.south)
    with pytest.raises(NotFound):
        queries.tree(coordinator, made)
    with pytest.raises(NotFound):
        actions.drop_tree(tree=made, by=coordinator, now=town.now)
    PhoneTree.objects.update(area=town.north)
    actions.drop_tree(tree=made, by=coordinator, now=town.now)
    assert not Call.objects.exists()


def test_a_tree_of_a_group_is_of_those_who_belong_to_it(town: Town) -> None:
    people, coordinator = ring_of(town, 12), town.viewer("coordinator")
    how = {"group": town.group, "callers": 2, "seed": 1, "by": coordinator, "now": town.now}
    with pytest.raises(Refused):
        actions.make_tree(area=town.north, **how)
    members = [(town.group, person) for person in people[:6]]
    load_members(members=members, since=town.now, by=HOUSE, now=town.now)
    made = actions.make_tree(area=town.north, **how)
    assert queries.tree(coordinator, made).making
    # A task that was given up leaves no page that waits for ever.
    Job.objects.update(outcome="failed")
    assert queries.tree(coordinator, made).lost and not queries.tree(coordinator, made).making
    tasks.make_tree.func(task_of(made))
    found = queries.tree(coordinator, made)
    assert found.group == "Soup and Songs" == queries.trees(coordinator)[0].group
    assert {rung.person for sheet in found.sheets for rung in sheet.rings} == set(map(str, people[:6]))
    with pytest.raises(NotFound):
        actions.make_tree(area=town.south, **{**how, "by": HOUSE})


def test_only_who_lives_near_enough_rings_where_it_is_asked_for(town: Town) -> None:
    people = ring_of(town, 24)
    # Two villages eleven kilometres apart; everybody knows two people in each.
    for at, lat in ((0, 44.1), (1, 44.2)):
        Person.objects.filter(pk__in=people[at::2]).update(lat=lat, lon=-68.4)
    how = {"area": town.north, "callers": 3, "seed": 1, "by": town.viewer("coordinator"), "now": town.now}
    across = {}
    for within in (None, 20_000, 5_000):
        made = actions.make_tree(**how, within=within)
        tasks.make_tree.func(task_of(made))
        calls = Call.objects.filter(tree=made, caller__isnull=False).values_list("caller", "person")
        across[within] = any((people.index(a) - people.index(b)) % 2 for a, b in calls)
    assert across == {None: True, 20_000: True, 5_000: False}


def test_whoever_nobody_reaches_is_listed_with_what_would_change_it(town: Town) -> None:
    people = ring_of(town, 12)
    how = {"by": HOUSE, "now": town.now}
    lone, shy, beyond = (add_person(name=name, area=town.north, **how) for name in ("Lone", "Shy", "Beyond"))
    # Shy knows one of the ring and rings nobody; Beyond knows Shy alone.
    answers = [
        said(lone, tree="rung"),
        said(shy, Named(name="x", other=str(people[0])), tree="rung"),
        said(beyond, Named(name="x", other=str(shy)), tree="rung"),
    ]
    actions.load_answers(answers=answers, **how)
    own, *others = queries.tree(town.viewer("coordinator"), tree_of(town)).sheets
    why = {rung.name: (rung.fix, rung.helper) for rung in own.rings if rung.fix}
    assert set(why) == {"Beyond", "Lone"}
    assert why["Beyond"] == ("agree", "Shy") and why["Lone"][0] == "new tie"
    assert not any(rung.fix for sheet in others for rung in sheet.rings)
    web.erase_person(person=str(shy), **how)
    assert not Call.objects.filter(helper=shy).exists()


def test_those_who_must_not_be_found_and_those_kept_apart_are_left_out(town: Town) -> None:
    coordinator, people = town.viewer("coordinator"), ring_of(town, 12)
    made = tree_of(town)
    Block.objects.create(person_id=people[0], other_id=people[1], created_at=town.now)
    for pair in queries.suggestions(coordinator, town.north, town.now).pairings:
        assert {pair.one, pair.other} != {"Person 0", "Person 1"}
    again = tree_of(town)
    apart = {people[0], people[1]}
    assert not Call.objects.filter(tree=again, person__in=apart, caller__in=apart).exists()
    guard(town, people[5])
    around = queries.around(coordinator, town.north, town.now)
    assert str(people[5]) not in around.asked
    assert not any(str(people[5]) in tie for tie in around.ties)
    assert not Call.objects.filter(tree=tree_of(town), person=people[5]).exists()
    shown = {rung.person for sheet in queries.tree(coordinator, made).sheets for rung in sheet.rings}
    assert str(people[5]) not in shown
    assert not any(sheet.person == str(people[5]) for sheet in queries.tree(coordinator, made).sheets)


def test_the_two_parts_with_the_fewest_ties_for_their_sizes_are_named() -> None:
    sizes = {"n": 30, "s": 20, "e": 10, "w": 5}
    people = {f"{part}{at:02}": part for part, size in sizes.items() for at in range(size)}
    ties = [("n00", f"s{at:02}") for at in range(6)] + [("n01", f"e{at:02}") for at in range(4)]
    ties += [("s19", f"e{at:02}") for at in range(1)]

    def found(more: list[tuple[str, str]]) -> Around:
        said = tuple(Report(a, b, "friend") for a, b in ties + more)
        groups = {one: {"area": part} for one, part in people.items()}
        nobody: frozenset[str] = frozenset()
        return Around(frozenset(people), said, nobody, nobody, nobody, nobody, groups, nobody)

    assert thinnest(found([]), "area") == ("e", "s")
    # Three more of 200 possible: now 6 of 600 are fewer. "w" is too small to be told, with no tie at all.
    assert thinnest(found([("s18", f"e{at:02}") for at in range(3)]), "area") == ("n", "s")
    assert thinnest(found([]), "age") is None


def test_groups_are_named_where_a_newcomer_meets_most() -> None:
    people = [f"{at:02}" for at in range(40)]
    groups = {one: {"area": "n" if at < 15 else "s"} for at, one in enumerate(people)}
    said = tuple(Report(people[at], people[at + 12], "friend") for at in range(12))
    nobody: frozenset[str] = frozenset()
    counted = frozenset(people[:30])
    around = Around(frozenset(people), said, nobody, nobody, nobody, nobody, groups, nobody, counted)
    comes = {
        "walk": frozenset(people[:12]),
        "choir": frozenset(people[18:40]),
        "few": frozenset(people[:9]),
        "strangers": frozenset(people[30:]),
    }
    found = meeting_places(around, comes, 5)
    # Twelve walkers know twelve others. Of the choir only twelve agreed to be counted, and know six others.
    assert [(one.group, one.people, one.reach, one.parts) for one in found] == [
        ("walk", 10, 25, 1),
        ("choir", 10, 20, 1),
    ]


def test_whom_to_ask_for_each_purpose(town: Town) -> None:
    north = ring_of(town, 12)
    how = {"by": HOUSE, "now": town.now}
    south = [add_person(name=f"Far {n}", area=town.south, **how) for n in range(12)]
    answers = [said(person, help=True) for person in south[1:]]
    answers.append(said(south[0], Named(name="x", other=str(north[0])), help=True))
    actions.load_answers(answers=answers, **how)
    found = queries.suggestions(HOUSE, town.community, town.now)
    assert found.apart and set(found.apart) == {"North", "South"}
    # Only two know people on both sides.
    assert {one.name for one in found.bridge} <= {"Person 0", "Far 0"} and found.bridge
    assert found.spread and found.welcome
    one_part = queries.suggestions(town.viewer("coordinator"), town.north, town.now)
    assert one_part.apart is None and one_part.bridge == ()
