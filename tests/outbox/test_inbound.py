"""What comes in: STOP before anything else, once each, the right room, at last a human."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from kizuna.access.viewer import SYSTEM
from kizuna.outbox import actions, queries
from kizuna.outbox.heard import ANSWERS_AN_HOUR
from kizuna.outbox.message import Draft
from kizuna.outbox.models import Message, Reply, Stopped
from kizuna.work.models import Job
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")
PHONE = "+13055550123"
NOBODY = Q(person__in=())
"""Nobody has to be hidden."""


def hear(text: str, reference: str = "r1", **changes: Any) -> bool:
    whole = {"channel": "sms", "address": PHONE, "now": NOW, **changes}
    return actions.receive(text=text, reference=reference, **whole)


def write(key: str, **changes: Any) -> uuid.UUID:
    whole = {"channel": "sms", "address": PHONE, "subject": "", "text": "Tea at five", "now": NOW, **changes}
    return actions.send(key=key, **whole)


def states() -> dict[str, str]:
    rows = Message.objects.exclude(topic="answer")
    return dict(rows.values_list("key", "status"))


def answers() -> list[str]:
    return [row.text for row in Message.objects.filter(topic="answer").order_by("created_at", "key")]


def test_each_id_of_the_provider_counts_once():
    assert hear("Hello")
    assert not hear("Hello")
    assert hear("Hello", "r2")
    assert hear("Hello", channel="email", address="ada@example.org")
    assert Reply.objects.count() == 3


def test_stop_ends_what_waits_and_what_comes_and_says_so_once():
    write("waits")
    assert hear("please don't text me any more")
    assert hear("STOP", "r2")
    write("news")
    write("flood", life_safety=True)
    assert states() == {"waits": "stopped", "news": "stopped", "flood": "stopped"}
    (said,) = answers()
    assert "LIFE" in said
    assert "START" in said
    assert "left before" not in said
    assert list(Reply.objects.values_list("kind", "outcome")) == [("stop", "")] * 2
    assert not queries.received_count(HOUSE, NOW, hidden=NOBODY)


def test_stop_tells_of_what_had_started_already():
    write("on its way")
    Message.objects.update(status="sending")
    hear("STOP")
    assert states() == {"on its way": "sending"}
    assert "left before" in answers()[0]
    assert Reply.objects.get().under_way == 1


@pytest.mark.parametrize("written", ["13055550123", "3055550123", "+1 (305) 555-0123", "305.555.0123"])
def test_a_number_is_the_same_however_a_provider_writes_it(written: str):
    write("waits")
    hear("STOP", address=written)
    assert states() == {"waits": "stopped"}
    assert Message.objects.get(topic="answer").address == PHONE


def test_a_number_in_our_own_messages_may_be_written_without_a_prefix():
    write("waits", address="305 555 0123")
    hear("STOP", address=PHONE)
    assert states() == {"waits": "stopped"}


def test_silence_is_of_one_channel_and_address():
    write("mail", channel="email", address="ada@example.org", subject="Tea")
    write("other", address="+13055550124")
    hear("STOP")
    assert states() == {"mail": "queued", "other": "queued"}


def test_life_safety_is_kept_on_only_by_saying_so():
    hear("STOP")
    assert hear("LIFE", "r2")
    write("news")
    write("flood", life_safety=True)
    actions.sweep(now=NOW)
    assert states() == {"news": "stopped", "flood": "queued"}
    hear("STOP", "r3")
    write("flood2", life_safety=True)
    assert states() == {"news": "stopped", "flood": "stopped", "flood2": "stopped"}
    assert len(answers()) == 3


def test_life_from_somebody_who_did_not_stop_is_a_message_for_a_human():
    hear("life")
    assert [row.kind for row in Reply.objects.all()] == ["message"]
    assert not answers()


def test_start_brings_messages_back_but_not_those_that_were_stopped():
    write("old")
    hear("STOP")
    hear("start", "r2")
    write("new")
    assert states() == {"old": "stopped", "new": "queued"}
    assert not Stopped.objects.exists()
    assert len(answers()) == 2


def test_the_answer_comes_in_the_language_of_the_wish():
    hear("توقف", "r1")
    hear("quítame de la lista", "r2", address="+13055550124")
    assert "حياة" in answers()[0] + answers()[1]
    assert "VIDA" in answers()[0] + answers()[1]


def test_a_machine_is_not_answered():
    hear("STOP", automatic=True)
    hear("I am away until Monday", "r2", automatic=True)
    assert not answers()
    assert sorted(Reply.objects.values_list("kind", flat=True)) == ["auto", "stop"]
    assert Stopped.objects.exists()


def test_our_own_messages_that_come_back_do_nothing(settings: Any):
    settings.DEFAULT_FROM_EMAIL = "Kizuna <hello@kizuna.example>"
    hear("STOP", channel="email", address="hello@kizuna.example")
    assert Reply.objects.get().kind == "auto"
    assert not Stopped.objects.exists()


def test_two_machines_do_not_talk_for_ever():
    for number in range(2 * ANSWERS_AN_HOUR):
        hear("STOP" if number % 2 == 0 else "START", f"r{number}")
    assert len(answers()) == ANSWERS_AN_HOUR
    assert Reply.objects.count() == 2 * ANSWERS_AN_HOUR
    hear("STOP", "later", now=NOW + timedelta(hours=2))
    assert len(answers()) == ANSWERS_AN_HOUR + 1


def test_a_sender_without_a_number_is_kept_and_not_answered():
    hear("STOP", address="BANK")
    hear("Your code is 1", "r2", address="BANK")
    assert not answers()
    assert [row.address for row in Reply.objects.all()] == ["BANK", "BANK"]


def test_an_email_may_say_it_in_its_subject():
    mail = {"channel": "email", "address": "ada@example.org"}
    hear("Sent from my phone", subject="Unsubscribe", **mail)
    assert Reply.objects.get().kind == "stop"


def expect(topic: str, minutes: int = 0) -> None:
    at = NOW + timedelta(minutes=minutes)
    actions.expect_reply(channel="sms", address=PHONE, topic=topic, until=at + timedelta(days=1), now=at)


def given(topic: str) -> bool:
    return Job.objects.filter(name=topic, key__startswith="reply:").exists()


def test_who_asked_last_looks_first_and_hands_on():
    expect("outbox.sweep")
    expect("outbox.prune", minutes=5)
    hear("Yes", now=NOW + timedelta(minutes=9))
    assert (given("outbox.prune"), given("outbox.sweep")) == (True, False)
    (reply,) = queries.replies(HOUSE, "outbox.prune")
    now = NOW + timedelta(minutes=10)
    actions.hand_on(reply=reply.id, topic="outbox.sweep", now=now)
    assert not given("outbox.sweep")
    actions.hand_on(reply=reply.id, topic="outbox.prune", now=now)
    assert given("outbox.sweep")
    assert not queries.received_count(HOUSE, now, hidden=NOBODY)
    actions.hand_on(reply=reply.id, topic="outbox.sweep", now=now)
    assert queries.received_count(HOUSE, now, hidden=NOBODY) == 1


def test_the_first_claim_wins():
    expect("outbox.sweep")
    hear("Yes")
    ids = [one.id for one in queries.replies(HOUSE, "outbox.sweep")]
    assert actions.collected(ids=ids, now=NOW) == 1
    assert actions.collected(ids=ids, now=NOW) == 0
    actions.hand_on(reply=ids[0], topic="outbox.sweep", now=NOW)
    assert not queries.received_count(HOUSE, NOW + timedelta(days=9), hidden=NOBODY)


def test_what_the_room_does_not_take_reaches_a_human():
    expect("outbox.sweep")
    hear("Yes")
    assert not queries.received_count(HOUSE, NOW, hidden=NOBODY)
    assert queries.received_count(HOUSE, NOW + timedelta(hours=2), hidden=NOBODY) == 1


def test_nothing_personal_stands_in_the_clear():
    hear("I am Ada Lovelace", subject="From Ada", whole="Lovelace again")
    with connection.cursor() as cursor:
        for table in ("outbox_reply", "work_job", "django_tasks_database_dbtaskresult"):
            cursor.execute(f"SELECT * FROM {table}")
            everything = str(cursor.fetchall())
            for word in ("Ada", "Lovelace", "3055550123"):
                assert word not in everything


def test_ten_thousand_wait_and_one_stop_ends_them_all(django_assert_max_num_queries: Any):
    many = [Draft(f"k{n}", PHONE, "", "Tea", channel="sms", many=True) for n in range(10_000)]
    actions.send_many(messages=many, now=NOW)
    with django_assert_max_num_queries(40):
        hear("STOP")
    assert set(Message.objects.exclude(topic="answer").values_list("status", flat=True)) == {"stopped"}
    taken = actions.turn(by="worker", now=NOW + timedelta(seconds=1)).parcels
    assert [parcel.text for parcel in taken] == answers()


def test_what_a_person_wrote_goes_with_them():
    hear("Hello")
    person = uuid.uuid4()
    Reply.objects.update(person=person)
    actions.forget_person(person=person, now=NOW)
    assert not Reply.objects.exists()
