"""The page on which administrators let programs in and close them."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.ledger.models import Entry
from kizuna.people.models import Account
from kizuna.web.models import Program
from tests.town import Town, build
from tests.web.test_api import bearer

PAGE = "/programs/"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def admin(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["admin"])
    return client


def said(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "program_id": str(uuid4()),
        "name": "Clinic",
        "role": "worker",
        "areas": [str(town.north)],
        "scopes": ["people:read"],
        "days": 30,
        **more,
    }


def let_in(admin: Client, body: dict[str, Any]) -> tuple[str, str]:
    page = admin.post(PAGE, body).content.decode()
    found = re.findall(r"<code[^>]*>([^<]+)</code>", page)
    return found[0], found[1]


def test_a_secret_is_shown_once_and_works(town: Town, admin: Client) -> None:
    id, secret = let_in(admin, said(town))
    headers = bearer(id, secret)
    assert Client().get(f"/api/v1/people/persons/{town.ana}", headers=headers).status_code == 200
    page = admin.get(PAGE).content.decode()
    assert "Clinic" in page
    assert "North" in page
    assert "Never used" not in page
    assert secret not in page


def test_a_provider_is_let_in_for_its_organisation(town: Town, admin: Client) -> None:
    body = said(town, role="provider", scopes=["fhir:read"])
    assert admin.post(PAGE, body | {"organisation": "ours"}).status_code == 422
    id, _secret = let_in(admin, body | {"organisation": str(town.north)})
    account = Account.objects.get(pk=Program.objects.get(pk=id).account_id)
    assert account.organisations == [str(town.north)]


def test_the_same_form_sent_twice_lets_one_program_in(town: Town, admin: Client) -> None:
    body = said(town)
    let_in(admin, body)
    again = admin.post(PAGE, body)
    assert again.status_code == 422
    assert "let in already" in again.content.decode()
    assert Program.objects.count() == 1


def test_a_closed_program_gets_no_token(town: Town, admin: Client) -> None:
    id, secret = let_in(admin, said(town))
    admin.post(f"/programs/{id}/close/")
    form = {"grant_type": "client_credentials", "client_id": id, "client_secret": secret}
    assert Client().post("/api/v1/token", form).status_code == 401
    assert "Closed on" in admin.get(PAGE).content.decode()
    assert Entry.objects.filter(verb="program.closed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "admin"},
        {"scopes": ["everything"]},
        {"scopes": []},
        {"days": 400},
        {"areas": ["x"]},
        {"name": " "},
    ],
)
def test_what_no_program_may_have_is_refused(town: Town, admin: Client, wrong: dict[str, Any]) -> None:
    assert admin.post(PAGE, said(town, **wrong)).status_code == 422
    assert not Program.objects.exists()


@pytest.mark.doors
@pytest.mark.parametrize("role", ["worker", "coordinator"])
def test_nobody_else_lets_programs_in(town: Town, role: str) -> None:
    client = Client()
    client.force_login(town.accounts[role])
    assert client.post(PAGE, said(town)).status_code == 403
    assert not Program.objects.exists()


def test_a_recent_sign_in_is_asked_for(town: Town, admin: Client, settings: Any) -> None:
    settings.FRESH_FOR = timedelta(0)
    got = [admin.get(PAGE), admin.post(PAGE, said(town))]
    assert [each.status_code for each in got] == [302, 302]
    assert not Program.objects.exists()


def test_the_page_asks_little_of_the_database(
    town: Town, admin: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        let_in(admin, said(town, name=f"Number {number}"))
    with django_assert_max_num_queries(12):
        admin.get(PAGE)
