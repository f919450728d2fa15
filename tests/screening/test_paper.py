"""Paper: a form with a number beside each box, typed in fast, looked at twice, kept once and marked."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kizuna.instruments.definition import Choice, Instrument, Item
from kizuna.screening import queries
from kizuna.screening.models import CheckUp, Concern
from kizuna.screening.numbered import WrongNumber, boxes, label_of, number_of, typed
from kizuna.screening.sheet import compared, first_gap, rows_of
from tests.conftest import NOW
from tests.screening.scene import Scene
from tests.screening.test_scales import give_words
from tests.screening.walk import Walk

YES_NO = (Choice("y", "Yes"), Choice("n", "No"))
ONE = Item("one", "one", "One?", choices=YES_NO)
MANY = Item("many", "many", "Many?", choices=(*YES_NO, Choice("z", "Neither", alone=True)))
TEXT = Item("text", "text", "Words?", longest=5)
FORM = Instrument("form", "1", "Form", (ONE, MANY, TEXT))


@pytest.mark.parametrize(
    ("item", "text", "answer"),
    [
        (ONE, "2", "n"),
        (ONE, " 1. ", "y"),
        (ONE, "٢", "n"),
        (ONE, "yes", "y"),
        (ONE, "-", ""),
        (ONE, "", ""),
        (ONE, "2️⃣", "n"),
        (ONE, "2) No", "n"),
        (ONE, "#1", "y"),
        (Item("o", "one", "?", choices=(Choice("d", "Difícil"),)), "dificil!", "d"),
        (MANY, "1 and 3", ["y", "z"]),
        (MANY, "1 و 3", ["y", "z"]),
        (MANY, "1,3", ["y", "z"]),
        (MANY, "3 1 1", ["z", "y"]),
        (MANY, "١، ٢", ["y", "n"]),
        (TEXT, "abc", "abc"),
        (TEXT, "-", ""),
        (Item("n", "number", "?"), "3,5", "3.5"),
        (Item("d", "date", "?"), "3.5.2026", "2026-05-03"),
        (Item("d", "date", "?"), "2026-05-03", "2026-05-03"),
        (Item("p", "place", "?"), "2", "south"),
    ],
)
def test_a_number_is_an_answer(item: Item, text: str, answer: Any) -> None:
    places = (("north", "North"), ("south", "South"))
    assert typed(item, text, places) == answer
    if answer and item.choices:
        again = number_of(item, answer, places)
        assert typed(item, again, places) == answer


@pytest.mark.parametrize(
    ("item", "text"),
    [
        *((ONE, text) for text in ("3", "0", "1 2", "maybe", "9" * 40)),
        (MANY, "1 4"),
        (TEXT, "abcdef"),
        (Item("n", "number", "?"), "three"),
        (Item("d", "date", "?"), "31.2.2026"),
        (Item("p", "place", "?"), "3"),
    ],
)
def test_anything_else_is_a_slip_and_is_said(item: Item, text: str) -> None:
    with pytest.raises(WrongNumber):
        typed(item, text, (("north", "North"), ("south", "South")))


def test_boxes_are_numbered_from_one_and_answers_read_back_in_words() -> None:
    assert [(box.number, box.label) for box in boxes(MANY)] == [(1, "Yes"), (2, "No"), (3, "Neither")]
    assert label_of(MANY, ["y", "z"]) == ["Yes", "Neither"]
    assert boxes(TEXT) == ()


def test_what_was_typed_twice_and_differs_is_typed_once_more() -> None:
    rows = rows_of(FORM, {0: "1", 1: "1 2", 2: "a"}, {0: "1", 1: "1 3", 2: "A "}, ())
    assert first_gap(rows) == ""
    checked = compared(rows)
    assert [bool(row.error) for row in checked] == [False, True, False]
    assert (checked[1].typed, checked[1].values) == ("", {"first": "1 3", "typed": "1 2"})
    assert first_gap(checked) == "k-1"
    assert first_gap(rows_of(FORM, {0: "1", 1: "7"}, {}, ())) == "k-1"  # what is wrong comes first
    assert first_gap(rows_of(FORM, {0: "1", 1: "-"}, {}, ())) == "k-2"


def sheet(walk: Walk, scene: Scene, typed: str, go: str = "next", **more: str) -> Walk:
    """Post what was typed: one sign a question."""
    day = {"on_0": "20", "on_1": "11", "on_2": "2026", "who": "self"}
    keys = {f"k-{at}": key for at, key in enumerate(typed) if key != " "}
    url = reverse("screening:type_in", args=[scene.town.ana, "phq-9"])
    walk.post(url, state=walk.state, go=go, **{**day, **keys, **more})
    return walk


def begun(scene: Scene) -> Walk:
    give_words("phq-9")
    walk = Walk(scene.town.worker)
    walk.page = walk.client.get(reverse("screening:type_in", args=[scene.town.ana, "phq-9"]))
    return walk


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_sheet_is_typed_checked_and_kept_once(scene: Scene, django_assert_max_num_queries: Any) -> None:
    walk = begun(scene)
    assert 'name="k-0"' in walk.page.content.decode()
    sheet(walk, scene, "12")
    assert (walk.page.status_code, walk.page.context["focus"]) == (200, "k-2")
    sheet(walk, scene, "129111111")
    assert (walk.page.status_code, walk.page.context["focus"]) == (422, "k-2")
    assert "Type a number from 1 to 4." in walk.text
    with django_assert_max_num_queries(12):
        sheet(walk, scene, "12111111-")
    assert "Is this what the sheet says?" in walk.text
    before = walk.page
    sheet(walk, scene, "12111111-", "keep", relation="parent", who="proxy")
    (row,) = CheckUp.objects.all()
    assert (row.channel, row.who, row.relation) == ("on paper", "proxy", "parent")
    assert (row.answers["1"], row.answers["2"], "9" in row.answers) == ("0", "1", False)
    assert (row.at.date(), row.changed_at) == (date(2026, 11, 20), NOW)
    walk.page = before
    sheet(walk, scene, "12111111-", "keep", relation="parent", who="proxy")
    assert CheckUp.objects.count() == 1
    (seen,) = queries.history(scene.town.worker, scene.town.ana)
    assert (seen.channel, seen.relation_label) == ("on paper", "Parent")
    person = walk.client.get(f"/cases/{scene.town.ana}/")
    assert person.status_code == 200
    assert "Somebody else answered for them" in person.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_typing_twice_finds_the_slip_and_the_same_day_is_asked_about(scene: Scene) -> None:
    walk = begun(scene)
    sheet(walk, scene, "1111", "rest")
    assert walk.text.count("Left empty") == 5
    sheet(walk, scene, "111111111", "again")
    first = {f"f-{at}": "1" for at in range(9)}
    sheet(walk, scene, "112111111", **first)
    assert walk.page.status_code == 422
    assert "The first time you typed 1, now 2." in walk.text
    assert not CheckUp.objects.exists()
    sheet(walk, scene, "111111111", **first)
    assert "Typed twice, the same" in walk.text
    sheet(walk, scene, "111111111", "keep")
    assert CheckUp.objects.count() == 1
    walk.page = walk.client.get(reverse("screening:type_in", args=[scene.town.ana, "phq-9"]))
    sheet(walk, scene, "111111111", "keep")
    assert walk.page.status_code == 422
    sheet(walk, scene, "111111111", "keep", another="yes")
    assert CheckUp.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_danger_on_paper_is_told_and_a_day_to_come_is_no_day(scene: Scene) -> None:
    walk = begun(scene)
    sheet(walk, scene, "111111112", "keep", on_2="2027")
    assert walk.page.status_code == 422
    assert not CheckUp.objects.exists()
    sheet(walk, scene, "111111112", "keep")
    assert "988" in walk.text
    concern = Concern.objects.get()
    assert (concern.kinds, concern.opened_at) == (["life"], NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_printed_form_has_a_number_beside_each_box_in_two_sizes(scene: Scene) -> None:
    give_words("phq-9")
    walk = Walk()
    for query in ("", "?print=large"):
        text = walk.client.get(reverse("screening:paper", args=["phq-9"]) + query).content.decode()
        assert text.count('class="tick"') == 36
        assert "988" in text
    assert 'class="stack main sheet large"' in text
    assert walk.client.get(reverse("screening:paper", args=["check-up"])).status_code == 200
    assert walk.client.get(reverse("screening:paper", args=["who-5"])).status_code == 404


@pytest.mark.doors
@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_only_for_those_in_sight(scene: Scene) -> None:
    give_words("phq-9")
    url = reverse("screening:type_in", args=[scene.town.cem, "phq-9"])
    assert Walk(scene.town.worker).client.get(url).status_code == 404
    assert Walk().client.get(url).status_code == 302
    walk = begun(scene)
    other = Walk(scene.town.worker)
    other.page = walk.page
    assert other.post(url, state=walk.state, go="keep").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_by_phone_and_by_proxy_it_is_marked_on_every_page(scene: Scene) -> None:
    give_words("who-5")
    url = reverse("screening:scale_with_person", args=[scene.town.ana, "who-5"])
    walk = Walk(scene.town.worker)
    assert walk.post(url, who="proxy").status_code == 422
    walk.post(url, channel="by phone", who="proxy", relation="carer")
    for _ in range(5):
        assert "Somebody else answers for them" in walk.text
        (item,) = walk.page.context["form"].fields
        walk.next(**{item: "3"})
    assert "Somebody else answers for them" in walk.text
    walk.post("screening:keep_score", state=walk.state)
    (row,) = CheckUp.objects.all()
    assert (row.channel, row.who, row.relation) == ("by phone", "proxy", "carer")
