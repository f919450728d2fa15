"""What becomes of messages when providers have bad days, receipts come late, and people decide."""

import itertools
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.outbox import actions, tasks
from kizuna.outbox.gateways import exit as exits
from kizuna.outbox.message import Draft, Outcome
from kizuna.outbox.models import FailedAddress, Gate, Message
from kizuna.outbox.queries import board, broken, state_of, unknown, ways
from kizuna.outbox.quiet import hours
from kizuna.outbox.states import STATES
from kizuna.outbox.ways import LANES, Way
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.outbox.conftest import Clock, Stub
from tests.outbox.test_send import HOUSE, drafts, send

pytestmark = pytest.mark.django_db
Deliver = Callable[..., Any]
SECOND = timedelta(seconds=1)
ILL = Outcome("temporary", "HTTP 503", away=True)
BROKEN = Outcome("uncertain", "TimeoutError", away=True)

receipts = st.lists(st.sampled_from(["sent", "delivered", "failed"]), min_size=1, max_size=3)


class Receipts(TestCase):
    """Receipts come doubled, late and in any order: the end is the same."""

    @given(st.sampled_from(sorted(STATES)), receipts, st.data())
    def test_any_order_and_repetition_leads_to_the_same_state(
        self, state: str, told: list[str], data: st.DataObject
    ) -> None:
        many = data.draw(st.lists(st.sampled_from(told), max_size=4)) + told
        ends = set()
        for number, order in enumerate([told, data.draw(st.permutations(many)), many[::-1]]):
            row = Message.objects.get(id=send(f"{uuid.uuid4()}-{number}"))
            Message.objects.filter(id=row.id).update(status=state)
            for kind in order:
                actions.receipt(reference=row.reference, kind=kind, now=NOW)
            ends.add(Message.objects.get(id=row.id).status)
        assert len(ends) == 1, (state, told, ends)


