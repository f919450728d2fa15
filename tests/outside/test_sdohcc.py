"""The example files of HL7 SDOH Clinical Care: loaded through the FHIR door, they show the right states."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.directory.actions import refresh_cards
from kizuna.directory.models import Organization, Service, ServiceNeed
from kizuna.referrals.models import Referral, ToDo
from tests.conftest import NOW, OUTSIDE
from tests.exchange.caring import HOUSE, Program, bundle, program
from tests.referrals.town import build, log_in

FOLDER = OUTSIDE / "fhir" / "gravity-sdohcc"
BASE = "https://source.example/fhir"
pytestmark = [
    pytest.mark.outside,
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is not there"),
]
WANTED = {
    "OrderFulfillmentAccepted": "accepted",
    "OrderFulfillmentCompleted": "completed",
    "OrderSubtaskAccepted": "accepted",
    "OrderSubtaskCompleted": "completed",
    "PatientInformationRequestCompleted": "completed",
    "PatientMakeAppointmentCompleted": "completed",
    "PatientReviewInformationCompleted": "completed",
    "PatientRiskQuestionnaireCompleted": "completed",
}


def files() -> list[dict[str, Any]]:
    found = [json.loads(path.read_text()) for path in sorted(Path(FOLDER).glob("*.json"))]
    assert len(found) > 50
    return found


def listed(name: str) -> None:
    """The other side of the examples, in our directory."""
    row = Service.objects.create(organization=Organization.objects.create(name=name), name=f"Food by {name}")
    ServiceNeed.objects.create(service=row, need="food")
    refresh_cards(services=[row.pk], by=HOUSE, now=NOW)


def together(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """One transaction of all of them."""
    return bundle(*((f"{BASE}/{one['resourceType']}/{one['id']}", one) for one in resources))


def loaded(clinic: Program, resources: list[dict[str, Any]]) -> dict[str, str]:
    """Sent as one transaction; what became of each, by its own id."""
    made = clinic.post(together(resources), 200)
    return {
        one["id"]: entry["response"].get("location", "").partition("/fhir/R4/")[2]
        for one, entry in zip(resources, made["entry"], strict=True)
    }


def test_the_examples_load_whole_show_their_states_and_load_once() -> None:
    town, examples = build(), files()
    for name in ("ABC Coordination Platform", "Better Health Clinic"):
        listed(name)
    clinic = program("worker", areas=[town.north])
    where = loaded(clinic, examples)
    for id, path in where.items():
        for word, status in WANTED.items():
            if id.startswith("SDOHCC-Task") and word in id:
                assert clinic.get(path)["status"] == status, id
    tasks = clinic.found(f"Task?patient={where['pat-53234']}")
    assert sorted(one["status"] for one in tasks) == sorted(WANTED.values())
    assert (Referral.objects.count(), ToDo.objects.count()) == (4, 4)
    done = Referral.objects.filter(status="completed").first()
    assert done is not None
    assert clinic.get(f"Procedure/{done.pk}")["status"] == "completed"
    assert clinic.get(where["pat-53234"])["name"][0]["text"] == "COLIN V. BAXTER"
    browser = Client()
    log_in(browser, town.worker)
    page = browser.get(reverse("referrals:case", args=[done.pk])).content.decode()
    assert "Assistance with application" in page
    assert loaded(clinic, examples) == where
    assert (Referral.objects.count(), ToDo.objects.count()) == (4, 4)


def test_without_their_consent_the_examples_are_refused() -> None:
    town = build()
    listed("ABC Coordination Platform")
    listed("Better Health Clinic")
    clinic = program("worker", areas=[town.north])
    sent = [one for one in files() if one["resourceType"] != "Consent"]
    clinic.post(together(sent), 403)
    assert not Referral.objects.exists()
