"""Somebody out of sight agrees again at a link worker's desk: by a code that only they get."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.coming_back import is_named, plain
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Consent, Person
from tests.town import HOUSE, Town, build, guarded

BACK = reverse("people:coming_back")
NUMBER = "+13055550155"
AGREED: dict[str, Any] = {"purpose": SUPPORT, "recipient": LINK_WORKERS, "how": "spoken"}


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def fay(town: Town) -> Any:
    """Fay took the support of link workers back, and has no account."""
    row = actions.add_person(name="Fay Wong Li", area=town.north, phone=NUMBER, by=HOUSE, now=town.now)
    held = actions.give_consent(person=row, **AGREED, by=HOUSE, now=town.now)
    actions.withdraw_consent(consent=held, by=HOUSE, now=town.now)
    return row


def desk(town: Town, role: str = "worker") -> Client:
    client = Client()
    client.force_login(town.accounts[role])
    return client


def code() -> str:
    """What the person reads out; empty when nothing came."""
    message = Message.objects.filter(key__startswith="coming-back:").order_by("-created_at").first()
    return re.search(r"code is (\S+)\.", message.text)[1] if message else ""  # type: ignore[index]


def ask(client: Client, name: str = "Fay Li", way: str = "305 555 0155") -> str:
    return str(client.post(BACK, {"name": name, "way": way}).context["form"]["token"].value())


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_code_is_read_however_it_is_typed(one: str, two: str) -> None:
    assert plain(f"{one} {two}".lower()) == plain(f"{one.upper()}-{two.upper()}".lower())
    assert is_named(one, "") is False


def test_she_reads_the_code_out_and_is_in_sight_again(town: Town, fay: Any) -> None:
    client = desk(town)
    assert not queries.in_sight(town.viewer("worker"), fay)
    token = ask(client)
    sent = Message.objects.get(key__startswith="coming-back:")
    assert (sent.channel, sent.address) == ("sms", NUMBER)
    assert "Fay" not in sent.text
    typed = code().replace("-", " ").lower()
    answer = client.post(BACK, {"token": token, "code": typed, "how": "spoken"})
    assert answer["Location"] == reverse("people:person", args=[fay])
    assert client.get(answer["Location"]).status_code == 200
    held = Consent.objects.get(person=fay, withdrawn_at=None)
    assert (held.purpose, held.how, held.recorded_by) == (SUPPORT, "spoken", town.viewer("worker").name)


@pytest.mark.doors
@pytest.mark.parametrize(
    "why", ["unknown", "other name", "far", "hidden", "resting", "quiet", "shared", "dead", "apart"]
)
def test_nobody_learns_whether_somebody_is_known(town: Town, fay: Any, why: str) -> None:
    """The page is the same; no code comes, and none that is guessed works."""
    if why == "hidden":
        guarded(town, fay)
    elif why == "apart":
        worker = town.accounts["worker"]
        worker.person_id = town.cem
        worker.save()
        actions.block(person=fay, other=town.cem, by=HOUSE, now=town.now)
    changes: dict[str, Any] = {
        "far": {"area": town.south},
        "resting": {"restricted_at": town.now},
        "quiet": {"do_not_contact": True},
        "shared": {"shared_contact": True},
        "dead": {"status": "died"},
    }.get(why, {})
    Person.objects.filter(pk=fay).update(**changes)
    client = desk(town)
    said = {"unknown": {"way": "305 555 0100"}, "other name": {"name": "Fay Lopez"}}.get(why, {})
    token = ask(client, **said)
    assert code() == ""
    answer = client.post(BACK, {"token": token, "code": "BBB-BBB", "how": "spoken"})
    assert answer.status_code == 422
    assert "does not work" in answer.content.decode()
    assert not Consent.objects.filter(person=fay, withdrawn_at=None).exists()


@pytest.mark.doors
def test_the_code_of_one_worker_is_none_for_another_nor_later(town: Town, fay: Any) -> None:
    token = actions.ask_back(
        name="Fay", channel="sms", address=NUMBER, by=town.viewer("worker"), now=town.now
    )
    said: dict[str, Any] = {"token": token, "code": code(), "how": "spoken"}
    assert actions.come_back(**said, by=town.viewer("far worker"), now=town.now) is None
    later = town.now + timedelta(minutes=16)
    assert actions.come_back(**said, by=town.viewer("worker"), now=later) is None
    with pytest.raises(Refused):
        actions.come_back(**{**said, "how": "online"}, by=town.viewer("worker"), now=town.now)
    actions.correct_person(person=fay, changes={"phone": "+13055550199"}, by=HOUSE, now=town.now)
    assert actions.come_back(**said, by=town.viewer("worker"), now=town.now) is None


@pytest.mark.doors
def test_only_link_workers_hear_people(town: Town, fay: Any) -> None:
    how: dict[str, Any] = {"name": "Fay", "channel": "sms", "address": NUMBER, "now": town.now}
    with pytest.raises(LogInFirst):
        actions.ask_back(**how, by=STRANGER)
    for role in ("resident", "organiser", "provider", "coordinator", "analyst", "admin"):
        with pytest.raises(NotAllowed):
            actions.ask_back(**how, by=town.viewer(role))
        with pytest.raises(NotAllowed):
            actions.come_back(token="", code="", how="spoken", by=town.viewer(role), now=town.now)


def test_guessing_names_is_slow(town: Town, fay: Any) -> None:
    client = desk(town)
    for turn in range(5):
        client.post(BACK, {"name": f"Guess {turn}", "way": "305 555 0155"})
    answer = client.post(BACK, {"name": "Fay Li", "way": "305 555 0155"})
    assert answer.status_code == 422
    assert "several codes" in answer.content.decode()


@pytest.mark.doors
def test_an_id_alone_opens_nobody_who_never_agreed(town: Town) -> None:
    """Ben stands on a list that says: nobody agreed."""
    with pytest.raises(NotFound):
        actions.give_consent(person=town.ben, **AGREED, by=town.viewer("worker"), now=timezone.now())
    body = {"purpose": SUPPORT, "recipient": LINK_WORKERS, "how": "spoken"}
    address = f"/api/v1/people/persons/{town.ben}/consents"
    assert desk(town).post(address, body, content_type="application/json").status_code == 404
    assert (
        desk(town).post(f"/consents/of/{town.ben}/", {"when": "everyday", "how": "spoken"}).status_code == 404
    )
    assert not Consent.objects.filter(person=town.ben).exists()


@pytest.mark.doors
def test_whoever_added_somebody_writes_down_the_same_day_that_they_agree(town: Town) -> None:
    worker, far, people = town.viewer("worker"), town.viewer("far worker"), "/api/v1/people/persons"
    said = {"purpose": SUPPORT, "recipient": LINK_WORKERS, "how": "spoken"}
    json: dict[str, Any] = {"content_type": "application/json"}
    made = desk(town).post(people, {"name": "Dee New", "area": str(town.north)}, **json).json()["id"]
    assert desk(town).get(f"{people}/{made}").status_code == 404, "nobody agreed yet"
    with pytest.raises(NotFound):
        actions.give_consent(person=made, **said, by=far, now=timezone.now())
    with pytest.raises(NotFound):
        actions.give_consent(
            person=made, **said, by=worker, now=timezone.now() + timedelta(days=1, minutes=1)
        )
    other = actions.open_account(
        email="two@x.org", name="Two", role="worker", areas=[town.north], by=HOUSE, now=town.now
    )
    with pytest.raises(NotFound):
        actions.give_consent(person=made, **said, by=queries.viewer_for(HOUSE, other), now=timezone.now())
    agreed = desk(town).post(f"{people}/{made}/consents", said, **json)
    assert agreed.status_code == 201
    assert desk(town).get(f"{people}/{made}").status_code == 200
    actions.withdraw_consent(consent=agreed.json()["id"], by=worker, now=timezone.now())
    assert desk(town).post(f"{people}/{made}/consents", said, **json).status_code == 404


@pytest.mark.doors
def test_an_agreement_out_of_sight_is_not_taken_back_by_its_id(town: Town, fay: Any) -> None:
    other = actions.give_consent(
        person=fay, purpose="referral", recipient="service:1", how="spoken", by=HOUSE, now=town.now
    )
    with pytest.raises(NotFound):
        actions.withdraw_consent(consent=other, by=town.viewer("worker"), now=town.now)
    assert desk(town).post(reverse("people:take_back", args=[other])).status_code == 404
    assert Consent.objects.get(pk=other).withdrawn_at is None
    held = town.consents[town.ana]
    actions.let_rest(person=town.ana, by=town.viewer("resident"), now=town.now)
    actions.withdraw_consent(consent=held, by=town.viewer("worker"), now=town.now)
    assert Consent.objects.get(pk=held).withdrawn_at, "whose record rests takes back through a worker, too"
