"""Calls that a person makes: one at a time, with a line in the ledger, and nobody else's number shown."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.outbox.quiet import hours
from kizuna.outbox.ways import ways
from kizuna.web import actions
from tests.town import Town, build

NUMBER = "+1 305 555 0123"


@pytest.fixture
def town(db: None, settings: Any) -> Town:
    settings.OUTBOX_WAYS = {"voice": ways("people:", "voice")}
    settings.QUIET_HOURS = hours("")
    return build(timezone.now())


@pytest.fixture
def caller(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["coordinator"])
    return client


def spoken(key: str, **how: Any) -> None:
    words = {"subject": "", "text": "The hall is open until ten.", "now": timezone.now()}
    send(key=key, channel="voice", address=NUMBER, **words, **how)


def take(client: Client, what: str = "take", **more: str) -> str:
    return client.post("/calls/", {"what": what, **more}, follow=True).content.decode()


def test_the_number_and_the_words_are_shown_to_whoever_took_the_call(caller: Client, town: Town) -> None:
    spoken("a")
    spoken("b", life_safety=True)
    page = caller.get("/calls/").content.decode()
    assert "2 calls wait" in page
    assert NUMBER not in page
    page = take(caller)
    assert 'href="tel:+13055550123"' in page
    assert "The hall is open until ten." in page
    taken = Message.objects.get(key="b")  # life safety first
    assert Entry.objects.filter(verb="call.take", subject=f"outbox.Message:{taken.id}").count() == 1
    other = Client()
    other.force_login(town.accounts["admin"])
    assert NUMBER not in other.get("/calls/").content.decode()
    take(other, "delivered", message=str(taken.id))
    assert Message.objects.get(key="b").status == "sending"
    take(caller, "delivered", message=str(taken.id))
    assert Message.objects.get(key="b").status == "delivered"
    assert Entry.objects.filter(verb="call.delivered").count() == 1


def test_nobody_takes_two_calls_at_once(caller: Client) -> None:
    spoken("a")
    spoken("b")
    take(caller)
    take(caller)
    assert Message.objects.filter(status="sending").count() == 1


def test_nothing_to_call_says_so(caller: Client) -> None:
    assert "Nobody waits for a call" in take(caller)
    assert caller.post("/calls/", {"what": "delivered"}).status_code == 422


def test_few_queries(caller: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(5):
        spoken(f"k{n}")
    with django_assert_max_num_queries(12):
        caller.get("/calls/")


@pytest.mark.doors
def test_only_those_who_may_call_get_a_number(town: Town) -> None:
    spoken("a")
    with pytest.raises(LogInFirst):
        actions.take_call(by=STRANGER, now=timezone.now())
    for role in ("resident", "organiser", "provider", "analyst"):
        with pytest.raises(NotAllowed):
            actions.take_call(by=town.viewer(role), now=timezone.now())
    assert Message.objects.get().status == "queued"
