"""What people write to us on the site lands where their other messages land, with the same effects."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.outbox.models import Message, Reply, Stopped
from kizuna.people.models import Person
from kizuna.screening.actions import read_replies
from kizuna.screening.models import Worry
from kizuna.web import actions, queries
from tests.town import HOUSE, Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def ana(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["resident"])
    return client


def write(town: Town, text: str, **more: Any) -> bool:
    how = {"attempt": uuid4(), "by": town.viewer("resident"), "now": town.now, **more}
    return actions.write_to_us(text=text, **how)


def test_it_waits_for_a_link_worker_near_by_and_knows_who_wrote(town: Town, ana: Client) -> None:
    attempt = str(uuid4())
    for _ in range(2):  # sent twice, it is one message
        answer = ana.post("/my-data/write/", {"attempt": attempt, "text": "Is the hall open?"})
        assert "We have your message" in answer.content.decode()
    row = Reply.objects.get()
    assert (row.person, row.channel, row.address) == (town.ana, "email", "ana@example.org")
    read_replies(by=HOUSE, now=town.now)
    (one,) = queries.answers(town.viewer("worker"), timezone.now())
    assert (one.said.person, one.said.text) == (town.ana, "Is the hall open?")
    assert queries.answers(town.viewer("far worker"), timezone.now()) == []
    assert actions.answer_reply(reply=row.id, text="Yes.", by=town.viewer("worker"), now=town.now)
    assert Message.objects.get(key=f"replied:{row.id}").address == "ana@example.org"


def test_a_wish_for_silence_is_honoured_and_said(town: Town, ana: Client) -> None:
    answer = ana.post("/my-data/write/", {"attempt": str(uuid4()), "text": "please stop texting me"})
    assert "no more messages" in answer.content.decode()
    assert Stopped.objects.count() == 1


def test_words_of_danger_are_heard(town: Town) -> None:
    write(town, "I want to kill myself")
    read_replies(by=HOUSE, now=town.now)
    assert Worry.objects.count() == 1


def test_on_a_shared_address_it_is_still_known_who_wrote(town: Town) -> None:
    Person.objects.filter(pk=town.ana).update(shared_contact=True)
    write(town, "Hello")
    read_replies(by=HOUSE, now=town.now)
    row = Reply.objects.get()
    assert (row.person, row.address) == (town.ana, town.accounts["resident"].email)


def test_without_any_way_to_answer_it_is_said(town: Town, ana: Client) -> None:
    Person.objects.filter(pk=town.ana).update(email=None, email_index="")
    account = town.accounts["resident"]
    account.email, account.phone, account.phone_index = None, "+13055550100", "x"
    account.save()
    with pytest.raises(Refused):
        write(town, "Hello")
    answer = ana.post("/my-data/write/", {"attempt": str(uuid4()), "text": "Hello"})
    assert answer.status_code == 422
    assert "Hello" in answer.content.decode()


def test_a_script_that_writes_on_and_on_is_told_to_wait(town: Town, ana: Client) -> None:
    statuses = [
        ana.post("/my-data/write/", {"attempt": str(uuid4()), "text": "again"}).status_code for _ in range(8)
    ]
    assert statuses == [200] * 6 + [422] * 2
    assert Reply.objects.count() == 6


@pytest.mark.doors
def test_only_residents_write_and_only_for_themselves(town: Town) -> None:
    how = {"attempt": uuid4(), "text": "Hello", "now": town.now}
    for who, refusal in ((STRANGER, LogInFirst), (town.viewer("worker"), NotAllowed)):
        with pytest.raises((refusal, NotFound)):
            actions.write_to_us(**how, by=who)
    assert not Reply.objects.exists()


def test_the_page_asks_little(ana: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        assert ana.get("/my-data/write/").status_code == 200
