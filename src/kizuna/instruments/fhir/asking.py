"""A FHIR Questionnaire as something to ask, and its answers as a response; built-in scales the other way."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kizuna.instruments.answers import Answer
from kizuna.instruments.definition import Choice, Instrument, Item, Kind, Only
from kizuna.instruments.fhir.elements import NotR4
from kizuna.instruments.fhir.shape import (
    NOTHING,
    WEIGHTS,
    Given,
    Option,
    Question,
    Questionnaire,
    Reply,
    Response,
)
from kizuna.instruments.scale import Scale

LOINC = "http://loinc.org"
OTHER = ":other"
"""Ends the name of the line for "something else" below a question that allows it."""
_KINDS: Mapping[str, Kind] = {"integer": "number", "decimal": "number", "quantity": "number", "date": "date"}
YES_NO = (Choice("true", "Yes"), Choice("false", "No"))
SOMETHING_ELSE = "Something else"
USUAL, LONGEST = 500, 4000
"""Characters of an answer in own words: where the file says nothing, and at most."""


def _choices(item: Question) -> tuple[Choice, ...]:
    if item.type == "boolean":
        return YES_NO
    found: dict[str, Choice] = {}
    for option in item.offered:
        found.setdefault(option.code, Choice(option.code, option.label, option.ordinal, alone=option.alone))
    return tuple(found.values())


def _longest(item: Question) -> int:
    """How long an answer in words may be, by the file; never more than a page is made for."""
    told = item.more.get("maxLength")
    return min(told, LONGEST) if isinstance(told, int) and told > 0 else USUAL


def _only(item: Question, known: Mapping[str, Item]) -> tuple[Only, ...]:
    """The conditions on picked answers. Others are left out: we rather ask once too often."""
    found: list[Only] = []
    for when in item.when:
        before = known.get(when.question)
        if before is None or not before.choices:
            continue
        values = [choice.value for choice in before.choices]
        wanted = Given(when.element, when.answer).code
        if when.operator == "exists" and when.answer:
            found.append(Only(when.question, tuple(values)))
        elif when.operator == "=" and wanted in values:
            found.append(Only(when.question, (wanted,)))
        elif when.operator == "!=" and wanted in values:
            found.append(Only(when.question, tuple(value for value in values if value != wanted)))
    return tuple(found) if len(found) == len(item.when) or item.behaviour != "any" else ()


def _asked(items: tuple[Question, ...], above: str, known: dict[str, Item]) -> Iterator[Item]:
    """The questions in order. What is only shown stands as a hint over those after it, on each page again."""
    said = above
    for item in items:
        words = " ".join(filter(None, (item.prefix, item.text)))
        if item.type == "display":
            said = words or said
        elif item.type == "group":
            yield from _asked(item.items, words or said, known)
        elif not item.read_only and item.calculated is None and item.type not in {"reference", "attachment"}:
            choices = _choices(item)
            kind: Kind = ("many" if item.repeats else "one") if choices else _KINDS.get(item.type, "text")
            made = Item(
                item.link_id,
                kind,
                words or item.link_id,
                said,
                choices=choices,
                longest=_longest(item),
                least=item.ends[0],
                most=item.ends[1],
                whole=item.type == "integer",
                loinc=item.loinc,
                only=_only(item, known),
                any_of=item.behaviour == "any",
            )
            known[made.id] = made
            yield made
            if item.type == "open-choice" and choices:
                yield Item(f"{item.link_id}{OTHER}", "text", SOMETHING_ELSE, with_previous=True)
            yield from _asked(item.items, said, known)


def instrument_of(found: Questionnaire, code: str, version: str = "1") -> Instrument:
    """The questionnaire as something to ask, one question a page. Raises NotR4 when it asks nothing."""
    items = tuple(_asked(found.items, "", {}))
    if not items:
        raise NotR4("This questionnaire asks nothing.")
    return Instrument(
        code=code,
        version=found.version or version,
        title=found.title or code,
        items=items,
        source=found.url or found.title or code,
        licence=found.copyright or "Not stated in the file.",
        words="site",
        loinc=found.loinc,
    )


_DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_SPELT = {
    "date": re.compile(_DAY),
    "time": re.compile(_TIME),
    "dateTime": re.compile(rf"{_DAY}|\d{{4}}-\d\d-\d\dT{_TIME}(?:Z|[+-]\d\d:\d\d)"),
}
"""How FHIR spells them; what people wrote otherwise goes out in their own words."""


def _seconds(item: Question, value: str) -> str:
    """People write 10:30 and mean 10:30:00."""
    return f"{value}:00" if item.type == "time" and re.fullmatch(r"\d\d:\d\d", value) else value


def _decimal(value: str) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number


def _given(item: Question, value: str) -> Given:
    for option in item.offered:
        if option.code == value:
            return Given(option.element, option.value)
    match item.type:
        case "boolean":
            return Given("valueBoolean", value == "true")
        case "integer" if float(value).is_integer():
            return Given("valueInteger", int(float(value)))
        case "integer":
            return Given("valueDecimal", _decimal(value))
        case "decimal":
            return Given("valueDecimal", _decimal(value))
        case "quantity":
            return Given("valueQuantity", {"value": _decimal(value)})
        case "date" | "dateTime" | "time" if _SPELT[item.type].fullmatch(_seconds(item, value)):
            return Given(f"value{item.type[0].upper()}{item.type[1:]}", _seconds(item, value))
        case "url":
            return Given("valueUri", value)
        case "choice":  # its list of answers stands elsewhere: what was written is all we have
            return Given("valueCoding", {"display": value})
    return Given("valueString", value)


def response_of(
    found: Questionnaire,
    answers: Mapping[str, Answer],
    status: str = "completed",
    worked_out: Mapping[str, Sequence[Given]] = NOTHING,
) -> Response:
    """Answers as a response, each at the place of its question; groups without an answer are left out.

    `worked_out`: what formulas gave, by linkId.
    """

    def below(items: tuple[Question, ...]) -> tuple[Reply, ...]:
        return tuple(reply for item in items if (reply := one(item)) is not None)

    def one(item: Question) -> Reply | None:
        value = answers.get(item.link_id, ())
        values = [value] if isinstance(value, str) else list(value)
        given = [*(_given(item, each) for each in values), *worked_out.get(item.link_id, ())]
        more = answers.get(f"{item.link_id}{OTHER}")
        if isinstance(more, str) and more:
            given.append(Given("valueString", more))
        inside = below(item.items)
        if not given and not inside:
            return None
        if item.type == "group" or not given:
            return Reply(item.link_id, item.text, items=inside)
        first = Given(given[0].element, given[0].value, inside)
        return Reply(item.link_id, item.text, (first, *given[1:]))

    return Response(status, below(found.items), found.url)


def answers_of(found: Questionnaire, response: Response) -> dict[str, Answer]:
    """A response as answers by linkId, as the pages know them. What no question offers is left out."""
    asked = {item.link_id: item for item in found.walk()}
    answers: dict[str, Answer] = {}
    for link_id, given in response.answers().items():
        item = asked.get(link_id)
        if item is None or item.calculated is not None or item.read_only:
            continue
        offered = {(option.element, option.code) for option in item.offered}
        picked = [one.code for one in given if not offered or (one.element, one.code) in offered]
        written = [one for one in given if offered and (one.element, one.code) not in offered]
        other = [one.code for one in written if one.element == "valueString"]
        if picked:
            answers[link_id] = picked if item.repeats and item.offered else picked[0]
        if other and item.type == "open-choice":
            answers[f"{link_id}{OTHER}"] = other[0]
    return answers


def points_of(found: Questionnaire, response: Response) -> dict[str, float]:
    """What each answered question counts, by linkId: by its options, or the weight in the answer itself."""
    points = {item.link_id: item.points for item in found.walk()}
    told: dict[str, float] = {}
    for link_id, given in response.answers().items():
        for one in given:
            counts = points.get(link_id, {}).get(one.code, Option(one.element, one.value).ordinal)
            if counts is not None:
                told[link_id] = counts
    return told


def _question(item: Item) -> Question:
    options = tuple(
        Option(
            "valueCoding",
            {"code": choice.value, **({"display": choice.label} if choice.label else {})},
            {"extension": ({"url": WEIGHTS[0], "valueDecimal": choice.score},)}
            if choice.score is not None
            else {},
        )
        for choice in item.choices
    )
    types = {"one": "choice", "many": "choice", "number": "decimal", "date": "date", "place": "string"}
    code = {"code": ({"system": LOINC, "code": item.loinc},)} if item.loinc else {}
    repeats = True if item.kind == "many" else None
    return Question(
        item.id, types.get(item.kind, "text"), item.text, repeats=repeats, options=options, more=code
    )


def _score(scale: Scale, items: tuple[Item, ...]) -> Question | None:
    """The sum of a plain scale as an item that works itself out; other rules have no formula here."""
    asked = {item.id for item in items if item.choices}
    plain = not (scale.reverse or scale.recode or scale.weights or scale.table or scale.gate)
    if not plain or scale.rule != "sum" or not set(scale.items) <= asked:
        return None
    names = " | ".join(f"'{name}'" for name in scale.items)
    counted = (
        f"%resource.item.where(linkId in ({names})).answer.valueCoding"
        f".extension.where(url='{WEIGHTS[0]}').valueDecimal"
    )
    times = "" if scale.factor == 1 else f" * {scale.factor:g}"
    formula = f"iif({counted}.count() = {len(scale.items)}, {counted}.sum(){times}, {{}})"
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    expression = {"language": "text/fhirpath", "expression": formula}
    more = {"extension": ({"url": url, "valueExpression": expression},)}
    if scale.loinc:
        more["code"] = ({"system": LOINC, "code": scale.loinc},)
    return Question(f"{scale.id}-score", "decimal", scale.title or scale.id, read_only=True, more=more)


def questionnaire_of(
    instrument: Instrument, url: str, language: str = "", bare: bool = False
) -> Questionnaire:
    """An instrument as a FHIR Questionnaire. Raises ValueError where words are lacking, unless `bare`."""
    if not instrument.worded and not bare:
        raise ValueError(f"{instrument.code} has no words here yet.")
    scores = [made for scale in instrument.scales if (made := _score(scale, instrument.items)) is not None]
    code = {"code": ({"system": LOINC, "code": instrument.loinc},)} if instrument.loinc else {}
    lead = (Question("lead", "display", instrument.lead),) if instrument.lead else ()
    return Questionnaire(
        status="active",
        items=(*lead, *(_question(item) for item in instrument.items), *scores),
        title=instrument.title,
        url=url,
        version=instrument.version,
        copyright=instrument.licence,
        more={"name": "".join(part.title() for part in instrument.code.split("-")), **code}
        | ({"language": language} if language else {}),
    )
