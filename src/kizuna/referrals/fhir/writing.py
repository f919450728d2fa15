"""A referral as resources of FHIR R4, by the profiles of HL7 SDOH Clinical Care."""

from typing import Any

from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.frame.fhir import concept, without_nothing
from kizuna.referrals.case import need_label
from kizuna.referrals.fhir.sheet import ORDER_STATUS, Sheet
from kizuna.referrals.pathway import BY_CODE, REASON_BY_CODE

GUIDE = "http://hl7.org/fhir/us/sdoh-clinicalcare"
SDOH = f"{GUIDE}/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
SNOMED = "http://snomed.info/sct"
NEED, REASON, STATE, ORDER = "urn:kizuna:need", "urn:kizuna:reason", "urn:kizuna:state", "urn:kizuna:order"
WEEKS = "urn:kizuna:waiting-weeks"
SOCIAL = {"system": SNOMED, "code": "410606002", "display": "Social service procedure"}
FULFIL = concept("http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request")
RESULT = concept(SDOH, "resulting-activity", "Resulting Activity")
UNSPECIFIED = "sdoh-category-unspecified"


def _meta(sheet: Sheet, profile: str) -> dict[str, Any]:
    return {
        "lastUpdated": sheet.changed_at.isoformat(),
        "profile": [f"{GUIDE}/StructureDefinition/SDOHCC-{profile}"],
    }


def _category(need: str) -> str:
    return NEEDS[need].sdoh if need in NEEDS else UNSPECIFIED


def _need(need: str) -> dict[str, Any]:
    return {"coding": [{"system": NEED, "code": need}], "text": need_label(need)}


def _named(reference: str, display: str) -> dict[str, Any]:
    return without_nothing({"reference": reference, "display": display})


def _subject(sheet: Sheet) -> dict[str, Any]:
    return _named(f"Patient/{sheet.subject}", sheet.name)


def _concern(sheet: Sheet) -> list[dict[str, Any]]:
    return [{"reference": f"Condition/{sheet.id}"}] if sheet.concern else []


def service_request(sheet: Sheet) -> dict[str, Any]:
    """The order: what is asked for whom, of whom, on which agreement."""
    codings = [{"system": NEED, "code": sheet.need}]
    if sheet.assessment:
        codings.append({"system": ORDER, "code": "assessment"})
    return without_nothing(
        {
            "resourceType": "ServiceRequest",
            "id": sheet.id,
            "meta": _meta(sheet, "ServiceRequest"),
            "status": ORDER_STATUS[sheet.status],
            "intent": "order",
            "replaces": [{"reference": f"ServiceRequest/{sheet.replaces}"}] if sheet.replaces else None,
            "category": [{"coding": [SOCIAL]}, concept(SDOH, _category(sheet.need))],
            "code": {"coding": codings, "text": need_label(sheet.need)},
            "subject": _subject(sheet),
            "authoredOn": sheet.asked_at.isoformat(),
            "requester": _named(sheet.requester, sheet.requester_name),
            "performer": [_named(sheet.performer, sheet.performer_name)],
            "reasonReference": _concern(sheet),
            "supportingInfo": [{"reference": f"Consent/{sheet.consent}"}] if sheet.consent else None,
            "note": [{"text": sheet.note}] if sheet.note else None,
        }
    )


def task(sheet: Sheet) -> dict[str, Any]:
    """How far it is."""
    state, reason = BY_CODE[sheet.status], REASON_BY_CODE.get(sheet.reason)
    weeks = [{"url": WEEKS, "valuePositiveInt": sheet.weeks}] if sheet.weeks else None
    done = {"type": RESULT, "valueReference": {"reference": f"Procedure/{sheet.id}"}}
    return without_nothing(
        {
            "resourceType": "Task",
            "id": sheet.id,
            "meta": _meta(sheet, "TaskForReferralManagement"),
            "extension": weeks,
            "status": sheet.status,
            "statusReason": concept(REASON, reason.code) | {"text": reason.label} if reason else None,
            "businessStatus": concept(STATE, state.code) | {"text": state.worker},
            "intent": "order",
            "code": FULFIL,
            "focus": {"reference": f"ServiceRequest/{sheet.id}"},
            "for": _subject(sheet),
            "authoredOn": sheet.asked_at.isoformat(),
            "lastModified": sheet.changed_at.isoformat(),
            "requester": _named(sheet.requester, sheet.requester_name),
            "owner": _named(sheet.performer, sheet.performer_name),
            "output": [done] if sheet.status == "completed" else None,
        }
    )


def condition(sheet: Sheet) -> dict[str, Any]:
    """The concern behind it, in the person's own words: never a diagnosis."""
    over = sheet.status == "completed"
    clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    sure = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
    kind = concept("http://hl7.org/fhir/us/core/CodeSystem/condition-category", "health-concern")
    return without_nothing(
        {
            "resourceType": "Condition",
            "id": sheet.id,
            "meta": _meta(sheet, "Condition"),
            "clinicalStatus": concept(clinical, "resolved" if over else "active"),
            "verificationStatus": concept(sure, "unconfirmed"),
            "category": [
                kind,
                concept("http://hl7.org/fhir/us/core/CodeSystem/us-core-category", "sdoh"),
                concept(SDOH, _category(sheet.need)),
            ],
            "code": _need(sheet.need),
            "subject": _subject(sheet),
            "recordedDate": sheet.asked_at.isoformat(),
            "abatementDateTime": sheet.changed_at.isoformat() if over else None,
        }
    )


def procedure(sheet: Sheet) -> dict[str, Any]:
    """What was done, once it is done."""
    return without_nothing(
        {
            "resourceType": "Procedure",
            "id": sheet.id,
            "meta": _meta(sheet, "Procedure"),
            "basedOn": [{"reference": f"ServiceRequest/{sheet.id}"}],
            "status": "completed",
            "category": {"coding": [SOCIAL, {"system": SDOH, "code": _category(sheet.need)}]},
            "code": _need(sheet.need),
            "subject": _subject(sheet),
            "performedDateTime": (sheet.closed_at or sheet.changed_at).isoformat(),
            "performer": [{"actor": _named(sheet.performer, sheet.performer_name)}],
            "reasonReference": _concern(sheet),
        }
    )
