"""A town with programs at its FHIR door: of link workers, of a provider and of a partner."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from fhir.resources.R4B import get_fhir_model_class

from kizuna.access.viewer import SYSTEM
from kizuna.directory.models import Service
from kizuna.referrals.actions import add_partner
from kizuna.web.actions import add_program
from tests.conftest import NOW
from tests.referrals import town as referred
from tests.referrals.town import Town

R4 = "/fhir/R4"
HOUSE = SYSTEM("test")
BOTH = ("fhir:read", "fhir:write")
FOOD = {
    "coding": [
        {
            "system": "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes",
            "code": "food-insecurity",
        }
    ]
}
PRIVACY = {"coding": [{"code": "patient-privacy"}]}


@dataclass
class Care:
    """The town of referrals, and a GP that may refer people to it."""

    town: Town
    gp: UUID
    club_body: str


def build() -> Care:
    """Built once, planted again for each test."""
    town = referred.build()
    gp = add_partner(
        name="Harbour surgery", email="desk@surgery.example", area=town.north, by=town.coordinator, now=NOW
    )
    return Care(town, gp, str(Service.objects.get(pk=town.club).organization_id))


@dataclass
class Program:
    """A program with its token; every answer is looked up in somebody else's book of FHIR R4."""

    head: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        """Send one request."""
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/fhir+json"}
        call = getattr(Client(), method.lower())
        answer = call(f"{R4}{path and '/'}{path}", headers=self.head, **data)
        assert answer.status_code == status, (answer.status_code, answer.content)
        found: dict[str, Any] = answer.json()
        get_fhir_model_class(found["resourceType"])(**found)
        return found

    def get(self, path: str, status: int = 200) -> dict[str, Any]:
        """Read."""
        return self.ask("GET", path, None, status)

    def found(self, path: str) -> list[dict[str, Any]]:
        """Search."""
        return [one["resource"] for one in self.get(path).get("entry", [])]

    def post(self, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
        """Send something new."""
        path = "" if body["resourceType"] == "Bundle" else body["resourceType"]
        return self.ask("POST", path, body, status)

    def put(self, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
        """Change something."""
        return self.ask("PUT", f"{body['resourceType']}/{body['id']}", body, status)

    def move(self, task: str, to: str, status: int = 200, **more: Any) -> dict[str, Any]:
        """Put a Task into a state."""
        return self.put({"resourceType": "Task", "id": task, "status": to, "intent": "order", **more}, status)


def program(role: str, scopes: tuple[str, ...] = BOTH, **more: Any) -> Program:
    """Let a program in, and get its token."""
    id, secret = add_program(name="Clinic", role=role, scopes=scopes, by=HOUSE, now=NOW, **more)
    said = {"grant_type": "client_credentials", "client_id": str(id), "client_secret": secret}
    token = Client().post("/api/v1/token", said).json()["access_token"]
    return Program({"Authorization": f"Bearer {token}"})


def why(reason: str) -> dict[str, Any]:
    """A statusReason of ours."""
    return {"statusReason": {"coding": [{"system": "urn:kizuna:reason", "code": reason}]}}


def order(person: object, option: object, **more: Any) -> dict[str, Any]:
    """A ServiceRequest for somebody we know."""
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "category": [FOOD],
        "subject": {"reference": f"Patient/{person}"},
        "performer": [{"reference": f"HealthcareService/{option}"}],
        **more,
    }


def agreed(person: object, option: object | None = None, **more: Any) -> dict[str, Any]:
    """A Consent of theirs."""
    role = {"coding": [{"code": "IRCP"}]}
    actor = [{"role": role, "reference": {"reference": f"HealthcareService/{option}"}}] if option else []
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": PRIVACY,
        "category": [{"coding": [{"code": "IDSCL"}]}],
        "patient": {"reference": f"Patient/{person}"},
        **({"provision": {"type": "permit", "actor": actor}} if actor else {}),
        **more,
    }


def bundle(*entries: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A transaction of new resources, each with its fullUrl."""
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"fullUrl": url, "resource": one, "request": {"method": "POST", "url": one["resourceType"]}}
            for url, one in entries
        ],
    }


def newcomer(**more: Any) -> dict[str, Any]:
    """Somebody whom we do not know yet."""
    return {
        "resourceType": "Patient",
        "name": [
            {"family": "Old", "given": ["Dee"], "period": {"end": "2001-01-01"}},
            {"family": "Novak", "given": ["Dee"]},
        ],
        "telecom": [{"system": "phone", "value": "(305) 555-0177"}],
        "birthDate": "1961-04-02",
        "gender": "female",
        "address": [{"line": ["3 Quay"], "city": "Northside"}],
        **more,
    }


def referral(name: str = "1", *, consent: bool = True, **task: Any) -> dict[str, Any]:
    """Somebody whom a partner refers: who they are, what they agreed to, the order and its Task."""
    who, what = f"urn:uuid:patient-{name}", f"urn:uuid:order-{name}"
    asked = order("x", "x", subject={"reference": who}, note=[{"text": "Likes soup."}])
    del asked["performer"]
    sent = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "focus": {"reference": what},
        "for": {"reference": who},
        **task,
    }
    yes = [("urn:uuid:consent-" + name, agreed("x", patient={"reference": who}))] if consent else []
    return bundle((who, newcomer()), *yes, (what, asked), (f"urn:uuid:task-{name}", sent))
