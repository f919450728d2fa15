"""Claim, gateway, record: what becomes of a message when all goes well and when it does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from kizuna.access.viewer import SYSTEM
from kizuna.outbox import actions, tasks
from kizuna.outbox.gateways import InsideTransaction
from kizuna.outbox.message import Outcome
from kizuna.outbox.models import Message
from kizuna.outbox.queries import state_of
from kizuna.outbox.retry import ATTEMPTS
from kizuna.work.actions import enqueue
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.outbox.conftest import Clock, Stub
from tests.outbox.test_send import HOUSE, drafts, send

pytestmark = pytest.mark.django_db
Deliver = Callable[..., Any]
DOWN = Outcome("temporary", "ConnectionRefusedError")
BROKEN = Outcome("uncertain", "TimeoutError")


def claimed(by: str) -> None:
    """A message on its way whose worker is killed now."""
    assert actions.turn(by=by, now=NOW).parcels


def test_everything_that_waits_is_sent_once(stub: Stub, deliver: Deliver) -> None:
    actions.send_many(messages=drafts(5), now=NOW)
    deliver()
    deliver()
    assert sorted(parcel.address for parcel in stub.sent) == [f"a{n}@example.org" for n in range(5)]
    assert set(Message.objects.values_list("status", "sent_at", "provider")) == {("sent", NOW, "stub")}


def test_life_safety_goes_first(stub: Stub, deliver: Deliver) -> None:
    actions.send_many(messages=drafts(3), now=NOW - timedelta(hours=1))
    send("urgent", life_safety=True)
    deliver()
    assert stub.sent[0].life_safety


def test_a_temporary_failure_is_tried_again_later_under_the_same_reference(
    stub: Stub, deliver: Deliver, clock: Clock
) -> None:
    stub.answers = [DOWN]
    send()
    deliver()
    row = Message.objects.get()
    assert (row.status, row.attempts, row.last_error) == ("queued", 1, "ConnectionRefusedError")
    assert timedelta(seconds=15) <= row.next_try - NOW <= timedelta(seconds=30)
    retry = Job.objects.get(key__startswith="outbox.deliver@")
    deliver()
    assert len(stub.sent) == 1
    clock.later(seconds=41)
    deliver(retry.key)
    assert state_of(HOUSE, "k") == "sent"
    assert stub.sent[0].reference == stub.sent[1].reference


def test_retries_of_many_messages_share_their_wake_ups(stub: Stub, deliver: Deliver) -> None:
    stub.answers = [DOWN] * 40
    actions.send_many(messages=drafts(40), now=NOW)
    deliver()
    assert Job.objects.filter(key__startswith="outbox.deliver@").count() <= 9


def test_after_many_attempts_it_has_failed(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    stub.answers = [DOWN] * 100
    send()
    for _ in range(ATTEMPTS + 3):
        deliver()
        clock.later(hours=2)
    assert len(stub.sent) == ATTEMPTS
    assert state_of(HOUSE, "k") == "failed"


def test_a_clear_no_is_the_end(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    stub.answers = [Outcome("permanent", "SMTPRecipientsRefused 550")]
    send()
    deliver()
    clock.later(days=1)
    deliver()
    assert len(stub.sent) == 1
    assert state_of(HOUSE, "k") == "failed"


def test_a_broken_call_is_unknown_and_not_repeated_by_itself(
    stub: Stub, deliver: Deliver, clock: Clock
) -> None:
    stub.answers = [BROKEN]
    send()
    deliver()
    clock.later(days=1)
    deliver()
    actions.sweep(now=clock.now)
    assert len(stub.sent) == 1
    assert state_of(HOUSE, "k") == "unknown"


def test_only_life_safety_is_repeated_when_its_end_is_unknown(
    stub: Stub, deliver: Deliver, clock: Clock
) -> None:
    stub.answers = [BROKEN]
    send(life_safety=True)
    deliver()
    assert state_of(HOUSE, "k") == "unknown"
    clock.later(seconds=16)
    deliver()
    assert len(stub.sent) == 2
    assert state_of(HOUSE, "k") == "sent"


@pytest.mark.parametrize("by", ["wake:test", "wake:other"])
def test_a_row_left_half_done_is_asked_about(stub: Stub, deliver: Deliver, clock: Clock, by: str) -> None:
    """By the same task at once; of another one when nobody is at work on it any more."""
    send()
    claimed(by)
    if by != "wake:test":
        enqueue("outbox.deliver", key=by, now=NOW)
        Job.objects.filter(key=by).update(leased_until=NOW)
        deliver("wake:test")
        assert not stub.asked
        Job.objects.filter(key=by).update(leased_until=None)
        actions.sweep(now=clock.now)
    stub.knows = Outcome("sent")
    deliver("wake:test")
    assert stub.asked
    assert not stub.sent
    assert state_of(HOUSE, "k") == "sent"


def test_a_row_left_half_done_that_nobody_can_tell_about_is_unknown(stub: Stub, deliver: Deliver) -> None:
    send()
    claimed("wake:test")
    deliver()
    assert not stub.sent
    assert state_of(HOUSE, "k") == "unknown"


def test_a_row_left_half_done_that_never_arrived_is_sent(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    send()
    claimed("wake:test")
    stub.knows = Outcome("temporary", "NeverSeen")
    deliver()
    clock.later(minutes=1)
    deliver()
    assert state_of(HOUSE, "k") == "sent"


def test_what_became_of_a_message_is_asked_before_a_backlog_of_the_same_urgency(stub: Stub) -> None:
    actions.send_many(messages=drafts(40), now=NOW - timedelta(hours=1))
    send(key="doubtful")
    Message.objects.filter(key="doubtful").update(status="unknown", provider="stub")
    send(key="danger", life_safety=True)
    taken = actions.turn(by="one", limit=8, now=NOW).parcels
    assert [parcel.life_safety for parcel in taken] == [True]  # this provider takes one at a time
    actions.record(parcel=taken[0], outcome=Outcome("sent"), pause=1, now=NOW)
    later = NOW + timedelta(seconds=1)
    assert [parcel.doubtful for parcel in actions.turn(by="one", limit=8, now=later).parcels] == [True]


def test_late_news_of_an_earlier_attempt_does_not_disturb_the_next_one() -> None:
    send(life_safety=True)
    (first,) = actions.turn(by="one", now=NOW).parcels
    actions.record(parcel=first, outcome=BROKEN, pause=1, now=NOW)
    (second,) = actions.turn(by="two", now=NOW + timedelta(seconds=2)).parcels
    for outcome in (DOWN, BROKEN, Outcome("permanent")):
        actions.record(parcel=first, outcome=outcome, pause=1, now=NOW)
        assert state_of(HOUSE, "k") == "sending"
    actions.record(parcel=second, outcome=Outcome("sent"), pause=1, now=NOW)
    actions.record(parcel=first, outcome=BROKEN, pause=1, now=NOW)
    assert state_of(HOUSE, "k") == "sent"
    actions.record(parcel=second, outcome=Outcome("delivered"), pause=1, now=NOW)
    actions.record(parcel=second, outcome=Outcome("sent"), pause=1, now=NOW)
    assert state_of(HOUSE, "k") == "delivered"


def test_an_error_that_nobody_foresaw_does_not_hold_up_the_others(stub: Stub, deliver: Deliver) -> None:
    stub.answers = [KeyError("ada@example.org")]
    actions.send_many(messages=drafts(2), now=NOW)
    deliver()
    assert sorted(Message.objects.values_list("status", "last_error")) == [
        ("sent", ""),
        ("unknown", "KeyError"),
    ]


def test_a_row_that_no_key_opens_does_not_hold_up_the_others(stub: Stub, deliver: Deliver) -> None:
    actions.send_many(messages=drafts(2), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_message SET text = 'gAAAAA' WHERE key = 'k0'")
    deliver()
    deliver()
    assert sorted(Message.objects.values_list("key", "status", "last_error")) == [
        ("k0", "failed", "BadSeal"),
        ("k1", "sent", ""),
    ]


def test_what_came_too_late_is_not_sent(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    send(until=NOW + timedelta(hours=1))
    clock.later(hours=1)
    deliver()
    actions.sweep(now=clock.now)
    assert not stub.sent
    assert state_of(HOUSE, "k") == "expired"


def test_stop_holds_also_for_a_row_that_slipped_in_beside_it(stub: Stub, deliver: Deliver) -> None:
    send()
    actions.stop(channel="email", address="ada@example.org", now=NOW)
    Message.objects.update(status="queued", next_try=NOW)
    deliver()
    assert not stub.sent
    actions.sweep(now=NOW)
    assert state_of(HOUSE, "k") == "stopped"


def test_a_long_run_hands_over_to_another_task(
    stub: Stub, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SPELL", -1.0)
    actions.send_many(messages=drafts(2), now=NOW)
    Job.objects.all().delete()
    deliver()
    assert len(stub.sent) == 1
    assert Job.objects.filter(key__startswith="wake:").count() == 1


def test_the_sweep_wakes_delivery_only_when_something_is_due() -> None:
    tasks.sweep.call(key="x")
    assert not Job.objects.exists()
    send()
    Job.objects.all().delete()
    actions.sweep(now=NOW - timedelta(seconds=1))
    assert not Job.objects.exists()
    actions.sweep(now=NOW)
    assert Job.objects.count() == 1
    tasks.prune.call(key="y")


def test_delivery_inside_a_transaction_is_refused_before_anything_is_claimed(
    stub: Stub, deliver: Deliver
) -> None:
    send()
    with pytest.raises(InsideTransaction), transaction.atomic():
        deliver()
    assert not stub.sent
    assert state_of(SYSTEM("test"), "k") == "queued"
