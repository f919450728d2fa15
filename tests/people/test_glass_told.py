"""Whose record was opened in an emergency is told by the way they prefer, or else by a human."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.models import Account, Glass, Person
from tests.town import HOUSE, Town, build, guarded

WHY = "Nobody has answered the door for two days."
NUMBER = "+13055550155"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def opened(town: Town, role: str = "worker", **about: Any) -> Glass:
    """Ben's record was opened, and he was told, as far as that goes."""
    Person.objects.filter(pk=town.ben).update(email=None, email_index="")
    if about:
        actions.correct_person(person=town.ben, changes=about, by=HOUSE, now=town.now)
    glass = actions.break_glass(
        sought="Ben Ono", reason="missing", words=WHY, minutes=60, by=town.viewer(role), now=town.now
    )
    for _twice in range(2):
        actions.tell_glass(glass=glass, turn=0, by=HOUSE, now=town.now)
    return Glass.objects.get(pk=glass)


def to_say(town: Town, role: str = "worker") -> list[tuple[str, str]]:
    return [(one.name, one.person) for one in queries.glasses_to_say(town.viewer(role))]


@pytest.mark.parametrize(
    ("about", "channel", "address"),
    [
        ({"email": "ben@example.org"}, "email", "ben@example.org"),
        ({"phone": NUMBER}, "sms", NUMBER),
        ({"phone": NUMBER, "email": "ben@example.org", "preferred_channel": "text"}, "sms", NUMBER),
        (
            {"phone": NUMBER, "email": "ben@example.org", "preferred_channel": "email"},
            "email",
            "ben@example.org",
        ),
        ({"phone": NUMBER, "preferred_channel": "phone"}, "voice", NUMBER),
    ],
)
def test_a_message_without_content_goes_by_the_way_they_prefer(
    town: Town, about: dict[str, str], channel: str, address: str
) -> None:
    opened(town, **about)
    (message,) = Message.objects.all()
    assert (message.channel, message.address) == (channel, address)
    assert "/my-data/" in message.text
    for word in ("Ben", "Ono", WHY, "missing", "opened", "emergency"):
        assert word not in message.subject + message.text
    assert to_say(town) == []


@pytest.mark.parametrize(
    "about",
    [{}, {"phone": NUMBER, "shared_contact": True}, {"email": "b@example.org", "shared_contact": True}],
)
def test_who_cannot_be_reached_is_told_by_a_human(town: Town, about: dict[str, Any]) -> None:
    glass = opened(town, **about)
    assert not Message.objects.exists()
    assert to_say(town) == [("Ben Ono", "")]
    client = Client()
    client.force_login(town.accounts["worker"])
    page = client.get("/glass/").content.decode()
    assert "Tell them yourself" in page and "Ben Ono" in page
    for _twice in range(2):
        assert client.post(f"/glass/{glass.pk}/said/").status_code == 302
    assert to_say(town) == []
    assert Entry.objects.filter(verb="glass.said", person=town.ben).count() == 1
    glass.refresh_from_db()
    assert str(glass.said_by_id) == town.viewer("worker").account


@pytest.mark.parametrize("state", ["failed", "stopped", "expired"])
def test_a_message_that_told_nobody_becomes_a_task(town: Town, state: str) -> None:
    opened(town, phone=NUMBER)
    assert to_say(town) == []
    Message.objects.update(status=state, next_try=None)
    assert to_say(town) == [("Ben Ono", "")]
    guarded(town, town.ben)
    assert to_say(town) == [], "nobody but their keepers, not even who looked"


def test_whose_record_rests_is_told_as_was_promised(town: Town) -> None:
    actions.correct_person(person=town.ben, changes={"phone": NUMBER}, by=HOUSE, now=town.now)
    Person.objects.filter(pk=town.ben).update(restricted_at=town.now)
    opened(town)
    assert Message.objects.get().channel == "sms"
    assert Person.objects.get(pk=town.ben).restricted_at


@pytest.mark.parametrize("how", ["died", "moved_away", "quiet"])
def test_nobody_is_sent_to_the_dead_or_to_who_wants_no_word(town: Town, how: str) -> None:
    glass = actions.break_glass(
        sought="Ben Ono", reason="missing", words=WHY, minutes=60, by=town.viewer("worker"), now=town.now
    )
    changes: dict[str, Any] = {"do_not_contact": True} if how == "quiet" else {"status": how}
    Person.objects.filter(pk=town.ben).update(**changes)
    actions.tell_glass(glass=glass, turn=0, by=HOUSE, now=town.now)
    assert not Message.objects.exists()
    assert to_say(town) == []


@pytest.mark.doors
def test_others_learn_no_name(town: Town) -> None:
    glass = opened(town, role="coordinator")
    assert to_say(town, "coordinator") == [("Ben Ono", "")]
    assert to_say(town) == to_say(town, "far worker") == []
    for role in ("worker", "far worker"):
        with pytest.raises(NotFound):
            actions.say_glass(glass=glass.pk, by=town.viewer(role), now=town.now)
    with pytest.raises(LogInFirst):
        actions.say_glass(glass=glass.pk, by=STRANGER, now=town.now)
    for role in ("resident", "organiser", "provider", "analyst", "admin"):
        with pytest.raises(NotAllowed):
            actions.say_glass(glass=glass.pk, by=town.viewer(role), now=town.now)
        with pytest.raises(NotAllowed):
            queries.glasses_to_say(town.viewer(role))
    reviewer = Client()
    reviewer.force_login(town.accounts["admin"])
    page = reviewer.get("/glass/reviews/").content.decode()
    assert "Nobody has told them yet" in page and "Ben" not in page


@pytest.mark.doors
def test_a_link_worker_who_sees_them_may_tell_them_but_not_who_must_not_find_them(town: Town) -> None:
    actions.give_consent(
        person=town.ben, purpose="support", recipient="link workers", how="spoken", by=HOUSE, now=town.now
    )
    glass = opened(town, role="coordinator")
    assert to_say(town) == [("Ben Ono", str(town.ben))]
    guarded(town, town.ben)
    assert to_say(town) == []
    with pytest.raises(NotFound):
        actions.say_glass(glass=glass.pk, by=town.viewer("worker"), now=town.now)
    keeper = queries.viewer_of(HOUSE, Account.objects.get(email="keeper.one@example.org"))
    actions.say_glass(glass=glass.pk, by=keeper, now=town.now)


def test_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    for _turn in range(4):
        opened(town)
    client = Client()
    client.force_login(town.accounts["worker"])
    with django_assert_max_num_queries(12):
        client.get("/glass/")
