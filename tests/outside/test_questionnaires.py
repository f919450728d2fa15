"""Questionnaires that others published: each is read, asked, worked out and written again as it came."""

import json
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.html import escape

from kizuna.access.viewer import SYSTEM
from kizuna.instruments.actions import load_questionnaire, switch_questionnaire
from kizuna.instruments.fhir import (
    calculated,
    enabled,
    read_questionnaire,
    read_response,
    write_questionnaire,
    write_response,
)
from kizuna.instruments.fhir.asking import answers_of, instrument_of, points_of, response_of
from kizuna.instruments.files import read
from kizuna.instruments.queries import loaded_one
from kizuna.instruments.scoring import Score, score
from kizuna.instruments.wording import from_file, missing, points_for, worded
from kizuna.screening.forms import Questions
from tests.conftest import NOW, OUTSIDE

FOLDER = OUTSIDE / "fhir"
FILES = sorted(FOLDER.glob("*/*.json")) if FOLDER.is_dir() else []
pytestmark = [pytest.mark.outside, pytest.mark.skipif(not FILES, reason=f"{FOLDER} is not here")]


def of_type(kind: str) -> dict[str, Any]:
    found = {file.stem: json.loads(file.read_text()) for file in FILES}
    return {
        name: one for name, one in found.items() if isinstance(one, dict) and one.get("resourceType") == kind
    }


QUESTIONNAIRES, RESPONSES = of_type("Questionnaire"), of_type("QuestionnaireResponse")
BY_URL = {one["url"]: one for one in QUESTIONNAIRES.values() if "url" in one}


def as_meant(value: Any) -> Any:
    """A resource with flags as FHIR wants them: one file has them in quotes."""
    if isinstance(value, dict):
        flags = {"repeats": {"true": True, "false": False}}
        return {
            k: flags[k].get(v, v) if k in flags and isinstance(v, str) else as_meant(v)
            for k, v in value.items()
        }
    return [as_meant(one) for one in value] if isinstance(value, list) else value


def link_ids(value: Any) -> list[str]:
    if isinstance(value, dict):
        here = [value["linkId"]] if "linkId" in value else []
        return here + [name for one in value.values() for name in link_ids(one)]
    return [name for one in value for name in link_ids(one)] if isinstance(value, list) else []


def test_every_file_is_there() -> None:
    assert (len(QUESTIONNAIRES), len(RESPONSES)) == (20, 9)


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_a_questionnaire_comes_out_as_it_came_and_can_be_asked(name: str) -> None:
    resource = QUESTIONNAIRES[name]
    found = read_questionnaire(resource)
    assert write_questionnaire(found) == as_meant(resource)
    assert [item.link_id for item in found.walk()] == link_ids(resource)
    asked = instrument_of(found, "theirs")
    assert asked.worded
    assert {item.id.partition(":")[0] for item in asked.items} <= set(link_ids(resource))


FIELD = """{% load frame %}{% for field in form %}{% if field|kind == "choices" %}
{% include "frame/choices.html" %}{% elif field|kind == "date" %}{% include "frame/date.html" %}
{% else %}{% include "frame/field.html" %}{% endif %}{% endfor %}"""


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_every_question_of_others_stands_on_a_page(name: str) -> None:
    asked = instrument_of(read_questionnaire(QUESTIONNAIRES[name]), "theirs")
    for page in asked.pages:
        shown = Template(FIELD).render(Context({"form": Questions(items=page, places=[])}))
        for item in page:
            assert escape(item.text) in shown
            assert all(escape(choice.label) in shown for choice in item.choices)


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_comes_out_as_it_came(name: str) -> None:
    resource = RESPONSES[name]
    found = read_response(resource)
    assert write_response(found) == resource
    assert sorted(item.link_id for item in found.walk()) == sorted(link_ids(resource))
    theirs = BY_URL.get(resource.get("questionnaire", ""))
    if theirs:
        questionnaire = read_questionnaire(theirs)
        answers = answers_of(questionnaire, found)
        again = answers_of(questionnaire, response_of(questionnaire, answers))
        assert again == answers
        assert set(found.answers()) <= enabled(questionnaire, found)


@pytest.mark.django_db
@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_a_questionnaire_becomes_one_of_this_sites(name: str) -> None:
    """Loaded, switched on where no danger would stay unseen, asked, worked out, and handed out as it came."""
    resource, by = QUESTIONNAIRES[name], SYSTEM("test")
    code = load_questionnaire(resource=resource, language="en", licence="A letter.", by=by, now=NOW)
    (kept,) = loaded_one(by, code)
    assert not kept.unguarded or "phq-9" in name
    if not kept.unguarded:
        switch_questionnaire(code=code, language="en", on=True, by=by, now=NOW)
        answer = Client().get(f"/fhir/R4/Questionnaire/{code}").json()
        assert answer | {"id": resource.get("id")} == {"id": None} | as_meant(resource)
        assert Client().get(f"/check-up/scales/{code}/").status_code == 200
        assert Client().get(f"/check-up/paper/{code}/").status_code == 200
    answers = {
        item.id: item.choices[-1].value if item.kind == "one" else [item.choices[-1].value]
        for item in kept.found.items
        if item.choices
    }
    out = kept.found.response(answers)
    told = [item.link_id for item in out.walk()]
    assert sorted(told, key=link_ids(resource).index) == told  # in the order of the file
    for item in kept.found.kept(answers):
        assert item in told


