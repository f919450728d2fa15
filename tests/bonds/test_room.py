"""Ties that people tell of: who sees them, who never does, and what becomes of them."""

import re
from argparse import Namespace
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.deeds import ANYWHERE
from kizuna.access.small_numbers import SMALLEST, told
from kizuna.access.viewer import LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.bonds import actions, queries
from kizuna.bonds.commands import site
from kizuna.bonds.community import community
from kizuna.bonds.indicators import indicators
from kizuna.bonds.models import Answer, Call, PhoneTree, Tie
from kizuna.bonds.survey import Around, Named
from kizuna.bonds.tie import Report
from kizuna.people.actions import merge_persons
from kizuna.web import actions as web
from tests.bonds.scene import HOUSE, guard, own, ring_of, said, tree_of
from tests.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def test_what_somebody_said_is_written_once_and_the_newest_counts(town: Town) -> None:
    assert queries.standing(own(town.ana), town.ana).asked_at is None
    new = said(town.ana, Named(name="Ben Ono", kind="friend", gets=("practical",)), tree="rung")
    for _ in range(2):
        actions.answer(new=new, by=own(town.ana), now=town.now)
    found = queries.standing(own(town.ana), town.ana)
    assert [(tie.name, tie.gets) for tie in found.ties] == [("Ben Ono", ("practical",))]
    assert found.support == 1 and found.tree == "rung" and found.meet is None
    # The only Ben Ono lives in the same part of town; nobody is told that it is he.
    assert Tie.objects.get().other_id == town.ben
    actions.answer(new=said(town.ana), by=own(town.ana), now=town.now + timedelta(days=1))
    assert queries.standing(own(town.ana), town.ana).ties == ()
    with pytest.raises(Refused):
        actions.answer(new=said(town.ana, Named(name="x", kind="foe")), by=own(town.ana), now=town.now)


def test_names_are_sealed(town: Town) -> None:
    actions.answer(new=said(town.ana, Named(name="Zebedee")), by=own(town.ana), now=town.now)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM bonds_tie")
        assert "Zebedee" not in str(cursor.fetchall())


@pytest.mark.doors
def test_a_tie_is_seen_by_who_told_it_and_who_supports_them_alone(town: Town) -> None:
    actions.answer(new=said(town.ana, Named(name="Ben Ono")), by=own(town.ana), now=town.now)
    tie = Tie.objects.get().pk
    assert queries.standing(town.viewer("worker"), town.ana).ties
    for viewer in (own(town.ben), own(town.cem), town.viewer("far worker")):
        with pytest.raises(NotFound):
            queries.standing(viewer, town.ana)
        with pytest.raises(NotFound):
            actions.forget_tie(tie=tie, by=viewer, now=town.now)
        with pytest.raises(NotFound):
            actions.answer(new=said(town.ana), by=viewer, now=town.now)
    for role in ("organiser", "provider", "coordinator", "analyst", "admin"):
        with pytest.raises(NotAllowed):
            queries.standing(town.viewer(role), town.ana)
    with pytest.raises(LogInFirst):
        queries.standing(Viewer(), town.ana)
    assert Tie.objects.filter(pk=tie).exists()
    actions.forget_tie(tie=tie, by=own(town.ana), now=town.now)
    assert not Tie.objects.exists()


@pytest.mark.doors
def test_of_many_a_coordinator_sees_counts_of_their_own_area(town: Town) -> None:
    coordinator = town.viewer("coordinator")
    for deed in (
        lambda: queries.around(coordinator, town.south, town.now),
        lambda: queries.suggestions(coordinator, town.south, town.now),
        lambda: queries.indicators(coordinator, town.south, (town.now, town.now)),
        lambda: actions.make_tree(area=town.south, callers=3, seed=1, by=coordinator, now=town.now),
    ):
        with pytest.raises(NotFound):
            deed()
    for role in ("resident", "worker", "organiser"):
        with pytest.raises(NotAllowed):
            queries.around(town.viewer(role), town.north, town.now)
        with pytest.raises(NotAllowed):
            queries.trees(town.viewer(role))
    with pytest.raises(NotAllowed):
        queries.suggestions(town.viewer("analyst"), town.north, town.now)


