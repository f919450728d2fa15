"""Guesses: fewer and fewer, and never at the cost of the one whose account it is; codes by telephone."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import NotAllowed, Refused
from kizuna.outbox.models import Message
from kizuna.people.actions import clear_sessions, forget_tries, set_phone, try_once
from kizuna.people.models import Account, Guesses
from kizuna.people.throttle import FIRST, FORGOTTEN, FREE, LONGEST, begins_anew, must_wait, pause
from tests.town import HOUSE, Town, build

PASSWORD = "a long enough password"
NUMBER = "+13055550144"


@pytest.fixture
def town(db: None) -> Town:
    made = build(timezone.now())
    ana = made.accounts["resident"]
    ana.set_password(PASSWORD)
    ana.save()
    return made


def enter(client: Client, password: str = PASSWORD) -> bool:
    answer = client.post("/account/login/", {"login": "resident@example.org", "password": password})
    return bool(answer.status_code == 302)


@given(count=st.integers(0, 10_000))
def test_pauses_grow_and_end(count: int) -> None:
    assert pause(count) <= pause(count + 1) <= LONGEST
    assert (pause(count) == 0) == (count < 5)
    assert not must_wait(count, LONGEST)
    assert not begins_anew(LONGEST)


@pytest.mark.django_db(transaction=True)
def test_twenty_tries_at_the_same_moment_are_five() -> None:
    """Counted and asked in two steps, all twenty would get through."""
    at_once, now = Barrier(20), timezone.now()

    def guess(_: int) -> bool:
        at_once.wait()
        try:
            return try_once(bucket="ana", by=HOUSE, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as crowd:
        assert sum(crowd.map(guess, range(20))) == FREE
    assert Guesses.objects.get().tries == FREE
    assert not try_once(bucket="ana", by=HOUSE, now=now + timedelta(seconds=FIRST - 1))
    assert try_once(bucket="ana", by=HOUSE, now=now + timedelta(seconds=FIRST))
    assert try_once(bucket="ana", by=HOUSE, now=now + timedelta(seconds=FIRST + FORGOTTEN + 1))
    assert Guesses.objects.get().tries == 1, "after an hour it begins anew"


def test_tries_that_no_longer_count_are_forgotten_by_night(town: Town) -> None:
    for bucket, age in (("old", FORGOTTEN + 60), ("young", 60)):
        try_once(bucket=bucket, by=HOUSE, now=town.now - timedelta(seconds=age))
    clear_sessions(by=HOUSE, now=town.now)
    assert list(Guesses.objects.values_list("bucket", flat=True)) == ["young"]


@pytest.mark.doors
@pytest.mark.parametrize("role", ["resident", "worker", "admin"])
def test_only_the_house_counts(town: Town, role: str) -> None:
    with pytest.raises(NotAllowed):
        try_once(bucket="ana", by=town.viewer(role), now=town.now)
    with pytest.raises(NotAllowed):
        forget_tries(bucket="ana", by=town.viewer(role), now=town.now)


def test_whoever_hammers_locks_out_only_strange_browsers(town: Town) -> None:
    at_home = Client()
    assert enter(at_home)
    at_home.post("/account/logout/")
    attacker = Client(REMOTE_ADDR="198.51.100.7")
    assert not any(enter(attacker, f"guess {n}") for n in range(9))
    assert not enter(Client(REMOTE_ADDR="198.51.100.8"), PASSWORD), "even the right one has to wait elsewhere"
    assert enter(at_home)


def test_a_browser_that_knows_somebody_else_is_a_strange_one(town: Town) -> None:
    other = Client()
    ben = town.accounts["provider"]
    ben.set_password(PASSWORD)
    ben.save()
    other.post("/account/login/", {"login": ben.email, "password": PASSWORD})
    other.post("/account/logout/")
    attacker = Client(REMOTE_ADDR="198.51.100.7")
    for n in range(9):
        enter(attacker, f"guess {n}")
    assert not enter(other)


def test_codes_are_not_sent_without_end(town: Town) -> None:
    for _ in range(8):
        Client().post("/account/login/code/", {"email": "resident@example.org"})
    assert Message.objects.filter(topic="account").count() == 5


def test_a_code_by_text_message_signs_in(town: Town, client: Client) -> None:
    ana = town.accounts["resident"]
    set_phone(account=ana.pk, phone="(305) 555-0144", verified=True, by=HOUSE, now=town.now)
    client.post("/account/login/code/", {"phone": "305 555 0144"})
    message = Message.objects.latest("created_at")
    assert (message.channel, message.address) == ("sms", NUMBER)
    code = re.search(r"code is ([A-Z0-9-]+)\.", message.text)
    assert code
    client.post("/account/login/code/confirm/", {"code": code[1]})
    assert client.get("/my-data/export/").status_code == 200
    assert Account.objects.filter(phone_index__gt="").count() == 1


def test_a_number_that_is_not_proven_opens_nothing(town: Town, client: Client) -> None:
    ana = town.accounts["resident"]
    set_phone(account=ana.pk, phone=NUMBER, verified=False, by=HOUSE, now=town.now)
    client.post("/account/login/code/", {"phone": NUMBER})
    assert not Message.objects.filter(channel="sms").exists()


def test_nobody_takes_a_number_from_another(town: Town) -> None:
    how: dict[str, Any] = {"verified": True, "by": HOUSE, "now": town.now}
    set_phone(account=town.accounts["resident"].pk, phone=NUMBER, **how)
    with pytest.raises(Refused):
        set_phone(account=town.accounts["worker"].pk, phone=NUMBER, **how)
