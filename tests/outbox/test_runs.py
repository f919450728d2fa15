"""Very many messages that start, pause and end together."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.outbox import actions, tasks
from kizuna.outbox.actions import inserting, sending
from kizuna.outbox.actions.inserting import Written
from kizuna.outbox.forecast import BEGIN
from kizuna.outbox.message import Draft, Outcome
from kizuna.outbox.models import Message, Run
from kizuna.outbox.queries import run as look
from kizuna.outbox.queries import run_forecast, runs
from kizuna.outbox.states import HELD_BACK, RUN_LABELS, RUNS
from kizuna.outbox.ways import Way
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.outbox.conftest import Clock, Stub
from tests.outbox.test_send import HOUSE, send

pytestmark = pytest.mark.django_db
Deliver = Callable[..., Any]


def planned(number: int = 20, key: str = "news", **how: Any) -> uuid.UUID:
    run = actions.open_run(key=key, label="Newsletter", now=NOW, **how)
    drafts = [Draft(f"{key}:{n}", f"a{n}@example.org", "News", "News") for n in range(number)]
    assert actions.plan_run(run=run, messages=drafts, now=NOW) == number
    return run


def state(run: uuid.UUID) -> str:
    return Run.objects.get(id=run).state


@given(st.lists(st.sampled_from(sorted(RUNS)), max_size=20))
def test_a_run_that_ended_never_goes_on(steps: list[str]) -> None:
    path = ["planning"]
    for step in steps:
        if step in RUNS[path[-1]]:
            path.append(step)
    ended = [place for place, one in enumerate(path) if one in {"cancelling", "cancelled", "done"}]
    assert not ended or not {"running", "held", "paused"} & set(path[ended[0] :])
    assert set(RUN_LABELS) == set(RUNS) >= HELD_BACK


def test_nothing_leaves_before_somebody_starts_it(stub: Stub, deliver: Deliver, clock: Clock) -> None:
    run = planned()
    deliver()
    assert not stub.sent
    assert not Job.objects.exists()
    assert actions.start_run(run=run, now=NOW)
    assert not actions.start_run(run=run, now=NOW)
    deliver()
    assert len(stub.sent) == 20
    tasks.sweep.call(key="x")
    assert (state(run), Run.objects.get(id=run).ended_at) == ("done", NOW)


def test_a_paused_run_lets_everything_else_pass_and_goes_on_where_it_was(
    stub: Stub, deliver: Deliver, clock: Clock
) -> None:
    stub.knows = Outcome("temporary", "NeverSeen")
    run = planned()
    actions.start_run(run=run, now=NOW)
    (first,) = actions.turn(by="w", limit=1, now=NOW).parcels
    assert actions.pause_run(run=run, now=NOW)
    send("code")
    deliver()
    assert [parcel.address for parcel in stub.sent] == ["ada@example.org"]
    assert actions.resume_run(run=run, now=NOW)
    assert not actions.resume_run(run=run, now=NOW)
    deliver()
    clock.later(seconds=2)
    deliver()
    assert len(stub.sent) == 1 + 20
    assert len([p for p in stub.sent if p.address == first.address]) == 1


def test_a_cancelled_run_stops_at_once_and_its_rows_are_stopped_behind_it(
    stub: Stub, deliver: Deliver, clock: Clock
) -> None:
    run = planned()
    actions.start_run(run=run, now=NOW)
    assert actions.cancel_run(run=run, now=NOW)
    deliver()
    assert not stub.sent
    tasks.stop_run.call(key=Job.objects.get(name="outbox.stop_run").key)
    assert state(run) == "cancelled"
    assert set(Message.objects.values_list("status", flat=True)) == {"stopped"}
    assert not actions.resume_run(run=run, now=NOW)


def test_a_run_that_is_cancelled_while_it_is_written_is_written_no_further() -> None:
    run = actions.open_run(key="news", label="Newsletter", now=NOW)
    actions.cancel_run(run=run, now=NOW)
    with pytest.raises(Refused):
        actions.plan_run(run=run, messages=[Draft("k", "a@example.org", "News", "News")], now=NOW)
    assert not Message.objects.exists()


def test_what_takes_long_in_planning_is_done_before_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise every other writer on SQLite would wait for it."""
    sealed: list[int] = []

    def seal_all(rows: list[Written]) -> None:
        sending.outside_of_transactions()
        inserting.seal_all(rows)
        sealed.append(len(rows))

    monkeypatch.setattr(sending, "seal_all", seal_all)
    planned()
    assert sealed