def test_a_tie_to_somebody_who_must_not_be_found_hides_from_other_workers(town: Town) -> None:
    actions.answer(new=said(town.ana, Named(name="Ben Ono")), by=own(town.ana), now=town.now)
    worker = town.viewer("worker")
    assert queries.standing(worker, town.ana).ties
    guard(town, town.ben)
    assert not queries.standing(worker, town.ana).ties
    assert queries.standing(own(town.ana), town.ana).ties


def test_whoever_was_merged_is_one_and_whoever_is_erased_is_gone(town: Town) -> None:
    people = ring_of(town, 11)
    coordinator = town.viewer("coordinator")
    merge_persons(keep=people[0], other=people[5], by=HOUSE, now=town.now)
    around = queries.around(coordinator, town.north, town.now)
    assert len(around.asked) == 10
    assert {str(people[0])} & {person for a, b, _ in around.ties for person in (a, b)}
    assert not any(str(people[5]) in tie for tie in around.ties)
    tree_of(town)
    web.erase_person(person=str(people[0]), by=HOUSE, now=town.now)
    both = people[0], people[5]
    for table, fields in ((Tie, ("person", "other")), (Answer, ("person",)), (Call, ("person", "caller"))):
        assert not any(table.objects.filter(**{f"{field}__in": both}).exists() for field in fields)


def crowd(people: int, alone: int, across: int = 0) -> Around:
    """So many people asked in two areas, some of them alone; the others in a ring."""
    ids = [f"{at:04}" for at in range(people)]
    tied = ids[alone:]
    ties = [Report(one, other, "friend") for one, other in pairwise(tied)]
    groups = {one: {"area": "n" if at % 2 and at > across else "s"} for at, one in enumerate(ids)}
    return Around(
        frozenset(ids),
        tuple(ties),
        frozenset(),
        frozenset(),
        frozenset(),
        frozenset(),
        groups,
        frozenset(ids[:alone]),
    )


def test_few_are_never_told_and_one_more_tells_nothing_by_itself() -> None:
    for people in range(60):
        for alone in range(0, people + 1, 3):
            found = community(crowd(people, alone), "area", {})
            figures = [found.people_asked, found.ties, *(one.people for one in found.bubbles)]
            figures += [one.ties for one in found.bridges]
            assert all(one is None or (one >= SMALLEST and one % 5 == 0) for one in figures)
            assert not (alone < SMALLEST and (found.isolated is not None or found.isolation is not None))
    # Of two figures told, a difference is none or at least five: never one person's tie.
    shown = [told(count) for count in range(200)]
    assert {b - a for a, b in pairwise(shown) if a is not None and b is not None} == {
        0,
        5,
    }


def test_indicators_hide_what_is_about_few() -> None:
    few, many = indicators(crowd(8, 2)), indicators(crowd(100, 20, across=60))
    assert few[0].value is None and few[0].answers is None
    assert many[0].value == pytest.approx(0.2) and many[0].answers == 100
    assert indicators(crowd(0, 0))[0].value is None
    said = tuple(
        replace(one, kind="professional", gets=frozenset({"practical"})) for one in crowd(100, 20).said
    )
    found = {one.code: one.value for one in indicators(replace(crowd(100, 20), said=said[:50]))}
    assert found["bonds.linking"] == found["bonds.circle"] == 0.5
    assert found["bonds.phone_tree"] is None and found["bonds.together"] is None


