"""What a questionnaire works out by itself: which items are asked, and the formulas of its scores."""

from collections.abc import Callable, Mapping
from math import isfinite, nan
from operator import ge, gt, le, lt
from statistics import fmean
from typing import Any

from kizuna.instruments.fhir.elements import thawed
from kizuna.instruments.fhir.shape import (
    WEIGHTS,
    Expression,
    Given,
    Option,
    Question,
    Questionnaire,
    Response,
    When,
)
from kizuna.instruments.fhir.writing import write_questionnaire, write_response

LONGEST = 10_000
"""Characters of a formula."""
ROUNDS = 5
"""A formula may stand on another one's result: so often they are worked out anew at most."""
_ELEMENTS = {
    "decimal": "valueDecimal",
    "integer": "valueInteger",
    "boolean": "valueBoolean",
    "choice": "valueCoding",
    "open-choice": "valueCoding",
    "quantity": "valueQuantity",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
    "url": "valueUri",
}
# The library's own cannot add up what it found in a resource.
_SUMS = {
    name: {"fn": lambda values, of=of: of(values) if values else [], "arity": {0: []}}
    for name, of in (("sum", sum), ("min", min), ("max", max), ("avg", fmean))
}


def _counts(found: Any) -> list[float]:
    """How many points an answer counts: a coding, an answer with a coding in it, or a node of the library."""
    value = getattr(found, "data", found)
    beside = getattr(found, "_data", None)  # the extensions of a plain word or number
    if not isinstance(value, Mapping):
        value = beside
    if isinstance(value, Mapping):
        coding = value.get("valueCoding", value)
        given = Option("valueCoding", coding).ordinal if isinstance(coding, Mapping) else None
        if given is None and "extension" in value:
            given = Option("valueCoding", value).ordinal
        return [] if given is None else [given]
    return []


# What SDC adds to FHIRPath: https://hl7.org/fhir/uv/sdc/expressions.html; "ordinal" is its former name.
_POINTS = {
    name: {"fn": lambda values: [one for each in values for one in _counts(each)], "arity": {0: []}}
    for name in ("ordinal", "weight")
}
_FUNCTIONS = _SUMS | _POINTS
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}


_PLAIN = ("valueString", "valueInteger", "valueDate", "valueTime")


class BadFormula(ValueError):
    """A formula that cannot be worked out; a sentence."""


def _plain(value: Any) -> Any:
    """What is compared: the code of a coding, the number of a quantity."""
    if isinstance(value, Mapping):
        return value.get("code", value.get("value", value.get("reference")))
    return value


def _same(given: Given, when: When) -> bool:
    if isinstance(given.value, Mapping) and isinstance(when.answer, Mapping):
        systems = {one.get("system") for one in (given.value, when.answer)} - {None}
        return _plain(given.value) == _plain(when.answer) and len(systems) < 2
    return bool(_plain(given.value) == _plain(when.answer))


def holds(when: When, answers: Mapping[str, tuple[Given, ...]]) -> bool:
    """Whether a condition holds. Without an answer, only "exists: false" does."""
    given = answers.get(when.question, ())
    if when.operator == "exists":
        return bool(given) == bool(when.answer)
    if when.operator == "=":
        return any(_same(one, when) for one in given)
    if when.operator == "!=":
        return bool(given) and not any(_same(one, when) for one in given)
    try:
        return any(_ORDER[when.operator](_plain(one.value), _plain(when.answer)) for one in given)
    except TypeError:
        return False


def enabled(questionnaire: Questionnaire, response: Response) -> frozenset[str]:
    """The linkIds of the items that are asked: those whose conditions hold, in groups that are asked."""
    answers, found = response.answers(), set()

    def look(item: Question) -> None:
        test = all if item.behaviour != "any" else any
        if item.when and not test(holds(one, answers) for one in item.when):
            return
        if item.enabled_by and item.enabled_by.expression:
            try:
                said = _Formulas(questionnaire, response).of(item, item.enabled_by)
            except BadFormula:
                said = [True]  # rather asked once too often than never
            if said != [True]:
                return
        found.add(item.link_id)
        for below in item.items:
            look(below)

    for item in questionnaire.items:
        look(item)
    return frozenset(found)


