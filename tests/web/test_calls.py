"""Calls that a person makes: one at a time, with a line in the ledger, and nobody else's number shown."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.outbox.quiet import hours
from kizuna.outbox.ways import ways
from kizuna.people.actions import block, correct_person
from kizuna.people.models import Account
from kizuna.web import actions
from tests.town import HOUSE, Town, build, guarded, identifier, put_together

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
    send(key=key, channel="voice", **{"address": NUMBER, **words, **how})


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


@pytest.mark.doors
def test_a_coordinator_calls_those_who_live_in_their_areas(town: Town, caller: Client) -> None:
    """They work in the North: who lives there and who lives nowhere that we know of; nobody of the South."""
    spoken("south", person=town.cem, life_safety=True)
    assert "Nobody waits for a call" in caller.get("/calls/").content.decode() + take(caller)
    spoken("north", person=town.ana, address="+1 305 555 0188")
    spoken("nowhere", address="+1 305 555 0177")
    assert "2 calls wait" in caller.get("/calls/").content.decode()
    assert "0188" in take(caller) + caller.get("/calls/").content.decode()
    assert Message.objects.get(key="south").status == "queued"


def hide(town: Town) -> None:
    """Ana must not be found: two keepers see her, nobody else. Her number is known to us."""
    correct_person(person=town.ana, changes={"phone": NUMBER}, by=HOUSE, now=town.now)
    guarded(town, town.ana)


def merged_record(town: Town) -> UUID:
    """Another record of Ana, which turned out to be hers."""
    put_together(town, town.ana)
    return identifier(f"Other record of {town.ana}")


def as_keeper() -> Client:
    client = Client()
    client.force_login(Account.objects.get(email="keeper.one@example.org"))
    return client


@pytest.mark.doors
@pytest.mark.parametrize("whose", ["theirs", "nobody's by name", "of a merged record"])
@pytest.mark.parametrize("role", ["worker", "far worker", "coordinator", "admin"])
def test_who_may_not_find_a_person_learns_no_number_and_not_that_a_call_waits(
    town: Town, role: str, whose: str
) -> None:
    hide(town)
    if whose == "nobody's by name":
        spoken("a", life_safety=True)
    else:  # at a number that we did not know of before
        person = town.ana if whose == "theirs" else merged_record(town)
        spoken("a", person=person, address="+1 305 555 0199", life_safety=True)
    client = Client()
    client.force_login(town.accounts[role])
    page = client.get("/calls/").content.decode() + take(client)
    assert "Nobody waits for a call" in page
    for said in (NUMBER, "0123", "0199", "The hall is open"):
        assert said not in page
    assert Message.objects.get().status == "queued"
    assert not Entry.objects.filter(verb="call.take").exists()


@pytest.mark.doors
def test_whose_call_was_in_somebodys_hands_is_hidden_from_them_at_once(caller: Client, town: Town) -> None:
    spoken("a", person=town.ana)
    assert "tel:" in take(caller)
    hide(town)
    page = caller.get("/calls/").content.decode()
    assert "tel:" not in page
    assert NUMBER not in page


def test_a_keeper_makes_the_call(town: Town) -> None:
    hide(town)
    spoken("a", person=town.ana)
    assert 'href="tel:+13055550123"' in take(as_keeper())


@pytest.mark.doors
def test_a_link_worker_calls_those_in_their_sight_only(town: Town) -> None:
    spoken("a", person=town.ben)  # who agreed to nothing
    spoken("b", person=town.cem)  # who lives elsewhere
    spoken("c")  # of whom nobody knows who they are
    client = Client()
    client.force_login(town.accounts["worker"])
    assert "Nobody waits for a call" in take(client)
    spoken("d", person=town.ana)
    assert "tel:" in take(client)
    assert Message.objects.get(key="d").status == "sending"


@pytest.mark.doors
def test_who_blocked_somebody_is_not_called_by_them(caller: Client, town: Town) -> None:
    coordinator = town.accounts["coordinator"]
    coordinator.person_id = town.cem
    coordinator.save()
    block(person=town.ana, other=town.cem, by=HOUSE, now=town.now)
    spoken("a", person=town.ana)
    assert "Nobody waits for a call" in take(caller)
