"""Programs keep listings true, too, through the same doors."""

import json

import pytest
from django.test import Client

from kizuna.access.viewer import SYSTEM
from kizuna.directory.models import Service
from kizuna.people.actions import open_account
from kizuna.people.models import Account
from tests.conftest import NOW
from tests.directory.shelf import listing

pytestmark = pytest.mark.django_db
BY = SYSTEM("test")


@pytest.fixture
def curator() -> Client:
    client = Client()
    key = open_account(email="a@example.org", role="admin", name="A", by=BY, now=NOW)
    client.force_login(Account.objects.get(pk=key))
    return client


def post(client, path, **body):
    return client.post(f"/api/v1/directory/{path}", json.dumps(body), content_type="application/json")


def test_room_and_confirmation_come_back_in_the_answer(curator) -> None:
    row = listing()
    told = post(curator, f"services/{row.pk}/capacity", state="waiting", waiting_days=14).json()
    assert (told["capacity"], told["waiting_days"]) == ("waiting", 14)
    assert post(curator, f"services/{row.pk}/confirm").json()["freshness"] == "fresh"
    assert post(curator, f"services/{row.pk}/capacity", state="perhaps").status_code == 422
    wrong = {"state": "places", "available": 5, "maximum": 2}
    assert post(curator, f"services/{row.pk}/capacity", **wrong).status_code == 422


def test_somebody_proposes_and_a_curator_decides_what_they_saw(client, curator) -> None:
    row = listing()
    assert post(client, f"services/{row.pk}/changes", values={"service.name": "X"}).status_code == 401
    assert post(curator, f"services/{row.pk}/changes", values={"service.name": "Supper"}).status_code == 201
    assert post(curator, f"services/{row.pk}/changes", values={"service.name": row.name}).status_code == 422
    (change,) = curator.get(f"/api/v1/directory/services/{row.pk}/changes").json()
    (field,) = change["fields"]
    assert (field["previous"], field["current"], field["replacement"]) == (row.name, row.name, "Supper")
    Service.objects.filter(pk=row.pk).update(name="Changed meanwhile")
    decide = f"changes/{field['id']}/decide"
    assert post(curator, decide, accept=True).status_code == 422
    assert post(curator, decide, accept=True, seen="Changed meanwhile").json() == {"status": "accepted"}
    assert post(curator, decide, accept=True).status_code == 422
    row.refresh_from_db()
    assert row.name == "Supper"
