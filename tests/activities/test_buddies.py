"""Newcomers are met at the door by members who want to, and hear of each other what they agreed to."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import STRANGER, NotFound, Refused, Viewer
from kizuna.activities import queries
from kizuna.activities.actions import (
    answer_greeting,
    be_buddy,
    call_off,
    choose_buddy,
    decide_member,
    erase,
    give_up_seat,
    introduce,
    join_group,
    load_events,
    take_seat,
)
from kizuna.activities.buddies import Candidate, is_name, whose_turn
from kizuna.activities.group import NewEvent
from kizuna.activities.models import Event, Greeting, Group, Member
from kizuna.activities.seats import opens
from kizuna.outbox.models import Message
from kizuna.people.actions import block
from kizuna.people.models import Person
from tests.conftest import NOW
from tests.town import HOUSE, Town, build, guarded

NEXT = NOW + timedelta(days=3)


@pytest.fixture
def made(db: None) -> Town:
    """Ana and Ben belong to Soup and Songs, which meets in three days; Ana meets newcomers."""
    town = build(NOW)
    lasts = timedelta(hours=2)
    load_events(events=[NewEvent(str(town.group), "Soup", NEXT, NEXT + lasts, places=2)], by=HOUSE, now=NOW)
    for who in (town.ana, town.ben):
        join_group(group=town.group, by=resident(who), now=NOW)
    be_buddy(group=town.group, wish=True, by=resident(town.ana), now=NOW)
    return town


def resident(person: UUID) -> Viewer:
    """Somebody who is signed in."""
    return Viewer(role="resident", account=str(uuid4()), person=str(person))


def comes(
    town: Town, name: str = "Dee", by: Viewer = STRANGER, shares: bool = False, met: bool = True
) -> UUID:
    """A newcomer takes a place."""
    event = Event.objects.get(title="Soup").pk
    return take_seat(
        event=event,
        starts_at=NEXT,
        name=name,
        reach=f"{name.lower()}@linden.example",
        key=name,
        met=met,
        shares=shares,
        by=by,
        now=NOW,
    )


def seen(town: Town, person: UUID) -> list[tuple[str, str]]:
    """Whom a buddy meets, and how they may reach them."""
    return sorted((one.name, one.reach) for one in queries.buddies(resident(person), town.group, NOW).mine)


def told(what: str) -> list[str]:
    """What was sent because of greetings."""
    return [one.text for one in Message.objects.filter(key__startswith="greeting:") if what in one.text]


def test_whoever_meets_the_fewest_is_asked_then_who_has_done_it_for_longest() -> None:
    old, new = NOW - timedelta(days=9), NOW
    assert whose_turn([]) == ""
    assert whose_turn([Candidate("a", old, 2), Candidate("b", new, 1)]) == "b"
    assert whose_turn([Candidate("b", new), Candidate("a", old), Candidate("c", old)]) == "a"


def test_a_buddy_is_told_by_a_message_and_reaches_the_newcomer_only_where_they_agreed(made: Town) -> None:
    comes(made)
    assert seen(made, made.ana) == [("Dee", "")]
    (message,) = told("Dee")
    assert "dee@" not in message
    assert queries.met_by(STRANGER, Greeting.objects.get().seat_id) == "Ana Ruiz"
    comes(made, "Eli", shares=True)
    comes(made, "Eli", shares=True)
    assert seen(made, made.ana) == [("Dee", ""), ("Eli", "eli@linden.example")]
    assert len(told("Eli")) == 1
    comes(made, "Flo", met=False)
    assert len(seen(made, made.ana)) == 2


def test_who_waits_for_a_place_is_announced_when_they_have_one_and_taken_back_when_they_do_not_come(
    made: Town,
) -> None:
    first = comes(made, "Dee", met=False)
    second = comes(made, "Eli")
    third = comes(made, "Gus")
    assert [name for name, _ in seen(made, made.ana)] == ["Eli"]
    give_up_seat(seat=first, by=Viewer(role="resident", token=opens(first)), now=NOW)
    assert [name for name, _ in seen(made, made.ana)] == ["Eli", "Gus"]
    give_up_seat(seat=second, by=Viewer(role="resident", token=opens(second)), now=NOW)
    assert [name for name, _ in seen(made, made.ana)] == ["Gus"]
    assert len(told("Eli does not come")) == 1
    call_off(event=Event.objects.get(title="Soup").pk, starts_at=NEXT, by=made.viewer("organiser"), now=NOW)
    assert seen(made, made.ana) == []
    assert len(told("Gus does not come")) == 1
    assert third


def test_who_cannot_gives_it_back_and_the_organiser_finds_somebody_else(made: Town) -> None:
    comes(made)
    id = Greeting.objects.get().pk
    answer_greeting(greeting=id, met=False, by=resident(made.ana), now=NOW)
    assert seen(made, made.ana) == []
    (open_one,) = queries.buddies(made.viewer("organiser"), made.group, NOW).every
    assert (open_one.name, open_one.buddy, open_one.reach) == ("Dee", "", "")
    ben = Member.objects.get(person=made.ben).pk
    with pytest.raises(Refused):
        choose_buddy(greeting=id, member=ben, by=made.viewer("organiser"), now=NOW)
    be_buddy(group=made.group, wish=True, by=resident(made.ben), now=NOW)
    later = NOW + timedelta(minutes=5)
    choose_buddy(greeting=id, member=ben, by=made.viewer("organiser"), now=later)
    assert [name for name, _ in seen(made, made.ben)] == ["Dee"]
    answer_greeting(greeting=id, met=True, by=resident(made.ben), now=later)
    assert Greeting.objects.get().state == "met"


def test_when_a_buddy_ends_it_or_is_forgotten_another_one_meets_the_newcomer(made: Town) -> None:
    comes(made)
    be_buddy(group=made.group, wish=True, by=resident(made.ben), now=NOW)
    be_buddy(group=made.group, wish=False, by=resident(made.ana), now=NOW)
    assert [name for name, _ in seen(made, made.ben)] == ["Dee"]
    erase(person=made.ben, by=HOUSE, now=NOW)
    row = Greeting.objects.get()
    assert (row.person_id, row.state) == (None, "open")


def test_nobody_is_met_by_somebody_from_whom_they_are_kept_apart(made: Town) -> None:
    block(person=made.cem, other=made.ana, by=HOUSE, now=NOW)
    comes(made, "Cem", by=resident(made.cem))
    assert seen(made, made.ana) == []
    ana = Member.objects.get(person=made.ana).pk
    with pytest.raises(Refused):
        choose_buddy(greeting=Greeting.objects.get().pk, member=ana, by=made.viewer("organiser"), now=NOW)


def test_a_new_member_of_a_group_that_is_asked_is_announced_once_they_are_in(made: Town) -> None:
    Group.objects.filter(pk=made.group).update(join="ask")
    join_group(group=made.group, met=True, by=resident(made.cem), now=NOW)
    assert seen(made, made.ana) == []
    member = Member.objects.get(person=made.cem).pk
    decide_member(member=member, stays=True, by=made.viewer("organiser"), now=NOW)
    assert [name for name, _ in seen(made, made.ana)] == ["Cem Öztürk"]


def test_a_group_joined_by_referral_opens_when_a_link_worker_thought_of_it(made: Town) -> None:
    Group.objects.filter(pk=made.group).update(join="referral")
    with pytest.raises(Refused):
        join_group(group=made.group, by=resident(made.cem), now=NOW)
    event = Event.objects.get(title="Soup").pk
    with pytest.raises(Refused):
        take_seat(event=event, starts_at=NEXT, name="Cem", reach="", key="c", by=resident(made.cem), now=NOW)
    introduce(group=made.group, person=made.cem, by=HOUSE, now=NOW)
    join_group(group=made.group, by=resident(made.cem), now=NOW)
    assert queries.standing_in(resident(made.cem), made.group).member
    assert take_seat(
        event=event, starts_at=NEXT, name="Cem", reach="", key="c", by=resident(made.cem), now=NOW
    )
    held = queries.held_about(HOUSE, made.cem)
    assert [one["group"] for one in held["introductions"]] == ["Soup and Songs"]


@pytest.mark.doors
def test_only_members_and_the_organiser_see_who_is_met_and_only_their_own_buddy_answers(made: Town) -> None:
    comes(made, shares=True)
    id = Greeting.objects.get().pk
    for stranger in (resident(made.cem), Viewer(role="organiser", account=str(uuid4()))):
        with pytest.raises(NotFound):
            queries.buddies(stranger, made.group, NOW)
        with pytest.raises(NotFound):
            queries.greeting_group(stranger, id)
    assert queries.buddies(resident(made.ben), made.group, NOW).mine == ()
    assert queries.buddies(resident(made.ben), made.group, NOW).every == ()
    with pytest.raises(NotFound):
        answer_greeting(greeting=id, met=True, by=resident(made.ben), now=NOW)
    with pytest.raises(NotFound):
        introduce(group=made.group, person=made.cem, by=made.viewer("worker"), now=NOW)


@pytest.mark.doors
def test_who_must_not_be_found_is_named_to_no_organiser_newcomer_or_buddy(made: Town) -> None:
    be_buddy(group=made.group, wish=True, by=resident(made.ben), now=NOW)
    comes(made), comes(made, "Eli", by=resident(made.ben))
    organiser = made.viewer("organiser")
    assert {one.buddy for one in queries.buddies(organiser, made.group, NOW).every} >= {"Ana Ruiz"}
    by_ana = Greeting.objects.filter(person=made.ana).exclude(seat=None)
    assert queries.met_by(STRANGER, by_ana[0].seat_id) == "Ana Ruiz"
    guarded(made, made.ana)
    guarded(made, made.ben)
    found = queries.buddies(organiser, made.group, NOW)
    assert not [one for one in found.every if one.buddy or one.name == "Eli"] and found.names == ()
    assert queries.met_by(STRANGER, by_ana[0].seat_id) == ""


def test_the_pages_say_it_to_everybody_concerned(made: Town) -> None:
    anybody, ana, organiser = Client(), Client(), Client()
    ana.force_login(made.accounts["resident"])
    organiser.force_login(made.accounts["organiser"])
    event = Event.objects.get(title="Soup").pk
    date = reverse("activities:date", args=[event, int(NEXT.timestamp())])
    said = {"key": str(uuid4()), "name": "Dee", "reach": "dee@linden.example", "met": "on"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        seat = anybody.post(date, said, follow=True)
        assert "meets you at the door" in seat.content.decode()
        page = reverse("activities:buddies", args=[made.group])
        assert "Dee" in ana.get(page).content.decode()
        assert "Dee" in organiser.get(page).content.decode()
        answer = reverse("activities:answer_greeting", args=[Greeting.objects.get().pk])
        assert ana.post(answer, {"do": "met"}).status_code == 302
    assert Greeting.objects.get().state == "met"


@pytest.mark.parametrize("how", ["hidden", "dead", "resting"])
def test_no_newcomer_waits_for_a_buddy_who_cannot_come(made: Town, how: str) -> None:
    be_buddy(group=made.group, wish=True, by=resident(made.ben), now=NOW)
    ana = Member.objects.get(group=made.group, person=made.ana)
    if how == "hidden":
        guarded(made, made.ana)
    else:
        change = {"status": "died"} if how == "dead" else {"restricted_at": NOW}
        Person.objects.filter(pk=made.ana).update(**change)
    comes(made)
    row = Greeting.objects.get()
    assert (row.state, row.person_id) == ("given", made.ben), (
        "the one who has met newcomers for longest is away"
    )
    with pytest.raises(Refused):
        choose_buddy(greeting=row.pk, member=ana.pk, by=made.viewer("organiser"), now=NOW)
    be_buddy(group=made.group, wish=False, by=resident(made.ben), now=NOW)
    assert Greeting.objects.get().state == "open", "the organiser looks"


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Dee", True),
        ("J. R. O’Neill-Smith", True),
        ("ليلى", True),
        ("Dr. Ana Ruiz 2", True),
        ("https://evil.example/login", False),
        ("Look at evil.example", False),
        ("Dee\n\nYour account is closed", False),
        ("Ring 0900 123 456", False),
        ("me@evil.example", False),
        ("x" * 80, False),
    ],
)
def test_a_name_in_our_message_leads_nobody_anywhere(name: str, good: bool) -> None:
    assert is_name(name) is good


def test_what_is_no_name_stands_in_no_message(made: Town) -> None:
    comes(made, "evil.example")
    assert not told("evil.example")
    assert len(told("Sign in to read it")) == 1
