"""The second factor: who works here has one, its secrets are sealed, and it can be reset."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STAFF, NotAllowed, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import reset_second_factor
from kizuna.people.signing_in import over
from tests.signing_in import signed_in, with_second_factor
from tests.town import HOUSE, Town, build

SETUP = "/account/second-factor/"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def by_password_or_code(town: Town, role: str) -> Client:
    """Signed in with the first factor only, as the log-in pages do it for an account without a second."""
    client = Client()
    client.force_login(town.accounts[role])
    Authenticator.objects.filter(user=town.accounts[role]).delete()
    return client


def code_now(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.mark.doors
@pytest.mark.parametrize("role", sorted(STAFF))
def test_without_a_second_factor_staff_see_nothing_but_how_to_set_one_up(town: Town, role: str) -> None:
    client = by_password_or_code(town, role)
    for page in ("/", "/today/", "/cases/", "/my-data/", "/services/", f"/cases/{town.ana}/", "/approvals/"):
        assert client.get(page)["Location"] == SETUP, page
        assert client.post(page)["Location"] == SETUP, page
    page = client.get(SETUP).content.decode()
    assert "One thing before you start" in page
    assert client.get("/crisis/").status_code == 200


def test_residents_and_providers_need_none(town: Town) -> None:
    for role in ("resident", "provider"):
        assert by_password_or_code(town, role).get("/my-data/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_door_and_seals_the_secret(town: Town) -> None:
    client, elsewhere = by_password_or_code(town, "worker"), by_password_or_code(town, "worker")
    page = client.get(f"{SETUP}app/")
    secret = page.context["form"].secret
    assert client.post(f"{SETUP}app/", {"code": "000000"}).status_code == 200
    answer = client.post(f"{SETUP}app/", {"code": code_now(secret)})
    assert answer["Location"] == f"{SETUP}spare-codes/"
    spare = client.get(f"{SETUP}spare-codes/").content.decode()
    assert "Your spare codes" in spare
    assert client.get("/today/").status_code == 200
    kept = Authenticator.objects.get(user=town.accounts["worker"], type="totp").data
    assert secret not in str(kept)
    assert elsewhere.get("/today/").status_code == 200
    assert Entry.objects.filter(verb="account.app.added").exists()
    assert Message.objects.filter(address_index__isnull=False, topic="account").exists()


def test_a_sign_in_with_the_first_factor_is_only_half_a_sign_in(town: Town, client: Client) -> None:
    worker = town.accounts["worker"]
    worker.set_password("a long enough password")
    worker.save()
    secret = with_second_factor(worker)
    before = client.post("/account/login/", {"login": worker.email, "password": "a long enough password"})
    assert before["Location"].startswith(f"{SETUP}code/")
    assert client.get("/today/")["Location"].startswith("/account/login/")
    assert client.post(f"{SETUP}code/", {"code": "123456"}).status_code == 200
    code = code_now(secret)
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    assert client.post(f"{SETUP}code/", {"code": code}).status_code == 302
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != key
    assert client.get("/today/").status_code == 200
    other = Client()
    other.post("/account/login/", {"login": worker.email, "password": "a long enough password"})
    assert other.post(f"{SETUP}code/", {"code": code}).status_code == 200, "a code works once"


def test_the_last_second_factor_stays(town: Town, client: Client) -> None:
    client.force_login(town.accounts["worker"])
    client.post(f"{SETUP}app/remove/")
    assert Authenticator.objects.filter(user=town.accounts["worker"], type="totp").exists()


def test_an_old_sign_in_sets_up_nothing(town: Town, client: Client) -> None:
    client.force_login(town.accounts["resident"])
    signed_in(client, town.accounts["resident"], at=time.time() - 3600)
    for page in ("app/", "spare-codes/new/"):
        assert client.get(f"{SETUP}{page}")["Location"].startswith("/account/confirm/")


def test_the_operator_resets_a_lost_factor(town: Town, client: Client) -> None:
    worker = town.accounts["worker"]
    client.force_login(worker)
    reset_second_factor(email=worker.email.upper(), by=HOUSE, now=timezone.now())
    assert not Authenticator.objects.filter(user=worker).exists()
    assert Entry.objects.filter(verb="account.factor_reset", subject__contains=str(worker.pk)).exists()
    assert "set up a new one" in Message.objects.filter(topic="account").latest("created_at").text
    with pytest.raises(Refused):
        reset_second_factor(email="nobody@example.org", by=HOUSE, now=timezone.now())


@pytest.mark.doors
def test_only_administrators_and_the_operator_reset(town: Town) -> None:
    for role in sorted(STAFF - {"admin"}):
        with pytest.raises(NotAllowed):
            reset_second_factor(email="worker@example.org", by=town.viewer(role), now=timezone.now())


def test_sessions_end(town: Town) -> None:
    idle, longest = django_settings.STAFF_SESSIONS
    now = timezone.now()
    at = now.timestamp()
    assert not over({"since": at - 60, "seen": at - 60}, now, idle=idle, longest=longest)
    assert over({"since": at - 7200, "seen": at - 1801}, now, idle=idle, longest=longest)
    assert over({"since": at - 43_201, "seen": at}, now, idle=idle, longest=longest)


def test_staff_who_do_nothing_for_half_an_hour_are_signed_out(town: Town, client: Client) -> None:
    client.force_login(town.accounts["worker"])
    assert client.get("/today/").status_code == 200
    signed_in(client, town.accounts["worker"], at=time.time() - 1900)
    assert client.get("/today/")["Location"].startswith("/account/login/")
    assert client.get("/today/")["Location"].startswith("/account/login/")


def test_sessions_lie_sealed_in_the_database(town: Town, client: Client) -> None:
    client.post("/account/login/code/", {"email": "resident@example.org"})
    kept = "".join(Session.objects.values_list("session_data", flat=True))
    assert kept and "resident" not in kept and ":" not in kept


def test_signing_out_everywhere_reaches_other_browsers(town: Town) -> None:
    account = town.accounts["resident"]
    account.set_password("a long enough password")
    account.save()

    def enter() -> Client:
        client = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; x) Version/17 Safari/604.1"})
        answer = client.post(
            "/account/login/", {"login": account.email, "password": "a long enough password"}
        )
        assert answer.status_code == 302
        return client

    here, there = enter(), enter()
    page = here.get("/account/sessions/").content.decode()
    assert "iPhone" in page and "Safari" in page and "127.0.0.1" not in page and "Mozilla" not in page
    here.post("/account/sessions/", {"which": "others"})
    assert here.get("/my-data/export/").status_code == 200
    assert there.get("/my-data/export/")["Location"].startswith("/account/login/")
    here.post("/account/sessions/", {"which": "all"})
    assert here.get("/my-data/export/")["Location"].startswith("/account/login/")


def test_all_processes_count_together(town: Town, settings: Any) -> None:
    """The counts are in the database: what one process wrote, another one reads."""
    caches["shared"].set("guesses", [1, 2], 60)
    assert caches["shared"].get("guesses") == [1, 2]
    assert not caches["shared"].add("guesses", [3], 60)
