"""FHIR JSON into typed values. R4 only; the first thing that does not fit is refused with a sentence."""

from collections.abc import Mapping
from typing import Any

from kizuna.instruments.fhir.elements import (
    ANSWERED,
    ANY_VALUE,
    OPERATORS,
    PUBLISHED,
    TYPES,
    Json,
    NotR4,
    checked,
    frozen,
    refuse,
)
from kizuna.instruments.fhir.lists import lists
from kizuna.instruments.fhir.shape import (
    Given,
    Option,
    Question,
    Questionnaire,
    Reply,
    Response,
    When,
)

DEEPEST = 20
MOST_ITEMS = 5000


def _rest(node: Json, *used: str) -> Any:
    return frozen({name: value for name, value in node.items() if name not in used})


def _one_of(node: Json, names: frozenset[str], where: str) -> str:
    found = [name for name in node if name in names]
    refuse(len(found) == 1, f"{where} has {len(found)} values; it has exactly one.")
    return found[0]


def _option(node: object, where: str) -> Option:
    row = checked(node, "answerOption", where)
    element = _one_of(row, ANY_VALUE, where)
    value = row[element]
    if element == "valueCoding":
        refuse(isinstance(value, Mapping), f"{where}: valueCoding is an object.")
        refuse("code" in value or "display" in value, f"{where} has neither a code nor words.")
    return Option(element, frozen(value), _rest(row, element))


def _when(node: object, where: str) -> When:
    row = checked(node, "enableWhen", where)
    refuse("question" in row and "operator" in row, f"{where} needs a question and an operator.")
    refuse(row["operator"] in OPERATORS, f"{where} has the unknown operator {row['operator']!r}.")
    element = _one_of(row, frozenset(name for name in row if name.startswith("answer")), where)
    if row["operator"] == "exists":
        refuse(element == "answerBoolean", f"{where}: with “exists” the answer is true or false.")
    return When(
        row["question"],
        row["operator"],
        element,
        frozen(row[element]),
        _rest(row, "question", "operator", element),
    )


def _question(node: object, where: str, depth: int, inside: Mapping[str, tuple[Option, ...]]) -> Question:
    row = checked(node, "item", where)
    refuse(depth <= DEEPEST, f"{where} lies too deep.")
    refuse("linkId" in row and "type" in row, f"{where} needs a linkId and a type.")
    here, kind = f"item {row['linkId']}", row["type"]
    refuse(kind != "coding", f"{here} is of type coding, which belongs to FHIR R5; in R4 it is choice.")
    refuse(kind in TYPES, f"{here} is of the unknown type {kind!r}.")
    below = row.get("item", ())
    refuse(not (kind == "display" and below), f"{here} shows words and holds other items.")
    refuse(kind != "group" or "answerOption" not in row, f"{here} is a group and cannot be answered.")
    refuse(
        not ("answerOption" in row and "answerValueSet" in row),
        f"{here} has two lists of answers; R4 wants one.",
    )
    when = tuple(_when(one, f"{here}, enableWhen {n}") for n, one in enumerate(row.get("enableWhen", ()), 1))
    behaviour = row.get("enableBehavior", "")
    refuse(behaviour in {"", "all", "any"}, f"{here}: enableBehavior is all or any.")
    refuse(
        len(when) < 2 or behaviour != "",
        f"{here} has several conditions and does not say whether all must hold.",
    )
    options = row.get("answerOption", ())
    return Question(
        link_id=row["linkId"],
        type=kind,
        text=row.get("text", ""),
        prefix=row.get("prefix", ""),
        required=row.get("required"),
        repeats=row.get("repeats"),
        read_only=row.get("readOnly"),
        options=tuple(_option(one, f"{here}, answerOption {n}") for n, one in enumerate(options, 1)),
        listed=inside.get(str(row.get("answerValueSet", "")), ()),
        when=when,
        behaviour=behaviour,
        items=tuple(
            _question(one, f"item {n} in {here}", depth + 1, inside) for n, one in enumerate(below, 1)
        ),
        more=_rest(
            row,
            *("linkId", "type", "text", "prefix", "required", "repeats", "readOnly"),
            *("answerOption", "enableWhen", "enableBehavior", "item"),
        ),
    )


def _resource(resource: object, kind: str) -> Json:
    if not isinstance(resource, Mapping):
        raise NotR4("This is no FHIR resource: it is not a JSON object.")
    named = resource.get("resourceType")
    refuse(named == kind, f"This is a FHIR {named or 'something'}, not a {kind}.")
    return checked(resource, kind, kind)


def read_questionnaire(resource: object) -> Questionnaire:
    """A Questionnaire from JSON. Raises NotR4 with a sentence."""
    row = _resource(resource, "Questionnaire")
    refuse(row.get("status") in PUBLISHED, f"The status {row.get('status')!r} is none of R4's.")
    inside = lists(row)
    items = tuple(_question(one, f"item {n}", 1, inside) for n, one in enumerate(row.get("item", ()), 1))
    made = Questionnaire(
        status=row["status"],
        items=items,
        title=row.get("title", ""),
        url=row.get("url", ""),
        version=row.get("version", ""),
        copyright=row.get("copyright", ""),
        more=_rest(row, "resourceType", "status", "item", "title", "url", "version", "copyright"),
    )
    names = [item.link_id for item in made.walk()]
    refuse(len(names) <= MOST_ITEMS, f"It has {len(names)} items; at most {MOST_ITEMS} are read.")
    seen: set[str] = set()
    for name in names:
        refuse(name not in seen, f"The linkId {name} stands there twice.")
        seen.add(name)
    for item in made.walk():
        for one in item.when:
            refuse(
                one.question in seen, f"item {item.link_id} waits for {one.question}, which does not exist."
            )
    return made


def _given(node: object, where: str, depth: int) -> Given:
    row = checked(node, "answer", where)
    element = _one_of(row, ANY_VALUE, where)
    return Given(element, frozen(row[element]), _replies(row, where, depth), _rest(row, element, "item"))


def _replies(row: Json, where: str, depth: int) -> tuple[Reply, ...]:
    refuse(depth <= DEEPEST * 2, f"{where} lies too deep.")
    return tuple(
        _reply(one, f"item {n} in {where}", depth + 1) for n, one in enumerate(row.get("item", ()), 1)
    )


def _reply(node: object, where: str, depth: int) -> Reply:
    row = checked(node, "response item", where)
    refuse("linkId" in row, f"{where} needs a linkId.")
    here = f"item {row['linkId']}"
    answers = row.get("answer", ())
    return Reply(
        link_id=row["linkId"],
        text=row.get("text", ""),
        answers=tuple(_given(one, f"{here}, answer {n}", depth + 1) for n, one in enumerate(answers, 1)),
        items=_replies(row, here, depth),
        more=_rest(row, "linkId", "text", "answer", "item"),
    )


def read_response(resource: object) -> Response:
    """A QuestionnaireResponse from JSON. Raises NotR4 with a sentence."""
    row = _resource(resource, "QuestionnaireResponse")
    refuse(row.get("status") in ANSWERED, f"The status {row.get('status')!r} is none of R4's.")
    return Response(
        status=row["status"],
        items=_replies(row, "QuestionnaireResponse", 0),
        questionnaire=row.get("questionnaire", ""),
        more=_rest(row, "resourceType", "status", "item", "questionnaire"),
    )