def test_planning_that_was_killed_goes_on_without_doubles() -> None:
    run = actions.open_run(key="news", label="Newsletter", now=NOW)
    drafts = [Draft(f"k{n}", f"a{n}@example.org", "News", "News") for n in range(7)]
    actions.send_many(messages=drafts[:3], run=run, now=NOW)
    assert actions.open_run(key="news", label="Newsletter", now=NOW) == run
    actions.plan_run(run=run, messages=drafts, now=NOW)
    assert Message.objects.filter(run=run, urgency=0).count() >= 4
    assert Message.objects.count() == 7
    with pytest.raises(Refused), transaction.atomic():
        actions.plan_run(run=run, messages=drafts, now=NOW)


def test_life_safety_overtakes_a_run(stub: Stub, deliver: Deliver) -> None:
    run = planned()
    actions.start_run(run=run, now=NOW - timedelta(hours=1))
    send("danger", life_safety=True)
    deliver()
    assert stub.sent[0].life_safety


def test_what_is_said_before_is_kept_beside_what_it_was(stub: Stub, deliver: Deliver, settings: Any) -> None:
    settings.OUTBOX_WAYS = {"email": (Way("stub", "email", "http", rate=2, burst=2, cost=50),)}
    run = planned(20)
    told = run_forecast(HOUSE, run, NOW)
    assert (told.people, dict(told.messages), told.parts, told.cost) == (20, {"email": 20}, 20, 1000)
    assert told.last_at == NOW + timedelta(seconds=9) + BEGIN
    actions.start_run(run=run, now=NOW)
    found = look(HOUSE, run)
    assert (found.said_end, found.said_cost, found.total, found.over, found.percent) == (
        told.last_at,
        1000,
        20,
        0,
        0,
    )


def test_a_long_text_is_paid_for_by_the_part(deliver: Deliver, stub: Stub, settings: Any) -> None:
    settings.OUTBOX_WAYS = {"sms": (Way("stub", "sms", "http", cost=75),)}
    run = actions.open_run(key="news", label="News", now=NOW)
    draft = Draft("k", "+1 305 555 0100", "", "ã" * 140, channel="sms", topic="account")
    actions.plan_run(run=run, messages=[draft], now=NOW)
    assert run_forecast(HOUSE, run, NOW).cost == 3 * 75
    actions.start_run(run=run, now=NOW)
    deliver()
    assert look(HOUSE, run).cost == 3 * 75


@pytest.mark.doors
def test_a_coordinator_sees_the_runs_of_their_own_area() -> None:
    here, there = uuid.uuid4(), uuid.uuid4()
    mine, others = planned(1, "a", area=here), planned(1, "b", area=there)
    by = Viewer(role="coordinator", account="1", areas=frozenset({str(here)}))
    assert [one.id for one in runs(by)] == [mine]
    assert len(runs(SYSTEM("test"))) == 2
    assert look(by, mine).label == "Newsletter"
    for ask in (lambda: look(by, others), lambda: run_forecast(by, others, NOW)):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(LogInFirst):
        runs(STRANGER)
    with pytest.raises(NotAllowed):
        look(Viewer(role="worker", account="1", areas=frozenset({str(here)})), mine)


def left(run: uuid.UUID, number: int, a_second: int, since: datetime) -> None:
    """So many of a run's messages have left from this moment on."""
    waiting = Message.objects.filter(run=run, status="queued").order_by("id")
    for turn, id in enumerate(list(waiting.values_list("id", flat=True)[:number])):
        at = since + timedelta(seconds=turn / a_second)
        changes = {"status": "sent", "next_try": None, "sent_at": at, "provider": "stub"}
        Message.objects.filter(id=id).update(**changes)


def seconds_left(run: uuid.UUID, now: datetime) -> float:
    told = run_forecast(HOUSE, run, now)
    assert told.last_at is not None and not told.guessed
    return (told.last_at - now).total_seconds()


def test_a_run_under_way_is_foretold_by_its_own_speed_of_the_last_minute(stub: Stub) -> None:
    run = planned(700)
    actions.start_run(run=run, now=NOW)
    left(run, 200, 10, NOW)
    left(run, 300, 5, NOW + timedelta(seconds=20))  # the provider has grown slower
    assert seconds_left(run, NOW + timedelta(seconds=80)) == pytest.approx(40, rel=0.15)


def test_the_next_run_is_foretold_by_what_the_last_one_took(stub: Stub) -> None:
    run = planned(300)
    assert run_forecast(HOUSE, run, NOW).guessed
    actions.start_run(run=run, now=NOW)
    actions.turn(by="one", limit=1, now=NOW)  # the gate of this way is there
    Message.objects.filter(status="sending").update(status="queued", next_try=NOW)
    left(run, 300, 25, NOW)
    actions.end_runs(now=NOW + timedelta(minutes=1))
    following = planned(250, key="next")
    assert seconds_left(following, NOW + timedelta(hours=1)) == pytest.approx(10, rel=0.15)
