"""What this door can do, as FHIR asks for it: a CapabilityStatement."""

from collections.abc import Mapping
from typing import Any

CARING = {
    "_id": "token",
    "_lastUpdated": "date",
    "patient": "reference",
    "status": "token",
    "subject": "reference",
}
SEARCHES: Mapping[str, Mapping[str, str]] = {
    "Questionnaire": {"_id": "token", "title": "string", "url": "uri", "status": "token"},
    "QuestionnaireResponse": {
        "_id": "token",
        "authored": "date",
        "patient": "reference",
        "questionnaire": "reference",
        "status": "token",
        "subject": "reference",
    },
    "Observation": {
        "_id": "token",
        "category": "token",
        "code": "token",
        "date": "date",
        "derived-from": "reference",
        "patient": "reference",
        "status": "token",
        "subject": "reference",
    },
    "ServiceRequest": {**CARING, "authored": "date"},
    "Task": {**CARING, "authored-on": "date", "focus": "reference", "modified": "date"},
    "Condition": {
        "_id": "token",
        "clinical-status": "token",
        "patient": "reference",
        "recorded-date": "date",
        "subject": "reference",
    },
    "Procedure": {**CARING, "based-on": "reference"},
    "Patient": {"_id": "token", "name": "string"},
    "Consent": {"_id": "token", "patient": "reference", "status": "token"},
    "Organization": {"_id": "token", "name": "string"},
    "HealthcareService": {
        "_id": "token",
        "name": "string",
        "organization": "reference",
        "service-type": "token",
    },
}
ALSO: Mapping[str, frozenset[str]] = {"QuestionnaireResponse": frozenset({"date"})}
"""Words that mean the same as another one."""
WRITES: Mapping[str, tuple[str, ...]] = {
    "QuestionnaireResponse": ("create",),
    "ServiceRequest": ("create", "update"),
    "Task": ("create", "update"),
    "Consent": ("create", "update"),
}
OAUTH = "http://terminology.hl7.org/CodeSystem/restful-security-service"
URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"


def known(kind: str) -> frozenset[str]:
    """The words that a search of this kind knows."""
    return frozenset(SEARCHES[kind]) | ALSO.get(kind, frozenset())


def _resource(kind: str) -> dict[str, Any]:
    does = ["read", "search-type", *WRITES.get(kind, ())]
    return {
        "type": kind,
        "interaction": [{"code": code} for code in does],
        "versioning": "no-version",
        "searchParam": [{"name": name, "type": type_} for name, type_ in SEARCHES[kind].items()],
    }


def statement(base: str, token: str, version: str, day: str) -> dict[str, Any]:
    """The CapabilityStatement. `token`: where a program gets a token; `day`: of this version of the door."""
    security = {
        "extension": [{"url": URIS, "extension": [{"url": "token", "valueUri": token}]}],
        "service": [
            {"coding": [{"system": OAUTH, "code": "OAuth"}], "text": "OAuth 2.0, client credentials"}
        ],
        "description": "Scopes: fhir:read, fhir:write. A program sees what its role and areas see.",
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": day,
        "kind": "instance",
        "software": {"name": "Kizuna", "version": version},
        "implementation": {
            "description": "Answers, scores, referrals (SDOH Clinical Care)",
            "url": base,
        },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "security": security,
                "resource": [_resource(kind) for kind in sorted(SEARCHES)],
                "interaction": [{"code": "transaction"}],
            }
        ],
    }
