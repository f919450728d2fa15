"""Patient: no way to whom nobody writes any more, and few questions to the database for a whole page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kizuna.people.actions import correct_person, leave_in_peace, set_status, welcome
from tests.conftest import NOW
from tests.exchange.caring import Care, build, program
from tests.town import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def care() -> Care:
    return build()


@pytest.mark.parametrize("how", ["died", "moved_away", "quiet"])
def test_a_program_gets_no_way_to_whom_nobody_writes_any_more(care: Care, how: str) -> None:
    town = care.town
    ways: dict[str, Any] = {"phone": "(305) 555-0177", "email": "ana@linden.example"}
    correct_person(person=town.ana, changes=ways, by=HOUSE, now=NOW)
    clinic = program("worker", areas=[str(town.north)], scopes=("fhir:read", "people:read"))
    assert len(clinic.get(f"Patient/{town.ana}")["telecom"]) == 2
    if how == "quiet":
        leave_in_peace(person=town.ana, quiet=True, by=HOUSE, now=NOW)
    else:
        set_status(person=town.ana, status=how, by=HOUSE, now=NOW)
    told = clinic.get(f"Patient/{town.ana}")
    assert "telecom" not in told and told.get("deceasedBoolean", False) is (how == "died")
    assert not any("telecom" in one for one in clinic.found("Patient"))
    held = Client().get(f"/api/v1/people/persons/{town.ana}/ways", headers=clinic.head).json()
    assert (held["phone"], held["email"]) == ("", "")


def test_a_page_of_people_is_read_with_as_few_questions_as_one(care: Care) -> None:
    clinic = program("worker", areas=[str(care.town.north)])

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            clinic.found("Patient")
        return len(found)

    asked()
    few = asked()
    for name in ("Dee", "Eli", "Flo", "Gus"):
        welcome(name=name, area=care.town.north, how="spoken", by=HOUSE, now=NOW)
    assert asked() == few