def test_a_receipt_that_overtakes_the_answer_holds(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    send()
    (parcel,) = actions.turn(by="a", now=NOW).parcels
    assert actions.receipt(reference=parcel.reference, kind="delivered", now=NOW)
    for outcome in (Outcome("sent"), ILL, BROKEN, Outcome("permanent")):
        actions.record(parcel=parcel, outcome=outcome, pause=1, now=NOW)
        assert state_of(HOUSE, "k") == "delivered"
    assert not actions.receipt(reference=parcel.reference, kind="delivered", now=NOW)
    assert not actions.receipt(reference="nobody", kind="failed", now=NOW)
    clock.later(days=1)
    deliver()
    assert not stub.sent


def test_an_unknown_outcome_is_asked_about_and_never_sent_twice(
    stub: Stub, deliver: Deliver, clock: Clock
) -> None:
    stub.answers, stub.knows = [BROKEN], Outcome("sent")
    send()
    deliver()
    assert state_of(HOUSE, "k") == "unknown"
    clock.later(minutes=1)
    deliver()
    assert (len(stub.sent), len(stub.asked), state_of(HOUSE, "k")) == (1, 1, "sent")


def test_what_the_provider_never_saw_is_sent_again(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    stub.answers, stub.knows = [BROKEN], Outcome("temporary", "NeverSeen")
    send()
    deliver()
    clock.later(minutes=1)
    deliver()
    assert (len(stub.sent), state_of(HOUSE, "k")) == (2, "sent")


def test_an_unknown_message_that_nobody_can_ask_about_waits_for_a_human(
    stub: Stub, deliver: Deliver, clock: Clock, settings: Any
) -> None:
    settings.OUTBOX_WAYS = {"email": (Way("post", "email", "smtp", lanes=1),)}
    stub.answers = [BROKEN]
    message = send()
    deliver()
    clock.later(days=1)
    deliver()
    assert len(stub.sent) == 1
    assert [(row.id, row.hint) for row in unknown(HOUSE)] == [(message, "a…@example.org")]
    assert actions.decide(message=message, what="again", now=clock.now)
    deliver()
    assert (len(stub.sent), len(stub.asked), state_of(HOUSE, "k")) == (2, 0, "sent")
    for what in ("again", "arrived", "leave"):
        assert not actions.decide(message=message, what=what, now=clock.now)


def test_after_one_provider_the_next_is_tried_at_once(
    stub: Stub, deliver: Deliver, clock: Clock, settings: Any
) -> None:
    first, second = Way("first", "email", "http"), Way("second", "email", "http")
    settings.OUTBOX_WAYS = {"email": (first, second)}
    stub.answers = [ILL]
    send()
    deliver()
    assert Message.objects.get().next_try == NOW + SECOND
    clock.later(seconds=1)
    deliver()
    assert [parcel.way for parcel in stub.sent] == ["first", "second"]
    assert Message.objects.get().provider == "second"


def test_a_doubtful_message_is_asked_about_where_it_was_sent(
    stub: Stub, deliver: Deliver, clock: Clock, settings: Any
) -> None:
    first, second = Way("first", "email", "http"), Way("second", "email", "http")
    settings.OUTBOX_WAYS = {"email": (first, second)}
    stub.answers, stub.knows = [BROKEN], Outcome("sent")
    send()
    deliver()
    clock.later(minutes=1)
    (parcel,) = actions.turn(by="a", now=clock.now).parcels
    assert (parcel.way, parcel.doubtful) == ("first", True)


def test_a_provider_that_is_ill_is_left_alone_and_then_tried_with_one(
    stub: Stub, clock: Clock, settings: Any
) -> None:
    settings.OUTBOX_WAYS = {"email": (Way("stub", "email", "http"),)}
    actions.send_many(messages=drafts(20), now=NOW)
    parcels = actions.turn(by="a", now=NOW).parcels
    for parcel in parcels:
        actions.record(parcel=parcel, outcome=ILL, pause=1, now=NOW)
    turn = actions.turn(by="a", now=NOW)
    gate = Gate.objects.get()
    assert (turn.parcels, turn.rest_until, gate.circuit) == ((), gate.until, "open")
    assert [line.circuit for line in ways(HOUSE, NOW)] == ["open"]
    later = gate.until
    (trial,) = actions.turn(by="a", now=later).parcels
    assert Gate.objects.get().circuit == "half-open"
    assert not actions.turn(by="b", now=later).parcels
    actions.record(parcel=trial, outcome=Outcome("sent"), pause=1, now=later)
    assert Gate.objects.get().circuit == "closed"
    assert len(actions.turn(by="a", now=later).parcels) == LANES


def test_a_provider_that_asks_to_wait_is_left_alone(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    stub.answers = [Outcome("temporary", "HTTP 429", wait=30)]
    actions.send_many(messages=drafts(3), now=NOW)
    deliver()
    assert len(stub.sent) == 1
    assert Job.objects.filter(key__startswith="outbox.deliver@").exists()
    clock.later(seconds=29)
    deliver()
    assert len(stub.sent) == 1
    clock.later(seconds=2)
    deliver()
    assert len(stub.sent) == 4


def test_a_throttle_lets_so_many_through_and_says_when_it_opens(stub: Stub, settings: Any) -> None:
    settings.OUTBOX_WAYS = {"email": (Way("slow", "email", "http", rate=2, burst=3),)}
    actions.send_many(messages=drafts(9), now=NOW)
    assert len(actions.turn(by="a", now=NOW).parcels) == 3
    assert actions.turn(by="b", now=NOW).rest_until == NOW + SECOND / 2
    assert len(actions.turn(by="b", now=NOW + SECOND).parcels) == 2
    assert not actions.turn(by="a", now=NOW + SECOND).parcels


def test_life_safety_takes_the_tokens_first(stub: Stub, settings: Any) -> None:
    settings.OUTBOX_WAYS = {"email": (Way("slow", "email", "http", rate=1, burst=1),)}
    many = [Draft(f"k{n}", f"a{n}@example.org", "News", "News", many=True) for n in range(9)]
    actions.send_many(messages=many, now=NOW - timedelta(hours=1))
    send("code")
    send("urgent", life_safety=True)
    order = []
    for second in range(3):
        (parcel,) = actions.turn(by="a", now=NOW + second * SECOND).parcels
        order.append(Message.objects.get(id=parcel.id).key)
    assert order[:2] == ["urgent", "code"]


def test_the_fast_lane_takes_nothing_but_life_safety(stub: Stub, clock: Clock) -> None:
    send("urgent", life_safety=True)
    send("other")
    assert set(Job.objects.values_list("name", flat=True)) == {"outbox.deliver", "outbox.deliver_urgent"}
    tasks.deliver_urgent.call(key="wake:urgent")
    assert [parcel.life_safety for parcel in stub.sent] == [True]


EVENING = datetime.fromisoformat("2026-11-23T21:30:00+00:00")


def sms(key: str, **changes: Any) -> uuid.UUID:
    return send(key, channel="sms", address="+1 305 555 0100", now=EVENING, **changes)


def test_nobody_is_woken_up_but_for_their_life(settings: Any, stub: Stub) -> None:
    settings.QUIET_HOURS, settings.TIME_ZONE = hours("21:00-08:00"), "UTC"
    settings.OUTBOX_WAYS = {"sms": (Way("stub", "sms", "http"),)}
    sms("news")
    sms("code", topic="account")
    sms("danger", life_safety=True)
    sms("far away", zone="America/New_York")
    taken = {Message.objects.get(id=p.id).key for p in actions.turn(by="a", now=EVENING).parcels}
    assert taken == {"code", "danger", "far away"}
    assert Message.objects.get(key="news").next_try == datetime.fromisoformat("2026-11-24T08:00:00+00:00")


def test_what_waited_into_the_night_waits_for_the_morning(settings: Any, stub: Stub) -> None:
    settings.QUIET_HOURS, settings.TIME_ZONE = hours("21:00-08:00"), "UTC"
    settings.OUTBOX_WAYS = {"sms": (Way("stub", "sms", "http"),)}
    for n in range(20):
        send(f"k{n}", channel="sms", address=f"+1 305 555 01{n:02}", now=EVENING - timedelta(hours=1))
    send("mail")
    Message.objects.filter(key="mail").update(channel="sms", life_safety=True, next_try=EVENING)
    taken = [Message.objects.get(id=p.id).key for p in actions.turn(by="a", now=EVENING).parcels]
    assert taken == ["mail"]
    morning = datetime.fromisoformat("2026-11-24T08:00:00+00:00")
    assert set(Message.objects.exclude(key="mail").values_list("next_try", flat=True)) == {morning}
    assert len(actions.turn(by="a", now=morning).parcels) == LANES


def test_a_bounce_marks_the_address_and_asks_a_human(stub: Stub, deliver: Deliver) -> None:
    stub.answers = [Outcome("permanent", "SMTPRecipientsRefused 550", bounce=True)]
    send()
    deliver()
    ((mark),) = broken(HOUSE)
    assert (mark.hint, mark.error) == ("a…@example.org", "SMTPRecipientsRefused 550")
    send("news")
    send("code", topic="account")
    send("danger", life_safety=True)
    send("to somebody else", address="bob@example.org")
    states = {key: state_of(HOUSE, key) for key in ("news", "code", "danger", "to somebody else")}
    assert states == {"news": "failed", "code": "queued", "danger": "queued", "to somebody else": "queued"}
    assert actions.address_works(failed=mark.id, now=NOW)
    assert not actions.address_works(failed=mark.id, now=NOW)
    send("later")
    assert state_of(HOUSE, "later") == "queued"


def test_a_bounce_that_comes_days_later_counts_too() -> None:
    message = send()
    Message.objects.update(status="sent")
    reference = Message.objects.get(id=message).reference
    assert actions.receipt(reference=reference, kind="failed", error="5.1.1", bounce=True, now=NOW)
    assert (state_of(HOUSE, "k"), FailedAddress.objects.count()) == ("failed", 1)
    actions.forget(channel="email", address="ada@example.org", now=NOW)
    assert not FailedAddress.objects.exists()


def both() -> None:
    send("mail")
    send("sms", channel="sms", address="+1 305 555 0100", instead_of="mail")


def test_another_channel_is_held_back_until_the_first_one_cannot(
    stub: Stub, deliver: Deliver, settings: Any
) -> None:
    settings.OUTBOX_WAYS = {"email": (Way("a", "email", "http"),), "sms": (Way("b", "sms", "http"),)}
    settings.QUIET_HOURS = hours("")
    stub.answers = [Outcome("permanent", "SMTPRecipientsRefused 550", bounce=True)]
    both()
    deliver()
    assert [parcel.channel for parcel in stub.sent] == ["email", "sms"]
    assert (state_of(HOUSE, "mail"), state_of(HOUSE, "sms")) == ("failed", "sent")


def test_another_channel_is_spared_when_the_first_arrived(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    both()
    deliver()
    actions.sweep(now=NOW)
    assert state_of(HOUSE, "sms") == "queued"
    actions.sweep(now=NOW + timedelta(days=3))
    assert state_of(HOUSE, "sms") == "spared"
    assert len(stub.sent) == 1


def test_another_channel_goes_when_the_first_one_came_too_late() -> None:
    send("mail", until=NOW + SECOND)
    send("sms", channel="sms", address="+1 305 555 0100", instead_of="mail", topic="duty")
    actions.sweep(now=NOW + 2 * SECOND)
    assert state_of(HOUSE, "mail") == "expired"
    assert Message.objects.get(key="sms").next_try == NOW + 2 * SECOND


def test_very_many_are_planned_in_parts_that_nobody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter(drafts(2500))
    assert actions.plan(messages=itertools.islice(found, 1500), now=NOW) == 1500
    assert actions.plan(messages=drafts(2500), now=NOW) == 2500  # killed and run again
    assert Message.objects.count() == 2500
    with pytest.raises(Refused), transaction.atomic():
        actions.plan(messages=drafts(1), now=NOW)


def test_the_board_tells_cost_and_states(stub: Stub, deliver: Deliver, settings: Any) -> None:
    settings.OUTBOX_WAYS = {"email": (Way("stub", "email", "http", cost=75),)}
    actions.send_many(messages=drafts(4), now=NOW)
    stub.answers = [Outcome("permanent", "HTTP 400")]
    deliver()
    found = board(SYSTEM("test"), NOW)
    assert found.counts.by_state == {"failed": 1, "sent": 3}
    assert [(line.sent, line.failed, line.cost, line.price) for line in found.ways] == [(3, 1, 225, 0.0225)]


def test_a_way_that_was_taken_out_of_the_settings_leaves_its_doubts_to_a_human(
    deliver: Deliver, stub: Stub, clock: Clock, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.answers = [BROKEN]
    send()
    deliver()
    settings.OUTBOX_WAYS = {"email": (Way("another", "email", "http"),)}
    clock.later(minutes=1)
    deliver()
    assert (len(stub.sent), len(stub.asked)) == (1, 0)
    assert [row.key for row in unknown(HOUSE)] == ["k"]
    assert exits.gateway_of is not None
    assert site.OUTBOX_WAYS["email"][0].name == "another"
