"""A message is written once, with its cause, and one wake-up follows."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.outbox import actions
from kizuna.outbox.message import Draft
from kizuna.outbox.models import Message, Reply
from kizuna.outbox.queries import counts, problems, replies, state_of, waiting
from kizuna.work.models import Job
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")


def send(key: str = "k", **changes: Any) -> uuid.UUID:
    whole = {"address": "ada@example.org", "subject": "Tea", "text": "Come at five", "now": NOW, **changes}
    return actions.send(key=key, **whole)


def drafts(number: int) -> list[Draft]:
    return [Draft(f"k{n}", f"a{n}@example.org", "Tea", "Come at five") for n in range(number)]


def test_a_message_waits_with_one_wake_up() -> None:
    found = send()
    row = Message.objects.get()
    assert (row.id, row.status, row.next_try, row.channel) == (found, "queued", NOW, "email")
    assert row.reference == f"{found.hex}@127.0.0.1"
    assert list(Job.objects.values_list("name", flat=True)) == ["outbox.deliver"]
    assert state_of(HOUSE, "k") == "queued"
    assert state_of(HOUSE, "other") is None


def test_the_same_key_again_changes_nothing() -> None:
    assert send() == send(text="Come at six")
    assert Message.objects.get().text == "Come at five"
    assert Job.objects.count() == 1


def test_a_message_goes_back_with_its_cause() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    assert not Message.objects.exists()
    assert not Job.objects.exists()


def test_a_bad_address_or_subject_is_refused_with_nothing_written() -> None:
    for changes in (
        {"address": "ada@example.org\nBcc: all@example.org"},
        {"subject": "Tea\r\nBcc: all@example.org"},
        {"address": "nobody"},
        {"channel": "pigeon"},
    ):
        with pytest.raises(Refused):
            send(**changes)
    with pytest.raises(Refused):
        actions.send_many(messages=[*drafts(3), Draft("x", "nobody", "s", "t")], now=NOW)
    assert not Message.objects.exists()
    assert not Job.objects.exists()


def test_many_messages_need_one_wake_up_and_few_statements(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):
        actions.send_many(messages=drafts(500), now=NOW)
    assert Message.objects.count() == 500
    assert Job.objects.count() == 1


def test_ids_follow_one_another_in_time_and_tell_nothing_else() -> None:
    moments = [NOW + timedelta(milliseconds=n) for n in range(50)]
    found = [send(f"k{n}", now=at) for n, at in enumerate(moments)]
    assert found == sorted(found)
    assert {(one.version, one.variant) for one in found} == {(7, uuid.RFC_4122)}
    assert len({one.int & (1 << 62) - 1 for one in found}) == 50


def test_of_many_only_the_new_ones_are_written() -> None:
    actions.send_many(messages=drafts(3), now=NOW)
    first = Message.objects.get(key="k0").id
    actions.send_many(messages=[*drafts(5), Draft("k4", "other@example.org", "Tea", "No")], now=NOW)
    assert Message.objects.count() == 5
    assert Message.objects.get(key="k0").id == first
    assert Message.objects.get(key="k4").address == "a4@example.org"
    actions.send_many(messages=[], now=NOW)
    actions.send_many(messages=drafts(5), now=NOW)
    assert Job.objects.count() == 1


def test_nothing_personal_stands_in_the_clear() -> None:
    send()
    with connection.cursor() as cursor:
        for table in ("outbox_message", "work_job", DBTaskResult._meta.db_table):
            cursor.execute(f"SELECT * FROM {table}")
            everything = str(cursor.fetchall())
            for word in ("ada@", "example.org", "Come "):
                assert word not in everything


def test_the_database_knows_the_states() -> None:
    send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(status="lost")


def test_a_reply_wakes_the_room_that_expects_it() -> None:
    until = NOW + timedelta(days=2)
    actions.expect_reply(address="Ada@example.org", topic="outbox.sweep", until=until, now=NOW)
    actions.expect_reply(address="ada@example.org", topic="outbox.sweep", until=until, now=NOW)
    for _ in range(2):
        actions.receive(channel="email", address="ada@example.org", text="Yes", reference="r1", now=NOW)
    (reply,) = replies(HOUSE, "outbox.sweep")
    assert (reply.text, reply.topic, reply.at) == ("Yes", "outbox.sweep", NOW)
    assert [job.key for job in Job.objects.filter(name="outbox.sweep")] == [f"reply:{reply.id}:outbox.sweep"]
    actions.collected(ids=[reply.id], now=NOW)
    assert not replies(HOUSE, "outbox.sweep")


def test_a_reply_that_nobody_expects_waits_for_a_human() -> None:
    until = NOW + timedelta(days=2)
    actions.expect_reply(address="ada@example.org", topic="outbox.sweep", until=until, now=NOW)
    actions.receive(channel="email", address="bob@example.org", text="Hello?", reference="r1", now=NOW)
    late = until + timedelta(seconds=1)
    actions.receive(channel="email", address="ada@example.org", text="Too late?", reference="r2", now=late)
    assert [reply.text for reply in replies(HOUSE, "")] == ["Hello?", "Too late?"]
    assert not Job.objects.exclude(name="screening.read_replies").exists()


def test_a_topic_is_the_name_of_a_task() -> None:
    with pytest.raises(ValueError, match=r"room\.task"):
        actions.expect_reply(address="ada@example.org", topic="tea", until=NOW, now=NOW)


def test_stop_comes_before_anything_else() -> None:
    send("before")
    actions.expect_reply(
        address="ada@example.org", topic="outbox.sweep", until=NOW + timedelta(days=1), now=NOW
    )
    actions.receive(channel="email", address="ADA@example.org", text=" Stop! ", reference="r1", now=NOW)
    send("after")
    send("urgent", life_safety=True)
    send("other", address="bob@example.org")
    assert {key: state_of(HOUSE, key) for key in ("before", "after", "urgent", "other")} == {
        "before": "stopped",
        "after": "stopped",
        "urgent": "stopped",
        "other": "queued",
    }
    assert not replies(HOUSE, "outbox.sweep")
    assert not replies(HOUSE, "")
    assert Reply.objects.get().kind == "stop"


def test_an_address_can_be_stopped_by_hand_and_then_needs_no_wake_up() -> None:
    actions.stop(channel="email", address="ada@example.org", now=NOW)
    actions.stop(channel="email", address="ada@example.org", now=NOW)
    actions.send_many(messages=[Draft("k", "ada@example.org", "Tea", "Come at five")], now=NOW)
    assert state_of(HOUSE, "k") == "stopped"
    assert not Job.objects.exists()


def test_what_was_written_to_somebody_is_forgotten_on_request() -> None:
    send("waiting")
    send("done")
    Message.objects.filter(key="done").update(status="sent")
    send("other", address="bob@example.org")
    actions.expect_reply(address="ada@example.org", topic="outbox.sweep", until=NOW, now=NOW)
    actions.receive(channel="email", address="ada@example.org", text="Yes", reference="r1", now=NOW)
    actions.forget(channel="email", address="Ada@example.org", now=NOW)
    mine = Message.objects.exclude(key="other").order_by("key")
    assert [(m.key, m.status, m.address, m.subject, m.text) for m in mine] == [
        ("done", "sent", "", "", ""),
        ("waiting", "stopped", "", "", ""),
    ]
    assert Message.objects.get(key="other").text == "Come at five"
    assert not Reply.objects.exists()


def let_go(now: datetime) -> None:
    before = now - timedelta(days=60)
    actions.let_go(code="outbox.messages", before=before, limit=9, by=SYSTEM("test"), now=now)


def test_old_content_is_forgotten_and_the_key_stays() -> None:
    send("done")
    send("waiting")
    Message.objects.filter(key="done").update(status="sent")
    let_go(NOW + timedelta(days=59))
    assert Message.objects.get(key="done").text
    let_go(NOW + timedelta(days=61))
    assert Message.objects.get(key="done").text == ""
    assert Message.objects.get(key="waiting").text == "Come at five"
    send("done")
    assert state_of(HOUSE, "done") == "sent"


def test_the_outbox_in_figures() -> None:
    for key in ("a", "b", "c"):
        send(key)
    Message.objects.filter(key="a").update(status="failed", last_error="SMTPDataError 554")
    Message.objects.filter(key="b").update(status="unknown", life_safety=True)
    found = counts(HOUSE)
    assert (found.by_state, found.oldest_waiting) == ({"failed": 1, "unknown": 1, "queued": 1}, NOW)
    assert [(row.key, row.status, row.error) for row in problems(HOUSE)] == [
        ("b", "unknown", ""),
        ("a", "failed", "SMTPDataError 554"),
    ]
    assert [row.key for row in waiting(HOUSE, NOW)] == ["c"]
    assert not waiting(HOUSE, NOW - timedelta(seconds=1))


@pytest.mark.parametrize("topic", ["account", "duty"])
def test_a_stop_silences_neither_a_code_nor_the_call_to_the_duty_worker(topic: str):
    actions.stop(channel="email", address="lin@linden.example", now=NOW)
    for number, about in enumerate((topic, "news")):
        actions.send(
            key=f"m{number}", address="lin@linden.example", subject="s", text="t", topic=about, now=NOW
        )
    actions.sweep(now=NOW)
    found = dict(Message.objects.values_list("topic", "status"))
    assert found == {topic: "queued", "news": "stopped"}
