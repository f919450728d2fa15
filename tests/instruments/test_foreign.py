"""Files of others: questions about danger are known by their words, formulas are worked out one by one."""

from typing import Any

import pytest

from kizuna.access.viewer import SYSTEM
from kizuna.instruments.answers import WrongAnswer, checked
from kizuna.instruments.fhir import read_questionnaire, write_questionnaire, write_response
from kizuna.instruments.fhir.foreign import foreign_of
from kizuna.instruments.queries import rules
from kizuna.screening.numbered import WrongNumber, typed

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
POINTS = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
FORM: dict[str, Any] = {"resourceType": "Questionnaire", "status": "active", "title": "Some form"}


def option(code: str, label: str, points: int) -> dict[str, Any]:
    coding = {"code": code, "display": label}
    return {"valueCoding": coding, "extension": [{"url": POINTS, "valueDecimal": points}]}


FEW = [option("n", "Not at all", 0), option("s", "Some days", 1), option("m", "Most days", 2)]

ASKED = {
    "life": """Have you actually had any thoughts of killing yourself?
        The thought of harming myself has occurred to me
        ¿Ha pensado en quitarse la vida?|هل فكرت في الانتحار؟|Have you wished you were dead?""",
    "home": """How often does anyone, including family, physically hurt you?
        How often does anyone threaten you with harm?
        Within the last year, have you been afraid of your partner or ex-partner?
        ¿Alguien la amenaza?|هل يضربك أحد؟""",
    "safe": """Do you feel physically and emotionally safe where you currently live?
        ¿Se siente segura en su casa?
        هل تشعر بالأمان في بيتك؟""",
    "": """Feeling afraid as if something awful might happen
        Are you afraid of falling?|Does it hurt when you walk?
        Has the electric company threatened to shut off services in your home?|How often do you feel lonely?
        Feeling bad about yourself or that you have let yourself or your family down
        Is your family helping you?
        ¿Vive solo?|هل تعيش وحدك؟""",
}


def _dangers(text: str, *options: dict[str, Any] | str) -> list[str]:
    rows = [
        {"valueCoding": {"code": one, "display": one}} if isinstance(one, str) else one for one in options
    ]
    item = {"linkId": "q", "type": "choice", "text": text, "answerOption": rows}
    made = foreign_of(read_questionnaire({**FORM, "item": [item]}), "q", "1", "en", rules(SYSTEM("test")))
    return [choice.label for choice in made.items[0].choices if choice.danger]


def test_a_question_about_danger_without_a_code_is_known_by_its_words() -> None:
    for kind, lines in ASKED.items():
        for text in (one.strip() for line in lines.splitlines() for one in line.split("|")):
            told = _dangers(text, "Yes", "No", "Unsure", "I choose not to answer")
            assert told == {"safe": ["No", "Unsure"], "": []}.get(kind, ["Yes"]), text
    often = [option("n", "Never", 1), option("r", "Rarely", 2), option("f", "Frequently", 5)]
    assert _dangers("How often does anyone physically hurt you?", *often) == ["Rarely", "Frequently"]
    assert _dangers("How often does anyone physically hurt you?", "Never", "Often") == ["Often"]


ODD = {
    "%resource.item.answer.value.ordinal().sum()": 3,
    "%resource.item.where(linkId='a').answer.weight()": 2,
    "%resource.item.answer.value.ordinal().avg()": 1.5,
    "iif(%resource.item.where(linkId='b').answer.value.ordinal() > 0, 7, 0)": 7,
    "'words where a number belongs'": None,
    "1 / 0": None,
    "nonsense(((": None,
}


def _formula(formula: str) -> dict[str, Any]:
    return {"url": SDC, "valueExpression": {"language": "text/fhirpath", "expression": formula}}


def test_formulas_of_others_count_points_and_a_bad_one_keeps_no_other_from_being_worked_out() -> None:
    inside = {"resourceType": "ValueSet", "id": "few", "status": "active"}
    concept = [{"code": one["valueCoding"]["code"], "display": one["valueCoding"]["display"],
                "extension": one["extension"]} for one in FEW]  # fmt: skip
    inside["compose"] = {"include": [{"system": "https://example.org", "concept": concept}]}
    formulas = [
        {"linkId": f"s{place}", "type": "decimal", "text": "?", "extension": [_formula(formula)]}
        for place, formula in enumerate(ODD)
    ]
    never = {"enableWhen": [{"question": "a", "operator": "exists", "answerBoolean": False}]}
    listed = {"linkId": "a", "type": "choice", "text": "A list in the same file", "answerValueSet": "#few"}
    plain = {"linkId": "b", "type": "choice", "text": "Points beside words", "answerOption": [
        {"valueString": "never", "extension": [{"url": POINTS, "valueDecimal": 0}]},
        {"valueString": "always", "extension": [{"url": POINTS, "valueDecimal": 1}]}]}  # fmt: skip
    found = read_questionnaire(
        {**FORM, "contained": [inside],
         "item": [listed, plain, *formulas, {**formulas[0], "linkId": "no", **never}]}
    )  # fmt: skip
    made = foreign_of(found, "odd", "1", "en", {})
    assert [(one.value, one.score) for one in made.items[0].choices] == [("n", 0), ("s", 1), ("m", 2)]
    told = {one.link_id: one.value for one in made.results({"a": "m", "b": "always"})}
    assert told == {f"s{place}": value for place, value in enumerate(ODD.values()) if value is not None}
    assert write_questionnaire(found)["contained"] == [inside]


def test_an_answer_outside_what_the_file_allows_is_refused_and_never_clipped() -> None:
    base = "http://hl7.org/fhir/StructureDefinition/"
    ends = [{"url": f"{base}minValue", "valueInteger": 0}, {"url": f"{base}maxValue", "valueInteger": 10}]
    most = [{"url": f"{base}maxValue", "valueDecimal": 2.5}]
    items = [
        {"linkId": "whole", "type": "integer", "text": "?", "extension": ends},
        {"linkId": "part", "type": "decimal", "text": "?", "extension": most},
        {"linkId": "short", "type": "string", "text": "?", "maxLength": 5},
        {"linkId": "when", "type": "time", "text": "?"},
    ]
    made = foreign_of(read_questionnaire({**FORM, "item": items}), "ends", "1", "en", {})
    for name, wrong in {"whole": "11 -1 3.5 nan 1e999", "part": "2.6", "short": "123456"}.items():
        for value in wrong.split():
            with pytest.raises(WrongAnswer, match=name):
                checked(made, {name: value}, ())
            with pytest.raises(WrongNumber):
                typed(next(one for one in made.items if one.id == name), value)
    kept = checked(made, {"whole": "10", "part": "2.5", "short": "12345", "when": "10:30"}, ())
    answers = [one["answer"] for one in write_response(made.response(kept))["item"]]
    assert answers[0] == [{"valueInteger": 10}]
    assert answers[3] == [{"valueTime": "10:30:00"}]
    (said,) = write_response(made.response({"when": "soon"}))["item"]
    assert said["answer"] == [{"valueString": "soon"}]
