"""Residents say whom they do not want to meet: in their words, without seeing a list, and take it back."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Block, Correction
from tests.town import HOUSE, Town, build, guarded

PAGE = "/my-data/apart/"
WORDS = "My neighbour Ben, from number nine."


@pytest.fixture
def town(db: None) -> Town:
    made = build(timezone.now())
    actions.give_consent(
        person=made.ben, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", by=HOUSE, now=made.now
    )
    return made


def browser(town: Town, role: str = "resident") -> Client:
    client = Client()
    client.force_login(town.accounts[role])
    return client


def asked(town: Town, words: str = WORDS) -> Any:
    assert (
        browser(town).post(PAGE, {"attempt": str(uuid4()), "words": words, "reader": "anybody"}).status_code
        == 302
    )
    return Correction.objects.get(about="apart").pk


def test_said_found_kept_apart_and_taken_back(town: Town) -> None:
    ask = asked(town)
    assert not Block.objects.exists()
    desk = browser(town, "worker")
    page = desk.get(f"/corrections/{ask}/").content.decode()
    assert WORDS in page and "Keep them apart" in page
    assert desk.post(f"/corrections/{ask}/", {"sought": "Ben Ono"}).status_code == 302
    assert queries.kept_apart(HOUSE, town.ana).persons == {str(town.ben)}
    client = browser(town)
    page = client.get(PAGE).content.decode()
    assert WORDS in page and "together nowhere" in page
    assert "Ono" not in page, "no name but their own words for it"
    assert Message.objects.filter(person=town.ben).count() == 0
    block = Block.objects.get()
    for odd in ("9" * 5000, "²", "-1", ""):
        assert client.post(PAGE, {"end": odd, "words": ""}).status_code in (404, 422)
    assert client.post(PAGE, {"end": str(block.pk)}).status_code == 302
    assert not queries.kept_apart(HOUSE, town.ana)


def test_it_has_a_page_of_its_own(town: Town) -> None:
    asked(town)
    page = browser(town).get("/my-data/wrong/").content.decode()
    assert WORDS not in page and 'value="apart"' not in page


@pytest.mark.doors
@pytest.mark.parametrize("sought", ["Cem Öztürk", "cem@example.org", "Ben", "Nobody", ""])
def test_only_somebody_in_sight_is_found_and_only_by_all_of_the_name(town: Town, sought: str) -> None:
    ask = asked(town)
    assert browser(town, "worker").post(f"/corrections/{ask}/", {"sought": sought}).status_code == 422
    assert not Block.objects.exists()
    assert Correction.objects.get(pk=ask).answered_at is None


@pytest.mark.doors
def test_who_must_not_be_found_is_not_found_this_way(town: Town) -> None:
    ask = asked(town)
    guarded(town, town.ben)
    with pytest.raises(Refused):
        actions.keep_apart(correction=ask, sought="Ben Ono", by=town.viewer("worker"), now=town.now)


def test_nobody_is_kept_apart_from_themselves(town: Town) -> None:
    ask = asked(town)
    with pytest.raises(Refused):
        actions.keep_apart(correction=ask, sought="Ana Ruiz", by=town.viewer("worker"), now=town.now)


@pytest.mark.doors
def test_others_neither_read_it_nor_answer_nor_take_it_back(town: Town) -> None:
    ask = asked(town)
    how: dict[str, Any] = {"correction": ask, "sought": "Cem Öztürk", "now": town.now}
    with pytest.raises(NotFound):
        actions.keep_apart(**how, by=town.viewer("far worker"))
    with pytest.raises(LogInFirst):
        actions.keep_apart(**how, by=STRANGER)
    for role in ("resident", "organiser", "provider", "coordinator", "analyst", "admin"):
        with pytest.raises(NotAllowed):
            actions.keep_apart(**how, by=town.viewer(role))
    block = Block.objects.create(person_id=town.cem, other_id=town.ben, created_at=town.now)
    assert browser(town).post(PAGE, {"end": str(block.pk)}).status_code == 404
    wrong = actions.ask_correction(
        attempt=uuid4(), about="notes", words="x", by=town.viewer("resident"), now=town.now
    )
    with pytest.raises(NotFound):
        actions.keep_apart(correction=wrong, sought="Ben Ono", by=town.viewer("worker"), now=town.now)


def test_the_same_page_sent_twice_asks_once(town: Town) -> None:
    attempt = str(uuid4())
    for _twice in range(2):
        browser(town).post(PAGE, {"attempt": attempt, "words": WORDS, "reader": "anybody"})
    assert Correction.objects.count() == 1


def test_they_take_along_what_they_said(town: Town) -> None:
    ask = asked(town)
    actions.keep_apart(correction=ask, sought="Ben Ono", by=town.viewer("worker"), now=town.now)
    held = queries.held_about(town.viewer("resident"), town.ana)
    assert [one["words"] for one in held["blocked"]] == [WORDS]
    assert "Ben Ono" not in str(held["blocked"])


def test_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    client = browser(town)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def chosen(town: Town, reader: str) -> Any:
    """What Ana wrote for one reader alone."""
    said = {"attempt": str(uuid4()), "words": "Jo, who works with you.", "reader": reader}
    assert browser(town).post(PAGE, said).status_code == 302
    return Correction.objects.get(about="apart").pk


@pytest.mark.doors
def test_words_about_somebody_who_works_here_are_for_the_one_chosen_reader(town: Town) -> None:
    """Else the very one whom they do not want to meet could be the first to read it."""
    area = [town.north]
    two = actions.open_account(email="jo@x.org", name="Jo", role="worker", areas=area, by=HOUSE, now=town.now)
    jo, worker = queries.viewer_for(HOUSE, two), town.viewer("worker")
    page = browser(town).get(PAGE).content.decode()
    assert "Only Jo" in page and "Every link worker of my area" in page
    ask = chosen(town, worker.account)
    assert queries.correction(worker, ask).words and str(ask) in {
        one.id for one in queries.corrections(worker)
    }
    assert queries.corrections(jo) == []
    with pytest.raises(NotFound):
        queries.correction(jo, ask)
    for deed in (actions.keep_apart, actions.answer_correction):
        how = {"sought": "Ben Ono"} if deed is actions.keep_apart else {"outcome": "kept", "reply": "No"}
        with pytest.raises(NotFound):
            deed(correction=ask, **how, by=jo, now=town.now)
    assert queries.profile(jo, town.ana)
    desk = browser(town, "worker")
    assert desk.post(f"/corrections/{ask}/", {"sought": "Jo Nobody", "works_here": "on"}).status_code == 422
    assert desk.post(f"/corrections/{ask}/", {"sought": "jo", "works_here": "on"}).status_code == 302
    assert queries.kept_apart(HOUSE, town.ana).accounts == {str(two)}
    with pytest.raises(NotFound):
        queries.profile(jo, town.ana)
    assert not queries.visible(jo).filter(pk=town.ana).exists() and queries.find(jo, "Ana") == []
    assert queries.visible_to_keepers(jo).filter(pk=town.ana).exists()
    assert queries.profile(worker, town.ana), "nobody else is shut out"
    assert [one.name for one in queries.avoided(worker, town.ana)] == ["Jo"]
    block = Block.objects.get()
    assert browser(town).post(PAGE, {"end": str(block.pk)}).status_code == 302
    assert queries.profile(jo, town.ana)


def test_nobody_else_reads_it_when_the_chosen_reader_leaves(town: Town) -> None:
    area = [town.north]
    two = actions.open_account(email="jo@x.org", name="Jo", role="worker", areas=area, by=HOUSE, now=town.now)
    ask = chosen(town, str(two))
    actions.close_account(account=two, by=HOUSE, now=town.now)
    row = Correction.objects.get(pk=ask)
    assert row.answered_at and row.outcome == "kept"
    assert "Choose somebody else" in browser(town).get(PAGE).content.decode()
    with pytest.raises(NotFound):
        queries.correction(town.viewer("worker"), ask)
    far = town.viewer("far worker").account
    said = {"attempt": str(uuid4()), "words": "x", "reader": far}
    assert browser(town).post(PAGE, said).status_code == 422, "works elsewhere"
    with pytest.raises(Refused):
        actions.ask_correction(
            **{**said, "attempt": uuid4()}, about="apart", by=town.viewer("resident"), now=town.now
        )


@pytest.mark.doors
def test_a_link_worker_writes_down_that_it_is_somebody_who_works_here(town: Town) -> None:
    form = reverse("people:change", args=[town.ana, "apart"])
    far = queries.account_names(HOUSE, [town.viewer("far worker").account])
    desk = browser(town, "worker")
    assert desk.post(form, {"who": "Ben Ono", "works_here": "on"}).status_code == 422, "no colleague"
    assert desk.post(form, {"who": next(iter(far.values())), "works_here": "on"}).status_code == 302
    assert queries.kept_apart(HOUSE, town.ana).accounts == {town.viewer("far worker").account}
    for role in ("resident", "far worker"):
        with pytest.raises(NotFound):
            actions.block_colleague(
                person=town.ben if role == "resident" else town.ana,
                account=town.viewer("worker").account,
                by=town.viewer(role),
                now=town.now,
            )
