"""Check-ups as FHIR R4: the questionnaire, the answers, and each score as an Observation."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.exchange.outcome import Wrong
from kizuna.instruments.answers import Answers
from kizuna.instruments.definition import Instrument
from kizuna.instruments.fhir import NotR4, Questionnaire, read_response, write_questionnaire, write_response
from kizuna.instruments.fhir.asking import LOINC, OTHER, answers_of, questionnaire_of, response_of
from kizuna.instruments.fhir.foreign import Foreign
from kizuna.instruments.scoring import NotScorable, numbers, score
from kizuna.screening.values import RELATIONS, CheckUpValue, Who
from kizuna.screening.worked_out import Known, band_of

NAMESPACE = uuid5(NAMESPACE_URL, "kizuna:exchange")
MODE = "http://hl7.org/fhir/StructureDefinition/questionnaireresponse-completionMode"
MODES_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode"
MODES = {
    "with a worker": "FACE",
    "by phone": "PHONE",
    "on paper": "HANDWRIT",
}
"""How answers came, by HL7's words; whatever is not here came over a wire."""
CATEGORY = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
UCUM = "http://unitsofmeasure.org"
RELATION = "urn:kizuna:relation"
RELATIVE = "#who-answered"


def canonical(found: Instrument, base: str) -> str:
    """The address that names a questionnaire: its own, or ours."""
    own = found.form.url if isinstance(found, Foreign) else ""
    return own or f"{base}/Questionnaire/{found.code}"


def form_of(found: Instrument, base: str) -> Questionnaire:
    """The questionnaire as a FHIR form; a scale that has no words here comes with its shape alone."""
    if isinstance(found, Foreign):
        return found.form
    return questionnaire_of(found, canonical(found, base), bare=True)


def questionnaire(found: Instrument, base: str, language: str) -> dict[str, Any]:
    """The resource. A file comes out as it came, but for its id."""
    made = write_questionnaire(form_of(found, base)) | {"id": found.code}
    if isinstance(found, Foreign):
        return made
    return made | {"subjectType": ["Patient"]} | ({"language": language} if language else {})


def _who(check_up: CheckUpValue) -> dict[str, Any]:
    """Who answered: the person, or somebody for them, named by what they are to the person."""
    patient = {"reference": f"Patient/{check_up.person}"}
    if check_up.who != "proxy":
        return {"source": patient}
    label = RELATIONS.get(check_up.relation, check_up.relation)
    relative = {
        "resourceType": "RelatedPerson",
        "id": RELATIVE[1:],
        "patient": patient,
        "relationship": [
            {"coding": [{"system": "urn:kizuna:relation", "code": check_up.relation}], "text": label}
        ],
    }
    return {"contained": [relative], "source": {"reference": RELATIVE}}


def response(check_up: CheckUpValue, found: Instrument, base: str) -> dict[str, Any]:
    """The answers as a QuestionnaireResponse: every linkId at its place."""
    if isinstance(found, Foreign):
        made = found.response(check_up.answers)
    else:
        made = response_of(form_of(found, base), check_up.answers)
    changed = check_up.changed_at or check_up.at
    mode = {"coding": [{"system": MODES_SYSTEM, "code": MODES.get(check_up.channel, "ELECTRONIC")}]}
    head: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "id": check_up.id,
        "meta": {"lastUpdated": changed.isoformat()},
        **_who(check_up),
        "extension": [{"url": MODE, "valueCodeableConcept": mode | {"text": check_up.channel}}],
        "questionnaire": f"{canonical(found, base)}|{check_up.version}",
        "status": "completed",
        "subject": {"reference": f"Patient/{check_up.person}"},
        "authored": check_up.at.isoformat(),
    }
    if check_up.who == "helped":
        head["meta"]["tag"] = [{"system": "urn:kizuna:who", "code": "helped"}]
    items = write_response(made).get("item", [])
    return head | ({"item": items} if items else {})


@dataclass(frozen=True)
class Line:
    """One score or finding of a check-up, whatever worked it out."""

    code: str
    title: str
    value: float | str | None
    loinc: str = ""
    band: str = ""
    why_not: str = ""


def _lines(check_up: CheckUpValue, found: Instrument, known: Mapping[str, Known]) -> Iterator[Line]:
    if isinstance(found, Foreign):
        for told_us in found.results(check_up.answers, hidden=True):
            band = band_of(found, told_us, check_up.answers, known)
            yield Line(told_us.link_id, told_us.title, told_us.value, told_us.loinc, band)
        return
    told = numbers(found, check_up.answers)
    for scale in found.scales:
        made = score(scale, told)
        title = f"{found.title}: {scale.title}" if scale.title else found.title
        if isinstance(made, NotScorable):
            yield Line(scale.id, title, None, scale.loinc, why_not=made.reason)
        else:
            yield Line(scale.id, title, made.value, scale.loinc, made.band)


