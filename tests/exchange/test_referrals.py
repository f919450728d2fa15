"""Referrals at the FHIR door: consent first, the table of steps, whole Bundles, whom each program sees."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import withdraw_consent
from kizuna.people.models import Account, Consent, Person
from kizuna.referrals.actions import first_contact
from kizuna.referrals.models import Intake, Referral, Step
from kizuna.web.actions import add_hook, tell_programs
from tests.conftest import NOW
from tests.exchange.caring import (
    HOUSE,
    Care,
    Program,
    agreed,
    build,
    bundle,
    newcomer,
    order,
    program,
    referral,
    why,
)
from tests.planted import planted
from tests.referrals.town import letters, refer, token_in, viewer_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
town_again = planted(build)


@pytest.fixture
def care(db: None) -> Care:
    return town_again()


@pytest.fixture
def clock(monkeypatch: Any) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: NOW)


def places(answer: dict[str, Any]) -> list[str]:
    return [one["response"].get("location", "").partition("/fhir/R4/")[2] for one in answer["entry"]]


def test_without_consent_403_with_it_201_and_after_withdrawal_nothing_opens(care: Care) -> None:
    town = care.town
    clinic = program("worker", areas=[town.north])
    shelter = program("provider", organisations=[care.club_body])
    refused = clinic.post(order(town.ana, town.club), 403)
    assert "Without their yes nothing leaves" in refused["issue"][0]["diagnostics"]
    clinic.post(agreed(town.ana, town.club, status="rejected"), 403)
    assert not Referral.objects.exists()
    yes = clinic.post(agreed(town.ana, town.club))
    assert clinic.post(agreed(town.ana, town.club))["id"] == yes["id"]
    made = clinic.post(order(town.ana, town.club, identifier=[{"value": "7"}]))
    again = clinic.post(order(town.ana, town.club, identifier=[{"value": "7"}]), 200)
    assert made["supportingInfo"] == [{"reference": f"Consent/{yes['id']}"}]
    assert (made["id"], made["status"], Referral.objects.count()) == (again["id"], "active", 1)
    (task,) = shelter.found("Task")
    assert (task["id"], task["status"]) == (made["id"], "requested")
    assert task["for"] == {"reference": f"Patient/{made['id']}"}  # no name before a yes
    link = f"/r/{token_in(letters()[-1])}/"
    assert Client().get(link).status_code == 200
    assert clinic.put({**yes, "status": "inactive"})["status"] == "inactive"
    assert Client().get(link).status_code == 410
    assert shelter.found("Task") == []
    for path in ("Task", "ServiceRequest", "Patient"):
        shelter.get(f"{path}/{made['id']}", 404)
    shelter.move(made["id"], "accepted", 404)
    assert Referral.objects.get().status == "requested"


def test_a_consent_that_comes_along_is_enough_and_one_for_somebody_else_is_not(care: Care) -> None:
    town = care.town
    clinic = program("worker", areas=[town.north])
    meal = {"code": {"coding": [{"system": "urn:kizuna:need", "code": "company.meal"}]}}
    asked = order(town.ana, "x", performer=[{"reference": f"Organization/{care.club_body}"}], **meal)
    other = agreed(town.ana, town.choir)
    clinic.post(bundle(("urn:uuid:a", other), ("urn:uuid:b", asked)), 403)
    clinic.post(bundle(("urn:uuid:a", agreed(town.cem)), ("urn:uuid:b", asked)), 403)
    assert not Consent.objects.filter(purpose="referral").exists()
    sent = bundle(("urn:uuid:a", agreed(town.ana)), ("urn:uuid:b", asked))
    first = clinic.post(sent, 200)
    assert clinic.post(sent, 200)["entry"][1]["response"]["status"] == "200 OK"
    row = Referral.objects.get()
    assert places(first) == [f"Consent/{row.consent}", f"ServiceRequest/{row.pk}"]
    assert (row.need, row.status) == ("company.meal", "requested")


def test_the_other_side_polls_and_answers_with_the_task_and_sees_no_more_than_agreed(care: Care) -> None:
    town = care.town
    id = str(refer(town))
    shelter = program("provider", organisations=[care.club_body])
    (asked,) = shelter.found(f"ServiceRequest?_lastUpdated=ge{NOW:%Y-%m-%d}&status=active")
    assert (asked["id"], asked["note"][0]["text"]) == (id, Referral.objects.get().note)
    assert str(town.ana) not in str(asked)
    assert "telecom" not in shelter.get(f"Patient/{id}")
    shelter.move(id, "completed", 422)
    assert shelter.move(id, "accepted")["for"]["display"] == "Anita"
    assert shelter.get(f"Patient/{id}")["telecom"][0]["system"] == "phone"
    held = shelter.move(id, "on-hold", extension=[{"url": "urn:kizuna:waiting-weeks", "valuePositiveInt": 6}])
    assert held["extension"][0]["valuePositiveInt"] == 6
    shelter.move(id, "failed", 422)
    failed = shelter.move(id, "failed", **why("no-places"))
    assert failed["statusReason"]["coding"][0]["code"] == "no-places"
    shelter.move(id, "entered-in-error", 422)
    assert [step.by_role for step in Step.objects.order_by("pk")] == ["worker", *["provider"] * 3]
    clinic = program("worker", areas=[town.north])
    seen = clinic.get(f"Task/{id}")
    assert (seen["status"], seen["for"]["reference"]) == ("failed", f"Patient/{town.ana}")
    assert (
        Entry.objects.filter(verb="looked", subject="exchange.referrals:Task", person=town.ana).count() >= 2
    )


def test_without_a_server_the_link_opens_the_task_and_answers_it(care: Care) -> None:
    id = str(refer(care.town))
    path = f"light/{token_in(letters()[-1])}"
    nobody = Program({})
    task, asked, person = (one["resource"] for one in nobody.get(path)["entry"])
    assert (task["id"], asked["id"], person) == (id, id, {"resourceType": "Patient", "id": id})
    yes = {"resourceType": "Task", "id": id, "status": "accepted", "intent": "order"}
    assert nobody.ask("PUT", path, yes)["entry"][2]["resource"]["name"][0]["text"] == "Anita"
    nobody.ask("PUT", path, yes | {"status": "requested"}, 422)
    nobody.ask("PUT", path, yes | {"id": str(uuid4())}, 404)
    nobody.get("light/nothing", 404)
    withdraw_consent(consent=Referral.objects.get().consent, by=HOUSE, now=NOW)
    nobody.get(path, 410)
    nobody.ask("PUT", path, yes | {"status": "completed"}, 410)
    assert Referral.objects.get().status == "accepted"


def test_programs_hear_of_steps_by_webhook_and_providers_by_number_alone(care: Care) -> None:
    town = care.town
    clinic = program("worker", areas=[town.north])
    shelter, other = (program("provider", organisations=[one]) for one in (care.club_body, uuid4()))
    for account in Account.objects.filter(email__endswith="@programs.invalid"):
        by = viewer_for(account.pk)
        add_hook(url="https://hooks.example/in", events=["referral.accepted"], by=by, now=NOW)
    id = str(refer(town))
    Message.objects.all().delete()
    clinic.move(id, "accepted")
    tell_programs(by=HOUSE, now=NOW)
    told = [m.text for m in Message.objects.filter(channel="webhook")]
    assert len(told) == 2
    assert all(f"referrals.Referral:{id}" in text for text in told)
    assert sorted(str(town.ana) in text for text in told) == [False, True]
    assert shelter.get(f"Task/{id}")["status"] == "accepted"
    other.get(f"Task/{id}", 404)


def test_a_done_referral_is_a_procedure_and_the_concern_behind_it_is_over(care: Care) -> None:
    town = care.town
    id = str(refer(town))
    clinic = program("worker", areas=[town.north])
    clinic.get(f"Procedure/{id}", 404)
    assert clinic.get(f"Condition/{id}")["clinicalStatus"]["coding"][0]["code"] == "active"
    for to in ("accepted", "in-progress", "completed"):
        clinic.move(id, to)
    assert clinic.get(f"Task/{id}")["output"][0]["valueReference"] == {"reference": f"Procedure/{id}"}
    assert clinic.get(f"Procedure/{id}")["basedOn"] == [{"reference": f"ServiceRequest/{id}"}]
    assert [one["id"] for one in clinic.found("Condition?clinical-status=resolved")] == [id]
    assert clinic.get(f"ServiceRequest/{id}")["status"] == "completed"
    assert all(Step.objects.order_by("pk").values_list("as_told", flat=True)[1:])


def test_a_partner_refers_somebody_in_through_the_same_front_door(care: Care) -> None:
    gp = program("provider", organisations=[care.gp])
    people = Person.objects.count()
    said = gp.post(referral(consent=False), 403)["issue"][0]["diagnostics"]
    assert "as a Consent" in said
    gp.post(referral(status="accepted"), 422)
    assert (Person.objects.count(), Intake.objects.count()) == (people, 0)
    made = gp.post(referral(), 200)
    row = Intake.objects.get()
    assert places(made) == [f"Patient/{row.pk}", "", f"ServiceRequest/{row.pk}", f"Task/{row.pk}"]
    assert (row.need, row.note, row.how, row.may_hear) == ("food", "Likes soup.", "paper", False)
    who = Person.objects.get(pk=row.person_id)
    assert (who.name, who.area_id) == ("Dee Novak", care.town.north)
    assert [one["response"]["status"] for one in gp.post(referral(), 200)["entry"]] == ["200 OK"] * 4
    assert (Person.objects.count(), Intake.objects.count()) == (people + 1, 1)
    first_contact(intake=row.pk, by=care.town.worker, now=NOW)
    assert gp.get(f"Task/{row.pk}")["status"] == "requested"  # nobody agreed that they hear
    Intake.objects.update(may_hear=True)
    assert gp.get(f"Task/{row.pk}")["status"] == "accepted"
    assert gp.found("Task?status=accepted")[0]["requester"]["reference"] == f"Organization/{care.gp}"
    assert gp.get(f"Organization/{care.gp}")["name"] == "Harbour surgery"
    gp.move(str(row.pk), "completed", 422)
    assert gp.move(str(row.pk), "cancelled", **why("other"))["status"] == "cancelled"
    assert Intake.objects.get().outcome == "taken-back"
    clinic = program("worker", areas=[care.town.north])
    assert [one["status"] for one in clinic.found(f"Task?patient={row.person_id}")] == ["cancelled"]


def test_a_link_workers_program_answers_for_us_by_the_same_table(care: Care) -> None:
    gp, clinic = program("provider", organisations=[care.gp]), program("worker", areas=[care.town.north])
    gp.post(referral(), 200)
    id = str(Intake.objects.get().pk)
    clinic.move(id, "completed", 422)
    assert clinic.move(id, "accepted")["status"] == "accepted"
    clinic.move(id, "on-hold", 422)
    assert clinic.move(id, "failed", **why("did-not-want"))["status"] == "failed"
    clinic.move(id, "accepted", 422)
    assert Intake.objects.get().outcome == "not-wanted"


def test_a_transaction_is_kept_whole_or_not_at_all(care: Care) -> None:
    town = care.town
    clinic = program("worker", areas=[town.north])
    who, yes = "urn:uuid:who", {"resourceType": "Consent"}
    consent = agreed("x", patient={"reference": who}) | yes
    club = order("x", town.club, subject={"reference": who})
    wrong = order("x", uuid4(), subject={"reference": who})
    before = (Person.objects.count(), Consent.objects.count(), Entry.objects.count())
    entries = [(who, newcomer()), ("urn:uuid:c", consent), ("urn:uuid:1", club)]
    broken = clinic.post(bundle(*entries, ("urn:uuid:2", wrong)), 422)
    assert "The directory has nobody like this" in broken["issue"][0]["diagnostics"]
    assert (Person.objects.count(), Consent.objects.count(), Entry.objects.count()) == before
    told = {
        "resourceType": "Task",
        "status": "in-progress",
        "intent": "order",
        "focus": {"reference": "urn:uuid:1"},
    }
    done = clinic.post(bundle(*entries, ("urn:uuid:3", told)), 200)
    row = Referral.objects.get()
    assert places(done)[2:] == [f"ServiceRequest/{row.pk}", f"Task/{row.pk}"]
    steps = list(Step.objects.order_by("pk").values_list("after", flat=True))
    assert (row.status, steps) == ("in-progress", ["requested", "accepted", "in-progress"])
    named = clinic.found("Patient?name=novak")
    assert [one["id"] for one in named] == [str(row.person_id)]
    clinic.post(bundle(*entries, ("urn:uuid:3", told)), 200)
    assert Step.objects.count() == 3


def test_an_order_may_replace_another_and_ask_to_look_first(care: Care) -> None:
    town = care.town
    old = str(refer(town))
    clinic = program("worker", areas=[town.north])
    look = {"coding": [{"system": "urn:kizuna:order", "code": "assessment"}], "text": "See what helps"}
    more = {"replaces": [{"reference": f"ServiceRequest/{old}"}], "code": look}
    made = clinic.post(
        bundle(("urn:uuid:a", agreed(town.ana)), ("urn:uuid:b", order(town.ana, town.choir, **more))), 200
    )
    new = clinic.get(places(made)[1])
    assert new["replaces"] == [{"reference": f"ServiceRequest/{old}"}]
    assert {"system": "urn:kizuna:order", "code": "assessment"} in new["code"]["coding"]
    row = Referral.objects.get(pk=old)
    assert (row.status, row.reason) == ("cancelled", "referred-elsewhere")


def test_an_order_that_stands_no_more_takes_its_task_back(care: Care) -> None:
    id = str(refer(care.town))
    clinic = program("worker", areas=[care.town.north])
    now = clinic.get(f"ServiceRequest/{id}")
    assert clinic.put(now)["status"] == "active"
    clinic.put({**now, "status": "on-hold"}, 422)
    assert clinic.put({**now, "status": "revoked"})["status"] == "revoked"
    assert Referral.objects.get().status == "cancelled"


def test_pages_hold_each_referral_once(care: Care, django_assert_max_num_queries: Any) -> None:
    town, ids = care.town, set()
    for option in (town.club, town.shelf, town.choir):
        kind = "group" if option == town.choir else "service"
        ids.add(str(refer(town, option=option, kind=kind)))
    for client in (
        program("worker", areas=[town.north]),
        program("provider", organisations=[care.club_body]),
    ):
        seen, path = [], "Task?_count=1"
        while path:
            with django_assert_max_num_queries(14):
                page = client.get(path)
            seen += [one["resource"]["id"] for one in page.get("entry", [])]
            more = [one["url"] for one in page["link"] if one["relation"] == "next"]
            path = more[0].partition("/fhir/R4/")[2] if more else ""
        assert len(seen) == len(set(seen))
        assert set(seen) <= ids
    assert len(seen) == 2  # a group belongs to no organisation of the directory


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "nonsense"}, 422),
        ({"category": []}, 422),
        ({"subject": {"reference": f"Patient/{uuid4()}"}}, 404),
        ({"subject": {"display": "Somebody"}}, 422),
        ({"performer": []}, 422),
        ({"performer": [{"reference": f"HealthcareService/{uuid4()}"}]}, 422),
        ({"performer": "club"}, 422),
        ({"note": {"text": "x"}}, 422),
        ({"category": 7}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(care: Care, changes: Any, status: int) -> None:
    clinic = program("worker", areas=[care.town.north])
    clinic.post(agreed(care.town.ana, care.town.club))
    told = clinic.post(order(care.town.ana, care.town.club, **changes), status)
    assert told["resourceType"] == "OperationOutcome"
    assert not Referral.objects.exists()


@pytest.mark.doors
def test_each_program_sees_its_own_and_writes_only_where_it_may(care: Care) -> None:
    town = care.town
    mine, other = str(refer(town)), str(refer(town, person=town.cem, by=town.other_worker))
    north = program("worker", areas=[town.north])
    assert [one["id"] for one in north.found("Task")] == [mine]
    assert [one["id"] for one in north.found("Patient")] == [str(town.ana)]
    for kind in ("Task", "ServiceRequest", "Condition"):
        north.get(f"{kind}/{other}", 404)
    north.get(f"Patient/{town.cem}", 404)
    north.move(other, "accepted", 404)
    given = {str(id) for id in Consent.objects.filter(person=town.cem).values_list("pk", flat=True)}
    assert not given & {one["id"] for one in north.found("Consent")}
    for id in given:
        north.get(f"Consent/{id}", 404)
    north.post(agreed(town.cem, town.club), 404)
    elsewhere = program("provider", organisations=[uuid4()])
    assert elsewhere.found("Task") == []
    elsewhere.get(f"Task/{mine}", 404)
    elsewhere.get(f"Patient/{mine}", 404)
    elsewhere.move(mine, "accepted", 404)
    elsewhere.post(referral(), 403)
    elsewhere.get("Patient", 403)
    elsewhere.get("Consent", 403)
    reader = program("worker", scopes=("fhir:read",), areas=[town.north])
    reader.move(mine, "accepted", 403)
    reader.post(bundle(("urn:uuid:a", agreed(town.ana))), 403)
    program("analyst").get("Task", 403)
    for path in ("Task", f"Task/{mine}", "Patient", "Consent"):
        assert Client().get(f"/fhir/R4/{path}").status_code == 401
    assert Client().post("/fhir/R4", "{}", content_type="application/json").status_code == 401
    assert set(Referral.objects.values_list("status", flat=True)) == {"requested"}


def test_nobody_is_seen_any_more_once_support_was_taken_back(care: Care) -> None:
    town = care.town
    id = str(refer(town))
    clinic = program("worker", areas=[town.north])
    support = Consent.objects.get(person=town.ana, purpose="support")
    withdraw_consent(consent=support.pk, by=HOUSE, now=NOW)
    assert clinic.found("Task") == []
    clinic.get(f"Task/{id}", 404)
