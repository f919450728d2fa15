"""The directory as FHIR R4: Organization and HealthcareService."""

from dataclasses import dataclass
from typing import Any

from kizuna.directory.needs import BY_CODE
from kizuna.directory.option import Option
from kizuna.frame.fhir import concept, without_nothing

NEED = "urn:kizuna:need"


@dataclass(frozen=True)
class Body:
    """An organisation with its public contact data."""

    id: str
    name: str
    email: str = ""
    website: str = ""
    description: str = ""


def organization(found: Body) -> dict[str, Any]:
    """An organisation of the directory, or one that refers people to us."""
    ways = [("email", found.email), ("url", found.website)]
    return without_nothing(
        {
            "resourceType": "Organization",
            "id": found.id,
            "active": True,
            "name": found.name,
            "telecom": [{"system": system, "value": value} for system, value in ways if value],
        }
    )


def healthcare_service(found: Option) -> dict[str, Any]:
    """Something that an organisation does for people, or a group that meets."""
    ways = [("phone", found.phone), ("url", found.url)]
    labels = [BY_CODE[code] for code in sorted(found.needs) if code in BY_CODE]
    return without_nothing(
        {
            "resourceType": "HealthcareService",
            "id": found.id,
            "active": not found.full,
            "providedBy": {"display": found.organisation} if found.organisation else None,
            "category": [{"text": "Group" if found.kind == "group" else "Service"}],
            "type": [concept(NEED, need.code) | {"text": need.label} for need in labels],
            "name": found.name,
            "comment": found.summary,
            "telecom": [{"system": system, "value": value} for system, value in ways if value],
            "eligibility": [{"comment": found.eligibility}] if found.eligibility else None,
            "availabilityExceptions": found.when_text,
            "communication": [concept("urn:ietf:bcp:47", code) for code in sorted(found.languages or ())],
            "referralMethod": [concept("urn:kizuna:referral", "here")] if found.can_refer else None,
        }
    )