def both(name: str) -> tuple[Any, Any]:
    response = RESPONSES[name]
    return read_questionnaire(BY_URL[response["questionnaire"]]), read_response(response)


def test_a_phq_9_response_scores_12_moderate() -> None:
    questionnaire, response = both("QuestionnaireResponse-phq-9-example")
    phq = read("phq-9")
    assert phq is not None
    told = points_for(phq, questionnaire, points_of(questionnaire, response))
    found = score(phq.scale("total"), told)
    assert found == Score(12, 9, 0, "Moderate")
    theirs = read_questionnaire(QUESTIONNAIRES["lforms-phq9"])
    assert calculated(theirs, response)["/44261-6"] == [{"valueDecimal": 12}]


def test_hunger_vital_sign_is_at_risk() -> None:
    questionnaire, response = both("QuestionnaireResponse-SDOHCC-QuestionnaireResponseHungerVitalSignExample")
    (answer,) = calculated(questionnaire, response)["/88124-3"]
    assert answer["valueCoding"]["display"] == "At risk"


def test_prapare_has_21_answers() -> None:
    for name in ("SDOHCC-QuestionnaireResponsePRAPAREExample", "PRAPARE-example"):
        questionnaire, response = both(f"QuestionnaireResponse-{name}")
        assert len(response.answers()) == 21
        assert set(response.answers()) <= {item.link_id for item in questionnaire.walk()}


def answered(name: str, pick: int) -> tuple[Any, Any]:
    """Every question with its options' answer number `pick`."""
    found = read_questionnaire(QUESTIONNAIRES[name])
    told: dict[str, Any] = {item.link_id: item.options[pick].code for item in found.walk() if item.options}
    return found, response_of(found, told)


def test_formulas_of_others_are_worked_out() -> None:
    audit = calculated(*answered("jmandel-audit-c", 2))
    assert audit["auditc.totalScore"] == [{"valueInteger": 5}]
    food = calculated(*answered("uwcirg-CIRG-CNICS-FOOD", 1))
    assert food["FOOD-score"] == [{"valueDecimal": 2}]
    assert food["FOOD-score-label"] == [{"valueString": "Very Low Food Security"}]
    assert food["FOOD-critical-flag"] == [{"valueBoolean": True}]


def nine(code: str) -> dict[str, Any]:
    """A PHQ-9 whose answers stand in a list of LOINC's that the file only names."""
    coding = {"system": "http://loinc.org", "code": code}
    rows = [{"linkId": f"phq9.matrix.q{n}", "answer": [{"valueCoding": coding}]} for n in range(1, 10)]
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "item": [{"linkId": "phq9.matrix", "item": rows}],
    }


def test_conditions_of_others_are_kept() -> None:
    never, _ = answered("jmandel-audit-c", 0)
    assert "auditc.q2" not in enabled(*answered("jmandel-audit-c", 0))
    assert "auditc.q2" in enabled(*answered("jmandel-audit-c", 1))
    assert instrument_of(never, "theirs").item("auditc.q2").only
    phq = read_questionnaire(QUESTIONNAIRES["jmandel-phq-9"])
    worst, none = read_response(nine("LA6571-9")), read_response(nine("LA6568-5"))
    assert calculated(phq, worst)["phq9.totalScore"] == [{"valueInteger": 27}]
    assert "phq9.difficulty" in enabled(phq, worst)
    assert "phq9.difficulty" not in enabled(phq, none)


@pytest.mark.parametrize(
    ("file", "code", "whole"),
    [
        ("Questionnaire-phq-9-example", "phq-9", True),
        ("lforms-phq9", "phq-9", True),
        ("uwcirg-PHQ-9", "phq-9", True),
        ("jmandel-phq-9", "phq-9", False),
        ("jmandel-gad-7", "gad-7", False),
        ("jmandel-phq-2", "phq-2", False),
    ],
)
def test_a_file_brings_the_words_of_a_scale(file: str, code: str, whole: bool) -> None:
    instrument = read(code)
    assert instrument is not None
    words = from_file(instrument, read_questionnaire(QUESTIONNAIRES[file]))
    assert all(words[f"item:{item.id}"] for item in instrument.items)
    assert (missing(instrument, words) == ()) == worded(instrument, words).worded == whole
    # A list of answers that the file only names has to be typed: four answers, once.
    assert whole or len(missing(instrument, words)) == 4
