"""Programs keep listings true, too, through the same doors."""

import json
from importlib import import_module

import pytest
from django.test import Client

from kizuna.access.viewer import SYSTEM
from kizuna.directory.models import Alike, Service
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


def read(client, path, limit):
    """Every item of a list, page by page, and how many pages that took."""
    found, pages, cursor = [], 0, ""
    while pages == 0 or cursor:
        told = client.get(f"/api/v1/directory/{path}?limit={limit}&cursor={cursor}").json()
        found, pages, cursor = found + told["items"], pages + 1, told["next"]
    return found, pages


def test_a_page_of_services_reads_a_page_and_no_more(client, monkeypatch) -> None:
    ids = sorted(str(listing(f"Club {n}").pk) for n in range(5))
    hidden = listing("Only in an emergency")
    Service.objects.filter(pk=hidden.pk).update(emergency_only=True)
    seen, options = [], import_module("kizuna.directory.queries.options")
    made = options.option
    monkeypatch.setattr(options, "option", lambda *given: seen.append(given) or made(*given))
    for limit, pages in ((2, 3), (5, 1), (100, 1)):
        found, took = read(client, "services", limit)
        assert ([each["id"] for each in found], took) == (ids, pages)
    seen.clear()
    client.get("/api/v1/directory/services?limit=1")
    assert len(seen) <= 4
    assert client.get("/api/v1/directory/services?cursor=nonsense").status_code == 422


def test_pairs_are_read_most_likely_first_page_by_page(curator) -> None:
    rows = [listing(f"Club {n}") for n in range(4)]
    for n, score in enumerate((70, 90, 90)):
        one, two = sorted((rows[n].pk, rows[n + 1].pk))
        made = {"kind": "service", "one": one, "two": two, "verdict": "same", "reasons": ["name"]}
        Alike.objects.create(score=score, names=["a", "b"], found_at=NOW, **made)
    found, took = read(curator, "duplicates", 1)
    assert ([each["score"] for each in found], took) == ([90, 90, 70], 3)
    assert len({each["id"] for each in found}) == 3
