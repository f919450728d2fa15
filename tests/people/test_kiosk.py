"""A shared computer: nothing stays, and whoever works here leaves their rights outside."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from kizuna.outbox.models import Message
from kizuna.people.models import Consent
from kizuna.people.signing_in import KIOSK
from tests.signing_in import signed_in
from tests.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.mark.doors
def test_a_worker_leaves_their_rights_outside(town: Town, client: Client) -> None:
    client.force_login(town.accounts["worker"])
    assert client.get("/today/").status_code == 200
    client.post("/kiosk/")
    assert client.get("/today/")["Location"].startswith("/account/login/")
    assert client.get(f"/cases/{town.ana}/").status_code == 302


def test_nothing_stays_on_the_device(client: Client, db: None) -> None:
    client.post("/kiosk/")
    page = client.get("/")
    text = page.content.decode()
    assert 'content="180;url=/kiosk/done/"' in text and "I am done" in text
    assert "manifest" not in text and "shell.js" not in text
    assert page["Cache-Control"] == "no-store"
    assert client.cookies["sessionid"]["max-age"] == ""
    done = client.get("/kiosk/done/")
    assert "cache" in done["Clear-Site-Data"] and done["Cache-Control"] == "no-store"
    assert KIOSK in client.session


def test_after_three_minutes_a_resident_is_signed_out(town: Town, client: Client) -> None:
    client.post("/kiosk/")
    client.force_login(town.accounts["resident"])
    assert client.get("/my-data/export/").status_code == 200
    signed_in(client, town.accounts["resident"], at=time.time() - 200)
    assert client.get("/my-data/export/")["Location"].startswith("/account/login/")


def test_done_forgets_who_was_there(town: Town, client: Client) -> None:
    client.post("/kiosk/")
    client.force_login(town.accounts["resident"])
    client.get("/kiosk/done/")
    assert client.get("/my-data/export/")["Location"].startswith("/account/login/")
    client.post("/kiosk/", {"do": "end"})
    assert "I am done" not in client.get("/").content.decode()


def test_a_form_of_the_one_before_is_refused(db: None) -> None:
    client = Client(enforce_csrf_checks=True)

    def token() -> str:
        found = re.search(
            r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/worried/").content.decode()
        )
        assert found
        return found[1]

    client.post("/kiosk/", {"csrfmiddlewaretoken": token()})
    old = token()
    client.get("/kiosk/done/")
    assert client.post("/worried/", {"csrfmiddlewaretoken": old}).status_code == 400
    assert client.post("/worried/", {"csrfmiddlewaretoken": token()}).status_code == 422


def test_what_a_helper_types_says_so(town: Town, client: Client) -> None:
    client.post("/kiosk/", {"do": "help"})
    client.force_login(town.accounts["resident"])
    consent = Consent.objects.get(person=town.ana, purpose="support")
    day, now = timedelta(days=1), timezone.now()
    Consent.objects.filter(pk=consent.pk).update(given_at=now - 9 * day, until=now - day)
    client.post(f"/consents/{consent.pk}/renew/")
    assert Consent.objects.filter(person=town.ana).latest("given_at").how == "helper"


def test_a_link_to_the_end_signs_nobody_out_elsewhere(town: Town, client: Client) -> None:
    client.force_login(town.accounts["worker"])
    answer = client.get("/kiosk/done/")
    assert (answer.status_code, answer["Location"]) == (302, "/kiosk/")
    assert client.get("/today/").status_code == 200
    assert "I am done" not in client.get("/").content.decode()


PASSWORD = "a long enough password"


def lasts(client: Client) -> Any:
    """How long the browser keeps the session, in seconds; "" until it is closed."""
    return client.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


@pytest.mark.parametrize(("tick", "kept"), [({"remember": "on"}, settings.SESSION_COOKIE_AGE), ({}, "")])
@pytest.mark.parametrize("way", ["password", "code"])
def test_only_who_wants_it_stays_signed_in(town: Town, way: str, tick: dict[str, str], kept: Any) -> None:
    ana = town.accounts["resident"]
    ana.set_password(PASSWORD)
    ana.save()
    client = Client()
    if way == "password":
        client.post("/account/login/", {"login": ana.email, "password": PASSWORD, **tick})
    else:
        client.post("/account/login/code/", {"email": ana.email, **tick})
        text = Message.objects.filter(topic="account").latest("created_at").text
        code = re.search(r"^[A-Z0-9-]{6,}$", text, re.MULTILINE)
        client.post("/account/login/code/confirm/", {"code": code[0]})  # type: ignore[index]
    assert client.get("/my-data/export/").status_code == 200
    assert lasts(client) == kept


def test_a_shared_computer_offers_no_such_tick_and_takes_none(town: Town) -> None:
    ana = town.accounts["resident"]
    ana.set_password(PASSWORD)
    ana.save()
    client = Client()
    client.post("/kiosk/")
    for page in ("/account/login/", "/account/login/code/"):
        assert 'name="remember"' in Client().get(page).content.decode()
        assert 'name="remember"' not in client.get(page).content.decode()
    client.post("/account/login/", {"login": ana.email, "password": PASSWORD, "remember": "on"})
    assert lasts(client) == ""
