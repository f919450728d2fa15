"""FHIR R4 in and out, with questionnaires of our own making; those of others are in tests/outside."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.instruments.fhir import (
    BadFormula,
    NotR4,
    calculated,
    enabled,
    read_questionnaire,
    read_response,
    write_questionnaire,
    write_response,
)
from kizuna.instruments.fhir.asking import (
    answers_of,
    instrument_of,
    points_of,
    questionnaire_of,
    response_of,
)
from kizuna.instruments.fhir.shape import BASE, SDC
from kizuna.instruments.files import read
from kizuna.instruments.scoring import numbers, score
from kizuna.instruments.wording import DoesNotFit, from_file, matched, missing, slots, worded

ORDINAL, WEIGHT = f"{BASE}ordinalValue", f"{BASE}itemWeight"


def option(
    code: str, points: float | None = None, url: str = ORDINAL, inside: bool = False
) -> dict[str, Any]:
    coding: dict[str, Any] = {"code": code, "display": f"Answer {code}"}
    weight = {"extension": [{"url": url, "valueDecimal": points}]} if points is not None else {}
    return {"valueCoding": coding | weight} if inside else {"valueCoding": coding, **weight}


def formula(expression: str, url: str = f"{SDC}calculatedExpression", name: str = "") -> dict[str, Any]:
    value = {"language": "text/fhirpath", "expression": expression} | ({"name": name} if name else {})
    return {"url": url, "valueExpression": value}


GROUP = "%resource.item.descendants().where(linkId.startsWith('g.')).answer.valueCoding"
SUM = f"{GROUP}.extension.where(url='{ORDINAL}').valueDecimal.sum()"
OURS: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "url": "http://example.org/q",
    "title": "Ours",
    "status": "active",
    "meta": {"tag": [{"code": "x"}]},
    "extension": [formula(SUM, f"{BASE}variable", "all")],
    "item": [
        {"linkId": "intro", "type": "display", "text": "Think of this week."},
        {
            "linkId": "g",
            "type": "group",
            "text": "How often?",
            "item": [
                {
                    "linkId": "g.1",
                    "type": "choice",
                    "text": "One?",
                    "answerOption": [option("n", 0), option("y", 1)],
                },
                {
                    "linkId": "g.2",
                    "type": "choice",
                    "prefix": "2.",
                    "text": "Two?",
                    "answerOption": [option("n", 0, WEIGHT), option("y", 2.5, WEIGHT, inside=True)],
                    "enableWhen": [{"question": "g.1", "operator": "=", "answerCoding": {"code": "y"}}],
                },
            ],
        },
        {
            "linkId": "more",
            "type": "open-choice",
            "repeats": True,
            "text": "More?",
            "answerOption": [option("a")],
        },
        {"linkId": "ok", "type": "boolean", "text": "All right?", "required": True},
        {"linkId": "years", "type": "integer", "text": "Years?", "maxLength": 3},
        {
            "linkId": "old",
            "type": "string",
            "text": "Since when?",
            "enableWhen": [
                {"question": "years", "operator": ">=", "answerInteger": 10},
                {"question": "ok", "operator": "exists", "answerBoolean": False},
            ],
            "enableBehavior": "any",
        },
        {"linkId": "sum", "type": "decimal", "readOnly": True, "text": "Sum", "extension": [formula("%all")]},
        {
            "linkId": "much",
            "type": "boolean",
            "readOnly": True,
            "text": "Much",
            "extension": [formula("%resource.item.where(linkId='sum').answer.value > 3")],
        },
        {
            "linkId": "why",
            "type": "text",
            "text": "Why?",
            "extension": [formula("%all > 3", f"{SDC}enableWhenExpression")],
        },
    ],
}
ALL = {"g.1": "y", "g.2": "y", "more": ["a"], "more:other": "tea", "ok": "true", "years": "12", "old": "May"}


def test_everything_comes_out_as_it_came_and_what_came_is_not_touched() -> None:
    before = deepcopy(OURS)
    assert write_questionnaire(read_questionnaire(OURS)) == OURS == before


def test_a_response_keeps_every_answer_at_its_place() -> None:
    found = read_questionnaire(OURS)
    response = response_of(found, ALL)
    written = write_response(response)
    assert [one["linkId"] for one in written["item"]] == ["g", "more", "ok", "years", "old"]
    assert [one["linkId"] for one in written["item"][0]["item"]] == ["g.1", "g.2"]
    assert written["item"][1]["answer"][1] == {"valueString": "tea"}
    assert written["item"][2]["answer"] == [{"valueBoolean": True}]
    assert written["item"][3]["answer"] == [{"valueInteger": 12}]
    assert write_response(read_response(written)) == written
    assert answers_of(found, read_response(written)) == ALL


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "g.1": st.sampled_from(["n", "y"]),
        "g.2": st.sampled_from(["n", "y"]),
        "more": st.just(["a"]),
        "more:other": st.text("abc", min_size=1),
        "ok": st.sampled_from(["true", "false"]),
        "years": st.integers(0, 99).map(str),
        "old": st.text("abc", min_size=1),
    },
)


@settings(max_examples=50)
@given(ANSWERS)
def test_answers_go_through_fhir_and_come_back(answers: dict[str, Any]) -> None:
    found = read_questionnaire(OURS)
    response = read_response(write_response(response_of(found, answers)) if answers else EMPTY)
    assert answers_of(found, response) == answers


EMPTY = {"resourceType": "QuestionnaireResponse", "status": "completed"}


def test_both_spellings_of_points_count_beside_an_option_or_inside_its_coding() -> None:
    found = read_questionnaire(OURS)
    assert points_of(found, response_of(found, ALL)) == {"g.1": 1, "g.2": 2.5}
    own = read_response(
        EMPTY | {"item": [{"linkId": "x", "answer": [option("z", 7, WEIGHT, inside=True)]}]},
    )
    assert points_of(found, own) == {"x": 7}


def test_formulas_see_variables_points_and_each_other() -> None:
    found = read_questionnaire(OURS)
    assert calculated(found, response_of(found, ALL)) == {
        "sum": [{"valueDecimal": 3.5}],
        "much": [{"valueBoolean": True}],
    }
    assert calculated(found, response_of(found, {"g.1": "y"}))["much"] == [{"valueBoolean": False}]


def test_a_formula_that_makes_no_sense_is_said() -> None:
    for nonsense in ("%nobody", "1 +", "'a' * 2", "1" * 10_001):
        wrong = deepcopy(OURS)
        wrong["item"][6]["extension"] = [formula(nonsense)]
        with pytest.raises(BadFormula):
            calculated(read_questionnaire(wrong), read_response(EMPTY))


def asked(answers: dict[str, Any]) -> frozenset[str]:
    found = read_questionnaire(OURS)
    return enabled(found, read_response(write_response(response_of(found, answers)) if answers else EMPTY))


def test_conditions_say_what_is_asked() -> None:
    assert "g.2" not in asked({})
    assert "g.2" not in asked({"g.1": "n"})
    assert "g.2" in asked({"g.1": "y"})
    assert "old" in asked({})
    assert "old" not in asked({"ok": "true"})
    assert "old" not in asked({"ok": "true", "years": "9"})
    assert "old" in asked({"ok": "true", "years": "10"})
    assert "why" in asked({"g.1": "y", "g.2": "y"})
    assert "why" not in asked({"g.1": "y"})


@pytest.mark.parametrize(
    ("operator", "answer", "given", "holds"),
    [
        ("!=", {"answerCoding": {"code": "y"}}, "n", True),
        ("!=", {"answerCoding": {"code": "y"}}, "y", False),
        ("!=", {"answerCoding": {"code": "y"}}, None, False),
        ("exists", {"answerBoolean": True}, "n", True),
        ("exists", {"answerBoolean": True}, None, False),
        ("=", {"answerCoding": {"code": "y", "system": "http://other"}}, "y", True),
        (">", {"answerInteger": 1}, "y", False),
    ],
)
def test_each_operator(operator: str, answer: dict[str, Any], given: str | None, holds: bool) -> None:
    made = deepcopy(OURS)
    made["item"][1]["item"][1]["enableWhen"] = [{"question": "g.1", "operator": operator, **answer}]
    found = read_questionnaire(made)
    response = response_of(found, {"g.1": given}) if given else read_response(EMPTY)
    assert ("g.2" in enabled(found, response)) == holds


def test_it_can_be_asked_one_question_a_page_with_what_stands_above() -> None:
    found = instrument_of(read_questionnaire(OURS), "ours")
    assert [item.id for item in found.items] == [
        "g.1",
        "g.2",
        "more",
        "more:other",
        "ok",
        "years",
        "old",
        "why",
    ]
    assert [item.kind for item in found.items] == [
        "one",
        "one",
        "many",
        "text",
        "one",
        "number",
        "text",
        "text",
    ]
    assert (found.item("g.1").hint, found.item("ok").hint) == ("How often?", "Think of this week.")
    assert found.item("g.2").only[0].answers == ("y",)
    assert found.item("g.2").text == "2. Two?"
    with pytest.raises(NotR4, match="asks nothing"):
        instrument_of(read_questionnaire(OURS | {"item": OURS["item"][:1]}), "ours")


def changed(path: list[Any], value: Any, drop: bool = False) -> dict[str, Any]:
    made: Any = deepcopy(OURS)
    spot = made
    for step in path[:-1]:
        spot = spot[step]
    if drop:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return dict(made)


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ([], "not a JSON object"),
        ({"resourceType": "Patient"}, "a FHIR Patient"),
        ({}, "a FHIR something"),
        (changed(["versionAlgorithmString"], "semver"), "versionAlgorithmString.*R5"),
        (changed(["copyrightLabel"], "x"), "R5"),
        (changed(["item", 2, "answerConstraint"], "optionsOnly"), "R5"),
        (changed(["item", 2, "disabledDisplay"], "hidden"), "R5"),
        (changed(["item", 2, "type"], "coding"), "item more is of type coding.*R5"),
        (changed(["item", 2, "type"], "slider"), "unknown type"),
        (changed(["item", 2, "colour"], "blue"), "colour, which R4 does not know"),
        (changed(["group"], {}), "group, which R4 does not know"),
        (changed(["status"], "final"), "status"),
        (changed(["item", 2, "linkId"], "ok"), "ok stands there twice"),
        (changed(["item", 2, "linkId"], None, drop=True), "needs a linkId"),
        (changed(["item", 2, "linkId"], 7), "linkId is a text"),
        (changed(["item", 3, "required"], "maybe"), "true or false"),
        (changed(["item", 2, "answerOption"], []), "not empty"),
        (changed(["item", 2, "answerOption"], [{}]), "has 0 values"),
        (
            changed(["item", 2, "answerOption"], [{"valueCoding": {"system": "x"}}]),
            "neither a code nor words",
        ),
        (changed(["item", 2, "answerValueSet"], "http://x"), "two lists of answers"),
        (changed(["item", 1, "answerOption"], [option("a")]), "is a group"),
        (changed(["item", 0, "item"], [{"linkId": "z", "type": "string"}]), "shows words and holds"),
        (changed(["item", 5, "enableBehavior"], None, drop=True), "whether all must hold"),
        (changed(["item", 5, "enableBehavior"], "some"), "all or any"),
        (changed(["item", 5, "enableWhen", 0, "operator"], "~"), "unknown operator"),
        (changed(["item", 5, "enableWhen", 0, "question"], "zz"), "waits for zz"),
        (changed(["item", 5, "enableWhen", 1, "answerBoolean"], None, drop=True), "has 0 values"),
    ],
)
def test_what_is_no_r4_is_refused_with_a_sentence(resource: Any, said: str) -> None:
    with pytest.raises(NotR4, match=said):
        read_questionnaire(resource)


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (EMPTY | {"status": "done"}, "status"),
        (EMPTY | {"item": [{"text": "x"}]}, "needs a linkId"),
        (
            EMPTY | {"item": [{"linkId": "a", "answer": [{"valueCoding": {}, "valueString": "x"}]}]},
            "2 values",
        ),
        (EMPTY | {"item": [{"linkId": "a", "answer": {"valueString": "x"}}]}, "answer is a list"),
        (EMPTY | {"item": [{"linkId": "a", "question": []}]}, "question, which R4"),
        (OURS, "a FHIR Questionnaire, not a QuestionnaireResponse"),
    ],
)
def test_a_response_that_is_no_r4_is_refused_with_a_sentence(resource: Any, said: str) -> None:
    with pytest.raises(NotR4, match=said):
        read_response(resource)


def deep(levels: int) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": "0", "type": "group"}
    for n in range(1, levels):
        item = {"linkId": str(n), "type": "group", "item": [item]}
    return {"resourceType": "Questionnaire", "status": "draft", "item": [item]}


def test_a_hostile_file_is_refused() -> None:
    with pytest.raises(NotR4, match="too deep"):
        read_questionnaire(deep(30))
    many = [{"linkId": str(n), "type": "string"} for n in range(5001)]
    with pytest.raises(NotR4, match="5001 items"):
        read_questionnaire({"resourceType": "Questionnaire", "status": "draft", "item": many})


WHO = read("who-5")
assert WHO is not None
WORDS = {slot.key: f"Words for {slot.key}" for slot in slots(WHO)}


def test_a_scale_goes_out_and_its_words_come_back_the_same() -> None:
    ours = worded(WHO, WORDS)
    written = write_questionnaire(questionnaire_of(ours, "http://example.org/who-5", "en"))
    found = read_questionnaire(written)
    assert from_file(WHO, found) == WORDS
    answers: dict[str, Any] = {"1": "5", "2": "4", "3": "3", "4": "2", "5": "1"}
    response = response_of(found, answers)
    assert points_of(found, response) == numbers(ours, answers)
    (worked_out,) = calculated(found, response)["total-score"]
    assert worked_out == {"valueDecimal": 60}
    assert score(WHO.scale("total"), points_of(found, response)).value == 60
    assert "total-score" not in calculated(found, response_of(found, {"1": "5"}))


def test_without_words_nothing_goes_out() -> None:
    with pytest.raises(ValueError, match="no words"):
        questionnaire_of(WHO, "http://example.org/who-5")


def test_slots_know_the_shape_of_a_scale() -> None:
    found = read("brs")
    assert found is not None
    assert [slot.number for slot in slots(found) if slot.turned] == [2, 4, 6]
    assert len([slot for slot in slots(found) if slot.kind == "answer"]) == 5
    phq = read("phq-9")
    assert phq is not None
    assert [slot.item for slot in slots(phq) if slot.danger] == ["9"]
    assert len(missing(phq, {})) == 13
    assert missing(WHO, WORDS | {"lead": ""}) == ()
    assert [slot.key for slot in missing(WHO, WORDS | {"item:2": " "})] == ["item:2"]


def test_another_questionnaire_does_not_fit() -> None:
    with pytest.raises(DoesNotFit, match="has 6 answers; in the file it has 2"):
        from_file(WHO, read_questionnaire(OURS))
    k6, phq = read("k6"), read("phq-9")
    assert k6 is not None and phq is not None
    theirs = questionnaire_of(worded(k6, {slot.key: "Words" for slot in slots(k6)}), "http://example.org/k6")
    with pytest.raises(DoesNotFit, match="has 6 answers; in the file it has 5"):
        matched(WHO, theirs)
    codes = questionnaire_of(
        worded(phq, {slot.key: "Words" for slot in slots(phq)}), "http://example.org/phq"
    )
    assert [one.loinc for one in matched(phq, codes).values()] == [item.loinc for item in phq.items]
    fewer = read_questionnaire(write_questionnaire(codes) | {"item": write_questionnaire(codes)["item"][:-3]})
    with pytest.raises(DoesNotFit, match="lacks the questions 8, 9"):
        matched(phq, fewer)
