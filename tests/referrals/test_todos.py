"""What people do for themselves: its own table of steps, two pages, the FHIR door, and nobody else."""

import itertools
from uuid import uuid4

import pytest
from django.urls import reverse

from kizuna.access.viewer import NotAllowed, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.referrals import actions, queries
from kizuna.referrals.models import ToDo
from kizuna.referrals.todos import CLOSED, STATES, check_step
from tests.conftest import NOW
from tests.exchange.caring import bundle, program
from tests.referrals.town import HOUSE, Town, log_in

ALLOWED = {
    *itertools.product(["ready"], ["in-progress", "on-hold", "cancelled", "completed", "failed"]),
    *itertools.product(["in-progress"], ["completed", "failed"]),
    *itertools.product(["on-hold"], ["in-progress", "cancelled", "completed", "failed"]),
    ("cancelled", "in-progress"),
}
"""The table of HL7 SDOH Clinical Care 3.0.0, written by hand."""


def add(town: Town, **changes):
    given = {"todo_id": uuid4(), "person": town.ana, "kind": "make-contact", "text": "Ring the choir"}
    return actions.add_todo(**given | {"by": town.worker, "now": NOW} | changes)


def test_twelve_steps_of_thirty_are_let_through():
    let = set()
    for before, after in itertools.permutations(STATES, 2):
        try:
            check_step(before, after)
        except Refused:
            continue
        let.add((before, after))
    assert let == ALLOWED
    assert len(let) == 12


@pytest.mark.django_db
def test_the_same_table_holds_on_the_page_and_at_the_fhir_door(town: Town, client):
    id = add(town)
    clinic = program("worker", areas=[town.north])
    log_in(client, town.resident)
    task = clinic.get(f"Task/{id}")
    for before, after in itertools.permutations(STATES, 2):
        ToDo.objects.update(status=before, closed_at=NOW if before in CLOSED else None)
        if after in {"failed", "on-hold"}:
            client.post(reverse("referrals:step_todo", args=[id]), {"to": after})
        else:
            clinic.put({**task, "status": after}, 200 if (before, after) in ALLOWED else 422)
        assert ToDo.objects.get().status == (after if (before, after) in ALLOWED else before)


@pytest.mark.django_db
def test_a_link_worker_writes_it_down_and_the_person_says_how_far_they_are(town: Town, client):
    log_in(client, town.worker)
    url = reverse("referrals:todos", args=[town.ana])
    assert client.post(url, {"kind": "make-contact", "text": " "}).status_code == 422
    given = {"todo_id": str(uuid4()), "kind": "make-contact", "text": "Ring them", "due_on": "2026-12-01"}
    for _ in range(2):
        assert client.post(url, given).status_code == 302
    assert ToDo.objects.count() == 1
    log_in(client, town.resident)
    own = reverse("referrals:own_todos")
    assert "Ring them" in client.get(own).content.decode()
    step = reverse("referrals:step_todo", args=[given["todo_id"]])
    assert client.post(step, {"to": "completed"}).url == own
    page = client.get(own).content.decode()
    assert 'value="completed"' not in page
    verbs = Entry.objects.filter(person=town.ana, verb__startswith="todo.").values_list("verb", flat=True)
    assert list(verbs) == ["todo.added", "todo.completed"]


@pytest.mark.django_db
def test_what_others_ask_of_a_person_comes_once_and_names_one_questionnaire(town: Town):
    clinic = program("worker", areas=[town.north])
    asked = {
        "resourceType": "Task",
        "status": "ready",
        "intent": "order",
        "code": {"coding": [{"code": "complete-questionnaire"}]},
        "for": {"reference": f"Patient/{town.ana}"},
    }
    clinic.post(bundle(("urn:uuid:t", asked)), 422)
    one = {"type": {"coding": [{"code": "questionnaire"}]}, "valueCanonical": "https://q.example/1"}
    clinic.post(bundle(("urn:uuid:t", {**asked, "input": [one, one]})), 422)
    for _ in range(2):
        clinic.post(bundle(("urn:uuid:t", {**asked, "input": [one]})), 200)
    (found,) = clinic.found("Task?status=ready")
    assert found["input"][0]["valueCanonical"] == "https://q.example/1"
    assert clinic.found("Task?status=completed") == []


@pytest.mark.doors
@pytest.mark.django_db
def test_only_the_person_and_their_link_workers_see_and_change_it(town: Town):
    id = add(town)
    for viewer in (town.other_worker, town.other_resident):
        with pytest.raises(NotFound):
            queries.todo(viewer, id)
        with pytest.raises(NotFound):
            actions.step_todo(todo=id, to="completed", by=viewer, now=NOW)
    for viewer in (town.coordinator,):
        with pytest.raises(NotAllowed):
            queries.todos(viewer, town.ana)
    with pytest.raises(NotFound):
        add(town, by=town.other_worker)
    with pytest.raises(NotAllowed):
        add(town, by=town.resident)
    program("worker", areas=[town.south]).get(f"Task/{id}", 404)
    assert [one.id for one in queries.todos(town.resident, town.ana)] == [str(id)]
    actions.erase(person=town.ana, by=HOUSE, now=NOW)
    assert not ToDo.objects.exists()