def _value(line: Line) -> dict[str, Any]:
    if line.value is None:
        coding = {"system": ABSENT, "code": "unknown", "display": "Unknown"}
        return {"dataAbsentReason": {"coding": [coding], "text": line.why_not}}
    if isinstance(line.value, str):
        return {"valueString": line.value}
    number = int(line.value) if float(line.value).is_integer() else round(line.value, 6)
    return {"valueQuantity": {"value": number, "unit": "score", "system": UCUM, "code": "{score}"}}


def observations(
    check_up: CheckUpValue, found: Instrument, base: str, known: Mapping[str, Known]
) -> list[dict[str, Any]]:
    """Each score of a check-up, in the order of its definition. `known`: scales by the code of a score."""
    made = []
    for number, line in enumerate(_lines(check_up, found, known), 1):
        own = {"system": f"{base}/Questionnaire/{found.code}", "code": line.code}
        codes = [{"system": LOINC, "code": line.loinc}] if line.loinc else []
        resource: dict[str, Any] = {
            "resourceType": "Observation",
            "id": f"{check_up.id}.{number}",
            "meta": {"lastUpdated": (check_up.changed_at or check_up.at).isoformat()},
            "status": "final",
            "category": [{"coding": [CATEGORY | {"display": "Survey"}]}],
            "code": {"coding": [*codes, own], "text": line.title},
            "subject": {"reference": f"Patient/{check_up.person}"},
            "effectiveDateTime": check_up.at.isoformat(),
            **_value(line),
            "derivedFrom": [{"reference": f"QuestionnaireResponse/{check_up.id}"}],
        }
        if line.band:
            resource["interpretation"] = [{"text": line.band}]
        if check_up.who == "proxy":
            resource["note"] = [{"text": f"Somebody else answered for them: {check_up.relation_label}."}]
        made.append(resource)
    return made


@dataclass(frozen=True)
class Sent:
    """A QuestionnaireResponse that somebody sent, as what can be kept of it."""

    person: UUID
    answers: Answers
    who: Who
    relation: str
    identifier: str
    on: date | datetime | None = None
    """When they answered, as far as the resource says it to the day."""


def _authored(resource: Mapping[str, Any]) -> date | datetime | None:
    """When somebody answered. A year or a month alone is no day: then it counts as today."""
    said = str(resource.get("authored") or "")
    if re.fullmatch(r"\d{4}(?:-\d\d)?", said) or not said:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            return date.fromisoformat(said)
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise Wrong("authored is a dateTime, like 2026-05-03T10:00:00Z.", 400, "authored") from None
    if moment.tzinfo is None:
        raise Wrong("authored with a time needs a time zone.", 400, "authored")
    return moment


def _relation(resource: Mapping[str, Any]) -> tuple[Who, str]:
    """Who answered, by the source; a source that is somebody else must say who they are."""
    source = (resource.get("source") or {}).get("reference", "")
    if not source or source == (resource.get("subject") or {}).get("reference"):
        return "self", ""
    if not source.startswith("#") and source.partition("/")[0] != "RelatedPerson":
        return "self", ""  # whoever typed it in
    for one in resource.get("contained", ()):
        if isinstance(one, Mapping) and f"#{one.get('id')}" == source:
            coded = [
                coding.get("code", "")
                for relationship in one.get("relationship", ())
                for coding in relationship.get("coding", ())
            ]
            known = [code for code in coded if code in RELATIONS]
            return "proxy", known[0] if known else "other"
    return "proxy", "other"


def sent(resource: Mapping[str, Any], found: Instrument, base: str, person: UUID) -> Sent:
    """What a program sent, checked against the questionnaire. Raises Wrong: nothing is left out silently."""
    try:
        told = read_response(resource)
    except NotR4 as wrong:
        raise Wrong(str(wrong)) from None
    if told.status not in {"completed", "amended"}:
        raise Wrong(
            f"A response that is {told.status} is not kept: send it when it is completed.", 422, "status"
        )
    form = form_of(found, base)
    answers = answers_of(form, told)
    worked_out = {item.link_id for item in form.walk() if item.calculated is not None or item.read_only}
    taken = {name.removesuffix(OTHER) for name in answers}
    lost = sorted(set(told.answers()) - taken - worked_out)
    if lost:
        raise Wrong(
            f"The questionnaire has no such question, or not this answer: {', '.join(lost)}.", 422, "item"
        )
    try:
        who, relation = _relation(resource)
        identifier = resource.get("identifier") or {}
        mark = f"{identifier.get('system', '')}|{identifier['value']}" if identifier.get("value") else ""
    except (AttributeError, TypeError):
        raise Wrong("source is a Reference, identifier an Identifier.", 400, "source") from None
    return Sent(person, answers, who, relation, mark, _authored(resource))
