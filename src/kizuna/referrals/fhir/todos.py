"""What a person does for themselves, as a Task of HL7 SDOH Clinical Care: out and in."""

from dataclasses import dataclass
from typing import Any

from kizuna.frame.fhir import (
    Json,
    Misread,
    codes,
    concept,
    identifier,
    node,
    notes,
    one,
    reference,
    rows,
    text,
    without_nothing,
)
from kizuna.referrals.fhir.writing import GUIDE, SDOH
from kizuna.referrals.todos import KINDS, STATES, ToDoValue

SDC = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"
SYSTEMS = {"complete-questionnaire": SDC}
ASKED = ("questionnaire", "questionnaire-pdf", "questionnaire-url")
VALUES = ("valueCanonical", "valueUrl", "valueUri", "valueString")


@dataclass(frozen=True)
class SentToDo:
    """A Task for a person."""

    kind: str
    subject: str
    text: str
    about: str
    status: str
    answer: str
    mark: str


def is_todo(resource: Json) -> bool:
    """Whether a Task is for the person themselves, and no referral."""
    return any(code in KINDS for _system, code in codes(one(resource, "code")))


def todo_task(found: ToDoValue) -> dict[str, Any]:
    """One thing to do as a Task."""
    whom = {"reference": f"Patient/{found.person}"}
    said = {"type": concept(SDOH, f"{found.kind}-response"), "valueMarkdown": found.answer}
    return without_nothing(
        {
            "resourceType": "Task",
            "id": found.id,
            "meta": {
                "lastUpdated": found.changed_at.isoformat(),
                "profile": [f"{GUIDE}/StructureDefinition/SDOHCC-TaskForPatient"],
            },
            "status": found.status,
            "intent": "order",
            "priority": "routine",
            "code": concept(SYSTEMS.get(found.kind, SDOH), found.kind),
            "description": found.text,
            "focus": {"reference": found.about} if found.kind == "review-material" and found.about else None,
            "for": whom,
            "authoredOn": found.asked_at.isoformat(),
            "lastModified": found.changed_at.isoformat(),
            "owner": whom,
            "restriction": {"period": {"end": found.due_on.isoformat()}} if found.due_on else None,
            "input": _input(found),
            "output": [said] if found.answer else None,
        }
    )


def _input(found: ToDoValue) -> list[dict[str, Any]] | None:
    if not found.about:
        return None
    if found.kind == "make-contact":
        return [{"type": concept(SDOH, "contact-entity"), "valueReference": {"reference": found.about}}]
    if found.kind == "complete-questionnaire":
        category = {"type": concept(SDOH, "questionnaire-category"), "valueCodeableConcept": RISK}
        return [{"type": concept(SDC, "questionnaire"), "valueCanonical": found.about}, category]
    return None


RISK = concept(SDOH, "risk-questionnaire")


def _leads_to(resource: Json, kind: str) -> str:
    """What it is about. Raises Misread when a thing to answer names no questionnaire, or several."""
    given = [(code, row) for row in rows(resource, "input") for _s, code in codes(one(row, "type"))]
    if kind == "complete-questionnaire":
        asked = [row for code, row in given if code in ASKED]
        if len(asked) != 1:
            raise Misread("Name exactly one questionnaire in the input.", "input")
        return next((said for name in VALUES if (said := text(asked[0], name))), "")
    if kind == "make-contact":
        found = (reference(row, "valueReference") for code, row in given if code == "contact-entity")
        return next(found, "")
    return reference(resource, "focus")


def _answer(resource: Json) -> str:
    said = [text(row, name) for row in rows(resource, "output") for name in ("valueMarkdown", "valueString")]
    return "\n".join(filter(None, (*said, notes(resource))))


def read_todo(resource: object) -> SentToDo:
    """What a Task asks of the person. Raises Misread."""
    found = node(resource, "Task")
    kind = next(code for _system, code in codes(one(found, "code")) if code in KINDS)
    status = text(found, "status")
    if status not in STATES:
        raise Misread(f"status of a Task for a person is one of: {', '.join(STATES)}.", "status")
    if not (subject := reference(found, "for")):
        raise Misread("Say for whom: for is a reference like Patient/….", "for")
    return SentToDo(
        kind=kind,
        subject=subject,
        text=text(found, "description") or KINDS[kind],
        about=_leads_to(found, kind),
        status=status,
        answer=_answer(found),
        mark=identifier(found),
    )
