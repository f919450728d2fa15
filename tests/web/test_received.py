"""What people wrote to us reaches a human near them, who answers, passes it on, or says that it is done."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import receive
from kizuna.outbox.actions import stop as silence
from kizuna.outbox.models import Message, Reply
from kizuna.people.actions import open_account, withdraw_consent
from kizuna.screening.actions import read_replies
from kizuna.web import actions, queries
from tests.town import HOUSE, Town, build, guarded, wrote_to_us

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def worker(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["worker"])
    return client


def shown(town: Town, role: str = "worker") -> list[str]:
    return [one.name for one in queries.answers(town.viewer(role), town.now)]


def answered(town: Town, reply: UUID, by: Viewer | None = None) -> bool:
    by = by or town.viewer("worker")
    return actions.answer_reply(reply=reply, text="At five.", by=by, now=town.now)


@pytest.mark.doors
def test_each_sees_what_was_written_near_them(town: Town):
    wrote_to_us(town, "ana")
    wrote_to_us(town, "cem")
    wrote_to_us(town, "nobody")
    assert sorted(shown(town)) == ["", "Ana Ruiz"]
    assert sorted(shown(town, "far worker")) == ["", "Cem Öztürk"]


@pytest.mark.doors
def test_nobody_else_reads_or_answers(town: Town):
    reply = wrote_to_us(town, "ana")
    for role in ("resident", "organiser", "provider", "coordinator", "analyst", "admin"):
        with pytest.raises(NotAllowed):
            queries.answers(town.viewer(role), town.now)
        with pytest.raises(NotAllowed):
            answered(town, reply, town.viewer(role))
    with pytest.raises(LogInFirst):
        queries.answers(STRANGER, town.now)
    far = town.viewer("far worker")
    how: dict[str, Any] = {"reply": reply, "by": far, "now": town.now}
    for deed in (actions.close_reply, lambda **how: actions.pass_on_reply(account="", **how)):
        with pytest.raises(NotFound):
            deed(**how)
    with pytest.raises(NotFound):
        answered(town, reply, far)
    with pytest.raises(NotFound):
        queries.one_answer(far, reply)
    assert Reply.objects.get().collected_at is None


@pytest.mark.doors
def test_without_agreement_the_message_is_there_and_the_name_is_not(town: Town):
    reply = wrote_to_us(town, "ana")
    withdraw_consent(consent=town.consents[town.ana], by=HOUSE, now=town.now)
    found = queries.one_answer(town.viewer("worker"), reply).answer
    assert (found.name, found.person, found.said.text) == ("", "", "Is there tea?")


@pytest.mark.doors
def test_who_must_not_be_found_is_read_by_their_keepers_alone(town: Town):
    guarded(town, town.ana)
    reply = wrote_to_us(town, "ana")
    assert shown(town) == []
    with pytest.raises(NotFound):
        queries.one_answer(town.viewer("worker"), reply)


def test_the_pages_show_the_message_and_never_the_address(town: Town, worker: Client):
    reply = wrote_to_us(town, "ana")
    listed = worker.get("/answers/").content.decode()
    one = worker.get(f"/answers/{reply}/").content.decode()
    for page in (listed, one):
        assert "Is there tea?" in page
        assert "Ana Ruiz" in page
        assert "ana@example.org" not in page
    assert "1 message came in" in worker.get("/today/").content.decode()


def test_an_answer_goes_back_the_way_it_came_once_and_is_noted(town: Town, worker: Client):
    reply = wrote_to_us(town, "ana")
    for _ in range(2):
        assert worker.post(f"/answers/{reply}/", {"do": "answer", "text": "At five."}).status_code == 302
    row, to = Message.objects.get(key=f"replied:{reply}"), "ana@example.org"
    assert (row.address, row.text, row.person, row.status) == (
        to,
        "At five.",
        town.ana,
        "queued",
    )
    assert Reply.objects.get().outcome == "answered"
    assert Entry.objects.filter(verb="reply.answered", person=town.ana).count() == 1
    assert shown(town) == []


def test_it_can_be_done_without_an_answer(town: Town, worker: Client):
    reply = wrote_to_us(town, "ana")
    worker.post(f"/answers/{reply}/", {"do": "done"})
    assert Reply.objects.get().outcome == "done"
    assert not Message.objects.filter(key__startswith="replied").exists()
    assert "1 message" not in worker.get("/today/").content.decode()


def test_to_somebody_who_asked_for_silence_no_answer_leaves(town: Town, worker: Client):
    reply = wrote_to_us(town, "ana")
    silence(channel="email", address="ana@example.org", now=town.now)
    answer = worker.post(f"/answers/{reply}/", {"do": "answer", "text": "At five."})
    assert answer.status_code == 422
    assert Reply.objects.get().collected_at is None


@pytest.mark.parametrize("said", [{}, {"do": "x"}, {"do": "answer", "text": " "}, {"do": "pass_on"}])
def test_what_is_missing_is_said(town: Town, worker: Client, said: dict[str, str]):
    reply = wrote_to_us(town, "ana")
    assert worker.post(f"/answers/{reply}/", said).status_code == 422
    assert Reply.objects.get().collected_at is None


def test_a_colleague_hears_that_one_waits_and_not_what(town: Town, worker: Client):
    reply = wrote_to_us(town, "ana")
    key = open_account(
        email="kim@example.org", role="worker", name="Kim", areas=[town.north], by=HOUSE, now=town.now
    )
    far = str(town.accounts["far worker"].pk)
    assert worker.post(f"/answers/{reply}/", {"do": "pass_on", "to": far}).status_code == 422
    assert worker.post(f"/answers/{reply}/", {"do": "pass_on", "to": str(key)}).status_code == 302
    row = Message.objects.get(address_index__isnull=False, key=f"passed-on:{reply}:{key}")
    assert row.address == "kim@example.org"
    for word in ("tea", "Ana", "ana@"):
        assert word not in row.text + row.subject
    assert "Kim" in worker.get("/answers/").content.decode()


def test_the_pages_ask_little_of_the_database(town: Town, worker: Client, django_assert_max_num_queries: Any):
    reply = wrote_to_us(town, "ana")
    for number in range(20):
        receive(channel="email", address="ana@example.org", text="x", reference=f"r{number}", now=town.now)
    read_replies(by=HOUSE, now=town.now)
    for page in ("/answers/", f"/answers/{reply}/", "/today/"):
        with django_assert_max_num_queries(12, info=page):
            worker.get(page)