def test_pages_are_small_in_questions_and_show_what_they_should(
    town: Town, client: Client, django_assert_max_num_queries: object
) -> None:
    ring_of(town, 24)
    client.force_login(town.accounts["coordinator"])
    made = tree_of(town)
    for address in (
        "/bonds/",
        "/bonds/?by=age",
        "/bonds/growth/",
        "/bonds/suggestions/",
        "/bonds/trees/",
        f"/bonds/trees/{made}/",
    ):
        client.get(address)
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            answer = client.get(address)
        assert answer.status_code == 200, address
    assert re.search(r"about\s+25", client.get("/bonds/").content.decode())
    asked = client.post("/bonds/trees/", {"area": str(town.north), "callers": "3"})
    assert asked.status_code == 302 and b"refresh" in client.get(asked["Location"]).content
    call = Call.objects.filter(tree=made, caller__isnull=False).first()
    assert call
    Call.objects.filter(pk=call.pk).update(mended=True)
    PhoneTree.objects.filter(pk=made).update(mended_at=town.now)
    assert "now rings" in client.get(f"/bonds/trees/{made}/").content.decode()
    assert client.post("/bonds/trees/", {"area": str(town.south), "callers": "3"}).status_code == 422
    assert client.post(f"/bonds/trees/{made}/", {"do": "drop"}).status_code == 302
    resident = Client()
    resident.force_login(town.accounts["resident"])
    page = resident.get("/bonds/three/").content.decode()
    attempt = re.search(r'name="attempt" value="([^"]+)"', page)
    assert attempt
    given = {
        "attempt": attempt[1],
        "name_1": "Mina",
        "kind_1": "friend",
        "gets_1": ["practical"],
        "since_1": "2015",
    }
    given |= {"seen_1": "month", "together": "yes"}
    assert resident.post("/bonds/three/", {**given, "kind_2": "family"}).status_code == 422
    assert resident.post("/bonds/three/", {**given, "since_1": "2999"}).status_code == 422
    assert resident.post("/bonds/three/", given).status_code == 302
    own = resident.get("/bonds/mine/").content.decode()
    assert "Mina" in own and "Since 2015" in own and "In the last month" in own


def test_reaches_stay_as_they_are() -> None:
    """No deed of this room reaches anywhere but for the house itself."""
    from kizuna.access.deeds import DEEDS

    for deed in ("tie.say", "tie.see", "tie.load", "bond.see", "bond.suggest", "tree.keep"):
        assert {role for role, reach in DEEDS[deed].items() if reach == ANYWHERE} == {"system"}


def ties_here() -> set[tuple[object, ...]]:
    """Every tie that somebody told of a person who is known here, with all that was said of it."""
    rows = Tie.objects.filter(other__isnull=False)
    fields = ("person", "other", "kind", "gives", "gets", "strength", "since", "seen")
    return {tuple(map(str, row)) for row in rows.values_list(*fields)}


def test_ties_go_out_and_come_back_by_command(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = ring_of(town, 10)
    guard(town, people[4])
    for name in ("out.csv", "out.graphml"):
        file = tmp_path / name
        site.write_out(Namespace(file=file, area="North"))
        assert "9 people" in capsys.readouterr().out
        assert str(people[0]) in file.read_text() and str(people[4]) not in file.read_text()
        shown = {str(person) for person in people if person != people[4]}
        before = {one for one in ties_here() if {one[0], one[1]} <= shown}
        Answer.objects.all().delete()
        site.read_in(Namespace(file=file))
        read = Tie.objects.count()
        assert ties_here() == before
        site.read_in(Namespace(file=file))
        assert Tie.objects.count() == read
        Answer.objects.all().delete()
        for person in people:
            named = Named(
                "", str(people[0]), "group", ("emotional",), ("practical", "emotional"), 2, 2011, "year"
            )
            actions.load_answers(answers=[said(person, named)], by=HOUSE, now=town.now)
    for text, why in (
        ("from,to\na,b\n", "id of a person"),
        (f"from,to\n{uuid4()},{uuid4()}\n", "nobody here"),
        (f"from,to,seen\n{uuid4()},{uuid4()},soon\n", "not one of ours"),
        (f"from,to,since\n{uuid4()},{uuid4()},long\n", "whole number"),
    ):
        (tmp_path / "bad.csv").write_text(text)
        with pytest.raises(Refused, match=why):
            site.read_in(Namespace(file=tmp_path / "bad.csv"))
