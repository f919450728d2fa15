"""Published scales in the site's words: asked like the check-up, scored at once, as careful with danger."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.instruments.actions import keep_wording, load_questionnaire, switch_questionnaire
from kizuna.instruments.files import read
from kizuna.instruments.wording import slots
from kizuna.screening import queries
from kizuna.screening.flow import State, answered, back, questions
from kizuna.screening.models import CheckUp, Concern, DangerCount
from kizuna.screening.scores import shown
from tests.conftest import NOW
from tests.screening.scene import Scene, kept
from tests.screening.walk import Walk, leave

pytestmark = pytest.mark.usefixtures("clock")
POINTS = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def give_words(code: str) -> None:
    found = read(code)
    assert found is not None
    words = {slot.key: f"Words {slot.key}" for slot in slots(found)}
    keep_wording(scale=code, language="en", words=words, by=SYSTEM("test"), now=NOW)


def through(walk: Walk, code: str, answer: str = "1", url: str = "", **other: str) -> Walk:
    walk.start(url or reverse("screening:scale", args=[code]))
    while "step" in walk.page.context:
        (item,) = walk.page.context["form"].fields
        walk.next(**{item: other.get(f"item_{item}", answer)})
    return walk


def test_without_words_a_scale_does_not_exist_and_with_them_the_check_up_leads_to_it(scene: Scene) -> None:
    walk = Walk()
    assert walk.client.get("/check-up/scales/who-5/").status_code == 404
    assert "Other questionnaires" not in walk.client.get("/check-up/").content.decode()
    give_words("who-5")
    assert "/check-up/scales/who-5/" in walk.client.get("/check-up/").content.decode()
    assert "5 questions" in walk.client.get("/check-up/scales/who-5/").content.decode()


def test_a_stranger_sees_the_score_and_nothing_is_kept(
    scene: Scene, django_assert_max_num_queries: Any
) -> None:
    give_words("who-5")
    before = kept()
    walk = Walk()
    walk.start("/check-up/scales/who-5/")
    assert "Words item:1" in walk.text
    assert "Words lead" in walk.text
    with django_assert_max_num_queries(12):
        walk.next(**{"1": "3"})
    through(walk, "who-5", "2")
    assert "40, on a scale from 0 to 100" in walk.text
    assert "Low well-being" in walk.text
    assert "no diagnosis" in walk.text
    assert kept() == before


def test_skipped_answers_are_no_score_and_the_page_says_so(scene: Scene) -> None:
    give_words("who-5")
    walk = Walk()
    walk.start("/check-up/scales/who-5/")
    for _ in range(5):
        walk.go("skip")
    assert "No score: 5 answers are missing." in walk.text


def test_a_resident_keeps_the_answers_once_and_their_needs_stay(scene: Scene) -> None:
    give_words("who-5")
    resident = scene.town.resident
    walk = through(Walk(resident), "who-5", "5")
    assert CheckUp.objects.count() == 0
    state = walk.state
    for _ in range(2):
        walk.post("screening:keep_score", state=state)
        assert "kept in your record" in walk.text
    (row,) = CheckUp.objects.all()
    assert (row.instrument, row.version, row.answers["5"], row.needs) == ("who-5", "1", "5", [])
    assert queries.latest(resident, resident.person) is None
    assert [one.instrument for one in queries.history(resident, resident.person)] == ["who-5"]


def test_a_danger_in_a_scale_is_told_at_once(scene: Scene) -> None:
    give_words("phq-9")
    walk = Walk(scene.town.resident)
    walk.start("/check-up/scales/phq-9/")
    for item in range(1, 9):
        walk.next(**{str(item): "0"})
    assert Concern.objects.count() == 0
    walk.next(**{"9": "1"})
    assert "988" in walk.text
    concern = Concern.objects.get()
    assert (concern.kinds, concern.check_up.instrument) == (["life"], "phq-9")
    walk.go("on")
    assert "1, on a scale from 0 to 27" in walk.text
    walk.post("screening:keep_score", state=walk.state)
    assert (CheckUp.objects.count(), Concern.objects.count()) == (1, 1)


def test_a_stranger_in_danger_is_counted_and_may_leave_a_way_to_be_reached(scene: Scene) -> None:
    give_words("phq-9")
    walk = Walk()
    walk.start("/check-up/scales/phq-9/")
    for item in range(1, 9):
        walk.next(**{str(item): "0"})
    walk.next(**{"9": "3"})
    assert DangerCount.objects.get().count == 1
    leave(walk, scene)
    concern = Concern.objects.get()
    assert (concern.check_up.instrument, concern.check_up.answers["9"]) == ("phq-9", "3")


def test_a_worker_asks_it_beside_somebody_and_only_of_those_in_sight(scene: Scene) -> None:
    give_words("who-5")
    town = scene.town
    url = reverse("screening:scale_with_person", args=[town.ana, "who-5"])
    walk = through(Walk(town.worker), "who-5", url=url)
    walk.post("screening:keep_score", state=walk.state)
    assert str(CheckUp.objects.get().person_id) == str(town.ana)
    other = reverse("screening:scale_with_person", args=[town.cem, "who-5"])
    assert Walk(town.worker).start(other).status_code == 404


HURT = [
    {"valueCoding": {"code": code, "display": words}, "extension": [{"url": POINTS, "valueDecimal": points}]}
    for points, code, words in ((1, "n", "Never"), (2, "s", "Sometimes"), (5, "f", "Frequently"))
]
THEIRS = {
    "resourceType": "Questionnaire",
    "url": "https://example.org/Questionnaire/at-home",
    "version": "1",
    "title": "At home",
    "status": "active",
    "copyright": "Free to use.",
    "item": [
        {"linkId": "hurt", "type": "choice", "text": "How often does anyone hurt you?", "answerOption": HURT},
        {"linkId": "shout", "type": "choice", "text": "How often are you shouted at?", "answerOption": HURT},
        {
            "linkId": "sum",
            "type": "integer",
            "text": "Points at home",
            "extension": [
                {
                    "url": SDC,
                    "valueExpression": {
                        "language": "text/fhirpath",
                        "expression": "%resource.item.answer.value.ordinal().sum()",
                    },
                }
            ],
        },
    ],
}


def test_a_file_of_others_shows_danger_and_its_scores_are_followed(
    scene: Scene, django_assert_max_num_queries: Any, monkeypatch: Any
) -> None:
    load_questionnaire(resource=THEIRS, language="en", by=SYSTEM("test"), now=NOW)
    switch_questionnaire(code="at-home", language="en", on=True, by=SYSTEM("test"), now=NOW)
    walk = Walk(scene.town.resident)
    walk.start("/check-up/scales/at-home/")
    walk.next(hurt="f")
    assert "988" in walk.text
    assert Concern.objects.get().kinds == ["home"]
    walk.go("on")
    walk.next(shout="n")
    walk.post("screening:keep_score", state=walk.state)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    through(walk, "at-home", "n", item_shout="s")
    walk.post("screening:keep_score", state=walk.state)
    assert (CheckUp.objects.count(), Concern.objects.count()) == (2, 1)
    with django_assert_max_num_queries(12):
        page = walk.client.get("/my-data/scores/").content.decode()
    assert "Points at home" in page
    assert "From 6 to 3." in page
    assert "does not say where it begins" in page
    (figures,) = queries.before_after(SYSTEM("test"), "at-home")
    assert (figures.scale, figures.left) == ("Points at home", None)  # one person: too few to show


def test_questions_behind_a_gate_are_asked_only_when_it_is_open() -> None:
    found = read("pc-ptsd-5")
    assert found is not None
    closed = answered(found, State("a"), {"event": "0"})
    assert questions(found, closed) == ()
    assert shown(found, closed.answers)[0].value == 0
    assert questions(found, back(found, closed))[0].id == "event"
    opened = answered(found, State("a"), {"event": "1"})
    assert questions(found, opened)[0].id == "1"
