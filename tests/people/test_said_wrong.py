"""Somebody says that something about them is wrong; the right worker sees it, answers, and they read it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import (
    answer_correction,
    ask_correction,
    let_rest,
    withdraw_consent,
)
from kizuna.people.asking import SESSION
from kizuna.people.correcting import MOST_OPEN
from kizuna.people.models import Correction, Person
from kizuna.people.queries import corrections, own_corrections
from tests.town import Town, build, guarded, said_wrong

pytestmark = pytest.mark.django_db
WRONG = reverse("people:wrong")


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


def browser(town: Town, role: str) -> Client:
    client = Client()
    client.force_login(town.accounts[role])
    return client


def by_link(town: Town) -> Client:
    client = Client()
    session, at = client.session, timezone.now().timestamp()
    session[SESSION] = {"person": str(town.ana), "since": at, "seen": at}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def asked(client: Client, **given: Any) -> int:
    page = client.get(WRONG).context["form"]
    return client.post(
        WRONG, {"attempt": page.initial["attempt"], "about": "notes", "words": "Not so <b>.", **given}
    ).status_code


@pytest.mark.parametrize("way", ["account", "link"])
def test_from_the_persons_words_to_the_answer_that_they_read(town: Town, way: str) -> None:
    ana = browser(town, "resident") if way == "account" else by_link(town)
    assert asked(ana) == 302
    row = Correction.objects.get()
    worker = browser(town, "worker")
    today = worker.get(reverse("referrals:today")).content.decode()
    page = reverse("people:correction", args=[row.pk])
    assert "Ana Ruiz" in today and page in today
    assert "Not so &lt;b&gt;." in worker.get(page).content.decode()
    assert worker.post(page, {"outcome": "corrected", "reply": "I took it out."}).status_code == 302
    text = ana.get(WRONG).content.decode()
    assert "I took it out." in text and "It was put right." in text
    assert page not in worker.get(reverse("referrals:today")).content.decode()
    verbs = Entry.objects.filter(person=town.ana).values_list("verb", flat=True)
    assert {"correction.asked", "correction.answered"} <= set(verbs)
    assert not Entry.objects.filter(subject__contains="Not so").exists()


def test_they_are_told_that_there_is_an_answer_and_not_what(town: Town) -> None:
    made = said_wrong(town, town.ana)
    answer_correction(
        correction=made, outcome="kept", reply="She said it.", by=town.viewer("worker"), now=town.now
    )
    told = Message.objects.get(key=f"correction:{made}")
    assert told.address == "ana@example.org"
    assert "She said it" not in told.text and "never said" not in told.text


def test_where_others_read_along_only_the_page_tells(town: Town) -> None:
    Person.objects.filter(pk=town.ana).update(shared_contact=True)
    made = said_wrong(town, town.ana)
    answer_correction(correction=made, outcome="kept", reply="So.", by=town.viewer("worker"), now=town.now)
    assert not Message.objects.filter(key=f"correction:{made}").exists()


def test_who_agreed_to_nothing_is_answered_too_and_their_record_stays_out_of_sight(town: Town) -> None:
    withdraw_consent(consent=town.consents[town.ana], by=town.viewer("resident"), now=timezone.now())
    made = said_wrong(town, town.ana)
    worker = browser(town, "worker")
    text = worker.get(reverse("people:correction", args=[made])).content.decode()
    assert "Ana Ruiz" in text and reverse("people:person", args=[town.ana]) not in text
    assert worker.get(reverse("people:person", args=[town.ana])).status_code == 404
    assert reverse("people:correction", args=[made]) in worker.get("/today/").content.decode()


def test_who_rests_is_answered_too(town: Town) -> None:
    made = said_wrong(town, town.ana)
    let_rest(person=town.ana, by=town.viewer("resident"), now=town.now)
    assert [one.person for one in corrections(town.viewer("worker"))] == [""]
    answer_correction(correction=made, outcome="kept", reply="So.", by=town.viewer("worker"), now=town.now)
    assert own_corrections(town.viewer("resident"))[0].reply == "So."


def test_who_must_not_be_found_is_answered_by_their_keepers_alone(town: Town) -> None:
    made = said_wrong(town, town.ana)
    guarded(town, town.ana)
    assert not corrections(town.viewer("worker"))
    with pytest.raises(NotFound):
        answer_correction(
            correction=made, outcome="kept", reply="So.", by=town.viewer("worker"), now=town.now
        )


@pytest.mark.doors
@pytest.mark.parametrize("role", ["far worker", "resident", "coordinator", "organiser"])
def test_nobody_else_reads_or_answers(town: Town, role: str) -> None:
    page = reverse("people:correction", args=[said_wrong(town, town.ana)])
    client = browser(town, role)
    for answer in (client.get(page), client.post(page, {"outcome": "kept", "reply": "So."})):
        assert answer.status_code in {403, 404}
        assert "never said" not in answer.content.decode()
    assert Correction.objects.get().answered_at is None


@pytest.mark.doors
def test_nobody_reads_what_another_one_said(town: Town) -> None:
    said_wrong(town, town.cem)
    assert own_corrections(town.viewer("resident")) == []
    with pytest.raises(NotFound):
        ask_correction(
            attempt=Correction.objects.get().pk,
            about="notes",
            words="Mine?",
            by=town.viewer("resident"),
            now=town.now,
        )


def test_sent_twice_it_is_there_once_and_the_first_answer_counts(town: Town) -> None:
    assert said_wrong(town, town.ana) == said_wrong(town, town.ana)
    row = Correction.objects.get()
    how: dict[str, Any] = {"correction": row.pk, "by": town.viewer("worker"), "now": town.now}
    answer_correction(outcome="kept", reply="First.", **how)
    answer_correction(outcome="corrected", reply="Second.", **how)
    row.refresh_from_db()
    assert (row.outcome, row.reply) == ("kept", "First.")
    assert Entry.objects.filter(verb="correction.answered").count() == 1


def test_nobody_buries_the_workers(town: Town) -> None:
    how: dict[str, Any] = {"about": "notes", "words": "x", "by": town.viewer("resident"), "now": town.now}
    for _turn in range(MOST_OPEN):
        ask_correction(attempt=uuid4(), **how)
    with pytest.raises(Refused):
        ask_correction(attempt=uuid4(), **how)


@pytest.mark.parametrize("wrong", [{"about": "all"}, {"words": " "}, {"words": "x" * 2001}, {"attempt": "1"}])
def test_what_cannot_be_is_said_and_nothing_is_kept(town: Town, wrong: dict[str, str]) -> None:
    assert asked(browser(town, "resident"), **wrong) == 422
    assert not Correction.objects.exists()


@pytest.mark.parametrize("given", [{"outcome": "kept"}, {"reply": "So."}, {"outcome": "x", "reply": "So."}])
def test_an_answer_says_what_and_why(town: Town, given: dict[str, str]) -> None:
    page = reverse("people:correction", args=[said_wrong(town, town.ana)])
    assert browser(town, "worker").post(page, given).status_code == 422
    assert Correction.objects.get().answered_at is None


def test_whoever_was_merged_reads_their_answers(town: Town) -> None:
    other = Viewer(role="resident", person=str(town.ben))
    how: dict[str, Any] = {"about": "notes", "words": "x", "now": town.now}
    ask_correction(attempt=UUID(int=1), by=other, **how)
    Person.objects.filter(pk=town.ben).update(merged_into=town.ana)
    assert [one.words for one in own_corrections(town.viewer("resident"))] == ["x"]


def test_the_pages_ask_the_database_little(town: Town, django_assert_max_num_queries: Any) -> None:
    page = reverse("people:correction", args=[said_wrong(town, town.ana)])
    said_wrong(town, town.ben)
    for role, address in (("resident", WRONG), ("worker", page), ("worker", "/today/")):
        client = browser(town, role)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
