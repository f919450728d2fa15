"""Showing once more that it is you: an old sign-in is not enough for what opens personal things."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.deeds import fresh_sign_in
from kizuna.access.viewer import STRANGER, SYSTEM, ConfirmFirst, LogInFirst, Viewer
from kizuna.outbox.models import Message
from kizuna.people.models import Consent, Person
from kizuna.people.signing_in import fresh
from tests.conftest import NOW
from tests.signing_in import signed_in
from tests.town import Town, build

CONFIRM = "/account/confirm/"
TEN = timedelta(minutes=10)


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def long_ago(town: Town, client: Client) -> Client:
    """Ana, who signed in an hour ago."""
    client.force_login(town.accounts["resident"])
    signed_in(client, town.accounts["resident"], at=time.time() - 3600)
    return client


def code_sent() -> str:
    text = Message.objects.filter(topic="account").latest("created_at").text
    return str(re.search(r"^[A-Z0-9-]{6,}$", text, re.MULTILINE)[0])  # type: ignore[index]


def ask_for_code(client: Client, back: str = "/my-data/export/") -> str:
    assert client.post(CONFIRM, {"action": "send", "next": back}).status_code == 200
    return code_sent()


@given(age=st.floats(-1e6, 1e6))
def test_only_the_last_ten_minutes_count(age: float) -> None:
    assert fresh([{"at": NOW.timestamp() - age}], NOW, TEN) == (-60 <= age <= 600)


def test_nothing_known_of_a_sign_in_is_not_recent() -> None:
    assert not fresh([], NOW, TEN)
    assert not fresh([{"method": "code"}], NOW, TEN)
    assert fresh([{"at": 0}, {"at": NOW.timestamp()}], NOW, TEN)
    assert datetime.fromtimestamp(0, UTC) < NOW


def test_the_guard_tells_everybody_what_to_do() -> None:
    with pytest.raises(LogInFirst):
        fresh_sign_in(STRANGER)
    with pytest.raises(ConfirmFirst):
        fresh_sign_in(Viewer(role="admin"))
    fresh_sign_in(Viewer(role="admin", fresh=True))
    fresh_sign_in(SYSTEM("night"))


@pytest.mark.doors
def test_an_old_sign_in_takes_no_export(long_ago: Client) -> None:
    answer = long_ago.get("/my-data/export/")
    assert answer["Location"] == f"{CONFIRM}?next=%2Fmy-data%2Fexport%2F"


@pytest.mark.doors
@pytest.mark.parametrize("page", ["/my-data/erase/", "/my-data/rest/"])
def test_an_old_sign_in_neither_erases_nor_lets_rest(long_ago: Client, town: Town, page: str) -> None:
    """A telephone that lies open is enough to read, not to undo."""
    for answer in (
        long_ago.get(page),
        long_ago.post(page, {"do": "rest"}, headers={"referer": f"http://testserver{page}"}),
    ):
        assert answer["Location"] == f"{CONFIRM}?{urlencode({'next': page})}"
    ana = Person.objects.get(pk=town.ana)
    assert (ana.name, ana.restricted_at) == ("Ana Ruiz", None)
    long_ago.post(CONFIRM, {"code": ask_for_code(long_ago, page), "next": page})
    assert long_ago.get(page).status_code == 200
    long_ago.post(page, {"do": "rest"})
    assert not Person.objects.filter(pk=town.ana, name="Ana Ruiz", restricted_at=None).exists()


def test_taking_an_agreement_back_stays_one_tap(long_ago: Client, town: Town) -> None:
    consent = town.consents[town.ana]
    assert long_ago.post(f"/my-data/consents/{consent}/withdraw/")["Location"] == "/my-data/"
    assert Consent.objects.get(pk=consent).withdrawn_at


def test_a_code_leads_back_to_where_one_was(long_ago: Client) -> None:
    before = long_ago.cookies[settings.SESSION_COOKIE_NAME].value
    code = ask_for_code(long_ago)
    answer = long_ago.post(CONFIRM, {"code": code.lower(), "next": "/my-data/export/"})
    assert answer["Location"] == "/my-data/export/"
    assert long_ago.get("/my-data/export/").status_code == 200
    assert long_ago.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a_code_works_once_and_bears_three_guesses(long_ago: Client) -> None:
    code = ask_for_code(long_ago)
    for guess in ("AAAAAA", "", "BBBBBB", "CCCCCC"):
        assert long_ago.post(CONFIRM, {"code": guess}).status_code == 422
    assert long_ago.post(CONFIRM, {"code": code}).status_code == 422
    code = ask_for_code(long_ago)
    assert long_ago.post(CONFIRM, {"code": code}).status_code == 302
    assert long_ago.post(CONFIRM, {"code": code}).status_code == 422


def test_an_old_code_opens_nothing(long_ago: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    code = ask_for_code(long_ago)
    later = time.time() + 601
    monkeypatch.setattr("kizuna.people.views.confirming.time.time", lambda: later)
    assert long_ago.post(CONFIRM, {"code": code}).status_code == 422


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_site(long_ago: Client, elsewhere: str) -> None:
    code = ask_for_code(long_ago, elsewhere)
    assert long_ago.post(CONFIRM, {"code": code, "next": elsewhere})["Location"] == "/"


def test_a_form_that_comes_too_late_leads_to_its_page(long_ago: Client, rf: Any) -> None:
    from kizuna.frame.middleware import Doors

    doors = Doors(lambda request: None)  # type: ignore[arg-type,return-value]
    for referer, back in (
        ("http://testserver/cases/?page=2", "%2Fcases%2F%3Fpage%3D2"),
        ("http://evil.example/cases/", "%2F"),
        ("", "%2F"),
    ):
        request = rf.post("/break-glass/", HTTP_REFERER=referer)
        answer = doors.process_exception(request, ConfirmFirst("fresh"))
        assert answer is not None
        assert answer["Location"] == f"{CONFIRM}?next={back}"