def _weighed(questionnaire: Questionnaire, response: Response) -> dict[str, Any]:
    """The response as JSON in which every coded answer says, in both spellings, how much it counts."""
    points = {item.link_id: item.points for item in questionnaire.walk()}

    def visit(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            for answer in row.get("answer", []):
                coding = answer.get("valueCoding")
                plain = next((name for name in _PLAIN if name in answer), "")
                if plain:
                    counts = points.get(row["linkId"], {}).get(str(answer[plain]))
                    if counts is not None:
                        _weigh(answer.setdefault(f"_{plain}", {}), counts)
                if isinstance(coding, dict):
                    counts = points.get(row["linkId"], {}).get(str(coding.get("code")))
                    _weigh(coding, Option("valueCoding", coding).ordinal if counts is None else counts)
                visit(answer.get("item", []))
            visit(row.get("item", []))

    found = write_response(response)
    visit(found.get("item", []))
    return found


def _weigh(coding: dict[str, Any], counts: float | None) -> None:
    there = {one.get("url") for one in coding.get("extension", [])}
    new = [{"url": url, "valueDecimal": counts} for url in WEIGHTS if url not in there]
    if counts is not None:
        coding["extension"] = [*coding.get("extension", []), *new]


class _Formulas:
    """Works formulas out with what they may name: the response, the questionnaire, and variables."""

    def __init__(self, questionnaire: Questionnaire, response: Response) -> None:
        self.questionnaire = questionnaire
        self.resource = _weighed(questionnaire, response)
        self.context: dict[str, Any] = {
            "resource": self.resource,
            "questionnaire": write_questionnaire(questionnaire),
        }

    def _work_out(self, formula: Expression, known: Mapping[str, Any]) -> list[Any]:
        import fhirpathpy
        from fhirpathpy.models import models

        if len(formula.expression) > LONGEST:
            raise BadFormula(f"A formula has more than {LONGEST} characters.")
        try:
            found = fhirpathpy.evaluate(
                self.resource,
                formula.expression,
                dict(known),
                models["r4"],
                {"userInvocationTable": _FUNCTIONS},
            )
        except Exception as wrong:
            raise BadFormula(f"“{formula.expression[:80]}” cannot be worked out: {wrong}") from None
        return list(found)

    def _with(self, variables: tuple[Expression, ...], known: dict[str, Any]) -> dict[str, Any]:
        for one in variables:
            known[one.name] = self._work_out(one, known)
        return known

    def of(self, item: Question, formula: Expression) -> list[Any]:
        """What a formula of this item gives."""
        known = self._with(self.questionnaire.variables, dict(self.context))
        for above in _path(self.questionnaire.items, item.link_id):
            known = self._with(above.variables, known)
        return self._work_out(formula, known)


def _path(items: tuple[Question, ...], link_id: str) -> tuple[Question, ...]:
    for item in items:
        if item.link_id == link_id:
            return (item,)
        below = _path(item.items, link_id)
        if below:
            return (item, *below)
    return ()


def _answer(item: Question, value: Any) -> dict[str, Any]:
    element = _ELEMENTS.get(item.type, "valueString")
    if element in {"valueDecimal", "valueInteger"}:
        number = _number(item, value)
        return {element: int(number) if number.is_integer() else number}
    if element == "valueBoolean" and not isinstance(value, bool):
        raise BadFormula(f"The formula of {item.link_id} gives {value!r}, which is neither true nor false.")
    return {element: thawed(value)}


def _number(item: Question, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = nan
    if isinstance(value, bool) or not isfinite(number):
        raise BadFormula(f"The formula of {item.link_id} gives {value!r}, which is no number.")
    return number


def calculated(
    questionnaire: Questionnaire, response: Response, lenient: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """The answers that formulas give, by linkId, as FHIR answers. Empty ones are left out.

    Raises BadFormula for one that cannot be worked out; `lenient` leaves that one out and goes on.
    """
    formulas = _Formulas(questionnaire, response)
    asked = [(item, item.calculated) for item in questionnaire.walk() if item.calculated]
    found: dict[str, list[dict[str, Any]]] = {}
    for _ in range(ROUNDS):
        before = dict(found)
        for item, formula in asked:
            if formula is None:
                continue
            try:
                values = [value for value in formulas.of(item, formula) if value is not None]
                found[item.link_id] = [_answer(item, value) for value in values]
            except BadFormula:
                if not lenient:
                    raise
                found[item.link_id] = []
            _put(formulas.resource, questionnaire, item.link_id, found[item.link_id])
        if found == before:
            break
    return {link_id: answers for link_id, answers in found.items() if answers}


def _put(
    resource: dict[str, Any], questionnaire: Questionnaire, link_id: str, answers: list[dict[str, Any]]
) -> None:
    """Write answers into the response at the place of their item, so that other formulas see them."""
    rows = resource.setdefault("item", [])
    for above in _path(questionnaire.items, link_id):
        row = next((one for one in rows if one["linkId"] == above.link_id), None)
        if row is None:
            row = {"linkId": above.link_id}
            rows.append(row)
        if above.link_id == link_id:
            row.pop("answer", None)
            if answers:
                row["answer"] = answers
            return
        rows = row.setdefault("item", [])
