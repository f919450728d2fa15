"""A resident who signs in by a number alone adds an e-mail address, proven by a code that goes there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import Refused
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.models import Account
from tests.signing_in import signed_in
from tests.town import HOUSE, Town, build

PAGE, NUMBER, NEW = "/account/email/", "+13055550155", "fay@example.net"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def fay(town: Town) -> Account:
    person = actions.add_person(name="Fay Li", area=town.north, phone=NUMBER, by=HOUSE, now=town.now)
    made = actions.open_account(role="resident", phone=NUMBER, person=person, by=HOUSE, now=town.now)
    return Account.objects.get(pk=made)


@pytest.fixture
def phone(fay: Account) -> Client:
    client = Client()
    client.force_login(fay)
    return client


def sent_to(address: str) -> list[Message]:
    return [one for one in Message.objects.order_by("-created_at") if one.address == address]


def code(address: str) -> str:
    message = sent_to(address)[0]
    return str(re.search(r"^[A-Z0-9-]{6,}$", message.text, re.MULTILINE)[0])  # type: ignore[index]


def test_a_code_to_the_new_address_proves_it_and_one_signs_in_by_it(phone: Client, fay: Account) -> None:
    elsewhere = Client()
    elsewhere.post("/account/login/code/", {"phone": NUMBER})
    by_text = re.search(r"code is ([A-Z0-9-]+)\.", sent_to(NUMBER)[0].text)
    elsewhere.post("/account/login/code/confirm/", {"code": by_text[1]})  # type: ignore[index]
    assert elsewhere.get(PAGE).status_code == 200
    assert "Set or change my e-mail address" in phone.get(reverse("mfa_index")).content.decode()
    assert NEW in phone.post(PAGE, {"email": " Fay@Example.net "}).content.decode()
    assert phone.post(PAGE, {"code": "WRONG1"}).status_code == 422
    assert phone.post(PAGE, {"code": code(NEW)}).status_code == 302
    fay.refresh_from_db()
    assert (fay.email, fay.phone, fay.phone_verified) == (NEW, NUMBER, True)
    assert phone.get(PAGE).status_code == 200, "they stay signed in here"
    assert elsewhere.get(PAGE).status_code == 302, "and nowhere else"
    told = sent_to(NUMBER)[0]
    assert NEW not in told.text and "changed" in told.text
    again = Client()
    again.post("/account/login/code/", {"email": NEW})
    again.post("/account/login/code/confirm/", {"code": code(NEW)})
    assert again.get("/my-data/export/").status_code == 200


def test_an_address_that_another_account_has_is_not_told_and_not_given(
    phone: Client, fay: Account, town: Town
) -> None:
    theirs = town.accounts["resident"].email
    same = phone.post(PAGE, {"email": theirs}).content.decode()
    assert not sent_to(str(theirs))
    assert same.count(str(theirs)) == phone.post(PAGE, {"email": NEW}).content.decode().count(NEW) == 1
    with pytest.raises(Refused):
        actions.set_email(email=str(theirs), by=queries.viewer_of(HOUSE, fay), now=town.now)


def test_few_guesses_and_not_for_long(phone: Client, fay: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.post(PAGE, {"email": NEW})
    for guess in ("AAAAAA", "", "BBBBBB"):
        assert phone.post(PAGE, {"code": guess}).status_code == 422
    assert phone.post(PAGE, {"code": code(NEW)}).status_code == 302
    phone.post(PAGE, {"email": NEW})
    later = timezone.now() + timedelta(minutes=11)
    session = phone.session
    session["own_email"] = {**session["own_email"], "at": later.timestamp() - 1300}
    session.save()
    phone.post(PAGE, {"code": code(NEW)})
    fay.refresh_from_db()
    assert fay.email is None


@pytest.mark.doors
def test_it_asks_for_a_recent_sign_in_and_is_for_residents(phone: Client, fay: Account, town: Town) -> None:
    signed_in(phone, fay, at=timezone.now().timestamp() - 3600)
    assert phone.post(PAGE, {"email": NEW})["Location"].startswith("/account/confirm/")
    worker: Any = town.viewer("worker")
    with pytest.raises(Refused):
        actions.set_email(email=NEW, by=worker, now=town.now)
