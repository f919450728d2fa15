"""People who must not be found, the dead, and those who said nothing of where they live."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.queries import state_of
from kizuna.people import actions, queries
from kizuna.people.models import Account, Person
from kizuna.people.profile import NewPerson
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, supported, viewer_for


@pytest.fixture
def keepers(town: Town) -> tuple[Viewer, Viewer]:
    """Two workers of the North beside the one of the town."""
    opened = [
        actions.open_account(
            email=f"{name}@example.org", role="worker", name=name, areas=[town.north], by=HOUSE, now=NOW
        )
        for name in ("kim", "lou")
    ]
    return viewer_for(opened[0]), viewer_for(opened[1])


def protected(town: Town, keepers: tuple[Viewer, Viewer]) -> UUID:
    return actions.protect(
        person=town.ana,
        keepers=[each.account for each in keepers],
        reason="A former partner looks for her.",
        by=town.worker,
        now=NOW,
    )


@pytest.mark.doors
def test_a_protected_person_is_there_for_two_keepers_and_herself_alone(
    town: Town, keepers: tuple[Viewer, Viewer]
) -> None:
    actions.live_together(persons=[town.ana, town.ben], by=HOUSE, now=NOW)
    supported(town.ben)
    protected(town, keepers)
    for viewer in (*keepers, town.resident):
        assert queries.profile(viewer, town.ana).name == "Ana Ruiz"
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ana)
    with pytest.raises(NotFound):
        actions.correct_person(person=town.ana, changes={"name": "X"}, by=town.worker, now=NOW)
    assert queries.find(town.worker, "ana") == [] and queries.find(town.worker, "ana@example.org") == []
    assert queries.listed(town.worker)[0] == 1
    assert queries.household(town.worker, town.ben) == []
    assert queries.same_person(town.worker, town.ana) == frozenset()
    assert [each.who.name for each in queries.household(keepers[0], town.ben)] == ["Ana Ruiz"]
    assert queries.guard(keepers[0], town.ana, NOW) is not None


@pytest.mark.doors
def test_whoever_is_out_of_sight_answers_like_nobody(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    protected(town, keepers)
    for ask in (queries.profile, queries.details, queries.names, queries.turns, queries.homes):
        answers = []
        for person in (town.ana, UUID(int=7)):
            with pytest.raises(NotFound) as told:
                ask(town.worker, person)
            answers.append(str(told.value))
        assert answers[0] == answers[1]


WHY = "The danger is over, she says."


@pytest.mark.doors
def test_a_protection_takes_two_to_lift(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    held = protected(town, keepers)
    for stranger, answer in (
        (town.worker, NotFound),
        (town.coordinator, NotAllowed),
        (town.admin, NotAllowed),
    ):
        with pytest.raises(answer):
            actions.unprotect(protection=held, by=stranger, now=NOW)
        with pytest.raises(answer):
            actions.ask_to_unprotect(protection=held, why=WHY, by=stranger, now=NOW)
    for each in keepers:
        with pytest.raises(Refused):
            actions.unprotect(protection=held, by=each, now=NOW)
    actions.ask_to_unprotect(protection=held, why=WHY, by=keepers[0], now=NOW)
    with pytest.raises(Refused):
        actions.unprotect(protection=held, by=keepers[0], now=LATER)
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ana)
    actions.unprotect(protection=held, by=keepers[1], now=LATER)
    assert queries.profile(town.worker, town.ana)
    assert queries.approvals(town.coordinator, LATER) == []


@pytest.mark.doors
def test_a_coordinator_agrees_without_learning_who_it_is(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    held = protected(town, keepers)
    asked = actions.ask_to_unprotect(protection=held, why=WHY, by=keepers[0], now=NOW)
    (seen,) = queries.approvals(town.coordinator, NOW)
    assert "Ana" not in repr(seen) and str(town.ana) not in repr(seen)
    assert queries.approvals(town.worker, NOW) == []
    with pytest.raises(NotFound):
        actions.approve(approval=asked, by=town.worker, now=NOW)
    with pytest.raises((NotFound, NotAllowed)):
        actions.approve(approval=asked, by=keepers[0], now=NOW)
    actions.approve(approval=asked, by=town.coordinator, now=LATER)
    for _twice in range(2):
        actions.lift_protection(approval=asked, by=HOUSE, now=LATER)
    assert queries.profile(town.worker, town.ana)
    assert Entry.objects.filter(verb="person.unprotected", person=town.ana).count() == 1


def test_when_the_other_keeper_is_quicker_the_coordinator_finds_nothing_to_decide(
    town: Town, keepers: tuple[Viewer, Viewer]
) -> None:
    held = protected(town, keepers)
    asked = actions.ask_to_unprotect(protection=held, why=WHY, by=keepers[0], now=NOW)
    actions.unprotect(protection=held, by=keepers[1], now=NOW)
    with pytest.raises(Refused):
        actions.approve(approval=asked, by=town.coordinator, now=LATER)
    again = protected(town, keepers)
    actions.lift_protection(approval=asked, by=HOUSE, now=LATER)
    assert queries.guard(keepers[0], town.ana, LATER) and again != held


def test_what_was_declined_can_be_asked_for_again(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    held = protected(town, keepers)
    asked = actions.ask_to_unprotect(protection=held, why=WHY, by=keepers[0], now=NOW)
    guard = queries.guard(keepers[1], town.ana, NOW)
    assert guard and guard.lifting_by == keepers[0].account
    actions.decline(approval=asked, reason="Not yet.", by=town.coordinator, now=NOW)
    guard = queries.guard(keepers[1], town.ana, NOW)
    assert guard and not guard.lifting_by
    assert actions.ask_to_unprotect(protection=held, why=WHY, by=keepers[1], now=LATER) != asked


def test_two_keepers_lift_it_in_the_browser(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    protected(town, keepers)
    page = reverse("people:person", args=[town.ana])
    first, second = Client(), Client()
    for client, keeper in ((first, keepers[0]), (second, keepers[1])):
        client.force_login(Account.objects.get(pk=keeper.account))
    lift = reverse("people:change", args=[town.ana, "lift"])
    assert first.post(lift, {"why": ""}).status_code == 422
    assert first.post(lift, {"why": WHY}).status_code == 302
    assert "You asked for this" in first.get(page).content.decode()
    shown = second.get(page).content.decode()
    (held,) = re.findall(r'name="end" value="([^"]+)">', shown[shown.index("The other one of you") :])
    end = {"end": held}
    assert first.post(reverse("people:change", args=[town.ana, "protect"]), end).status_code == 400
    assert second.post(reverse("people:change", args=[town.ana, "protect"]), end).status_code == 302
    assert queries.profile(town.worker, town.ana)


def test_two_keepers_are_two_who_work_here(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    one = keepers[0].account
    for pair in ([one], [one, one], [one, town.other_worker.account], [one, town.admin.account]):
        with pytest.raises(Refused):
            actions.protect(person=town.ana, keepers=pair, reason="x", by=town.worker, now=NOW)
    held = protected(town, keepers)
    with pytest.raises(NotFound):
        actions.change_keeper(
            protection=held, instead_of=one, keeper=town.worker.account, by=town.worker, now=NOW
        )
    actions.change_keeper(protection=held, instead_of=one, keeper=town.worker.account, by=keepers[1], now=NOW)
    assert queries.profile(town.worker, town.ana)
    with pytest.raises(NotFound):
        queries.profile(keepers[0], town.ana)


def test_protection_outlives_a_merge(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    protected(town, keepers)
    double = actions.add_person(name="Ana R.", area=town.north, by=HOUSE, now=NOW)
    supported(double)
    Person.objects.filter(pk=town.ana).update(merged_into=double)
    with pytest.raises(NotFound):
        queries.profile(town.worker, double)
    assert queries.profile(keepers[0], town.ana).id == str(double)


@pytest.mark.doors
def test_who_did_not_say_where_in_town_is_seen_from_every_part_of_that_town(town: Town) -> None:
    eve = actions.add_person(name="Eve", area=town.community, by=HOUSE, now=NOW)
    supported(eve)
    for worker in (town.worker, town.other_worker):
        assert queries.profile(worker, eve).name == "Eve"
        actions.correct_person(person=eve, changes={"called": "E"}, by=worker, now=NOW)
    far = replace(town.worker, areas=frozenset({str(UUID(int=9))}), around=frozenset({str(UUID(int=8))}))
    with pytest.raises(NotFound):
        queries.profile(far, eve)
    actions.correct_person(person=eve, changes={"area": town.north}, by=town.worker, now=NOW)
    with pytest.raises(NotFound):
        queries.profile(town.other_worker, eve)


def letter(key: str, town: Town, *, person: UUID | None = None, address: str = "ana@example.org") -> None:
    send(key=key, address=address, subject="Hello", text="Hello.", person=person, now=NOW)


@pytest.mark.parametrize("status", ["died", "moved_away"])
def test_what_waits_for_the_dead_is_stopped_and_the_living_get_theirs(town: Town, status: str) -> None:
    letter("to her", town, person=town.ana)
    letter("to her address", town)
    letter("to another", town, address="ben@example.org")
    actions.set_status(person=town.ana, status=status, on=NOW.date(), by=town.worker, now=NOW)
    assert [state_of(HOUSE, key) for key in ("to her", "to her address", "to another")] == [
        "stopped", "stopped", "queued",
    ]  # fmt: skip
    assert str(town.ana) not in {
        str(id) for id in queries.visible_here(town.worker).values_list("pk", flat=True)
    }


def test_letters_to_others_at_a_shared_address_still_go(town: Town) -> None:
    actions.correct_person(person=town.ana, changes={"shared_contact": True}, by=town.worker, now=NOW)
    letter("to the house", town)
    actions.leave_in_peace(person=town.ana, quiet=True, by=town.worker, now=NOW)
    assert state_of(HOUSE, "to the house") == "queued"
    assert queries.contact(town.worker, town.ana, NOW) is None


def test_a_wrong_death_is_put_right_with_a_word_and_nothing_is_lost(town: Town) -> None:
    before = queries.held_about(HOUSE, town.ana)
    actions.set_status(person=town.ana, status="died", on=NOW.date(), by=town.worker, now=NOW)
    with pytest.raises(Refused):
        actions.set_status(person=town.ana, status="living", by=town.worker, now=LATER)
    actions.set_status(person=town.ana, status="living", why="Wrong Ana.", by=town.worker, now=LATER)
    after = queries.held_about(HOUSE, town.ana)
    changes = after.pop("changes_of_status")
    assert before.pop("changes_of_status") == [] and after == before
    assert [change["why"] for change in changes] == ["", "Wrong Ana."]
    assert queries.contact(town.worker, town.ana, LATER)
    with pytest.raises(Refused):
        actions.set_status(
            person=town.ana, status="died", on=(NOW + timedelta(2)).date(), by=town.worker, now=NOW
        )


def test_needs_end_and_stay_written(town: Town) -> None:
    oxygen = actions.add_dependence(
        person=town.ana, kind="oxygen", words="Two litres", since=date(2026, 1, 1), by=town.worker, now=NOW
    )
    actions.end_dependence(person=town.ana, dependence=oxygen, by=town.worker, now=NOW)
    (held,) = queries.dependences(town.worker, town.ana)
    assert (held.kind, held.note, held.until) == ("oxygen", "Two litres", NOW.date())
    with pytest.raises(NotFound):
        actions.end_dependence(person=town.ana, dependence=UUID(int=1), by=town.worker, now=NOW)
    for wrong in ({"kind": "luck"}, {"kind": "other"}, {"kind": "lift", "words": "x" * 2001}):
        with pytest.raises(Refused):
            actions.add_dependence(person=town.ana, **wrong, by=town.worker, now=NOW)


@pytest.mark.doors
def test_an_agreement_of_a_protected_person_is_renewed_by_nobody_else(
    town: Town, keepers: tuple[Viewer, Viewer]
) -> None:
    given = supported(town.ana, until=LATER)
    protected(town, keepers)
    with pytest.raises(NotFound):
        actions.renew_consent(consent=given, by=town.worker, now=NOW)
    assert actions.renew_consent(consent=given, by=keepers[0], now=NOW)


def test_the_account_of_a_keeper_is_not_closed_before_another_takes_over(
    town: Town, keepers: tuple[Viewer, Viewer]
) -> None:
    held = protected(town, keepers)
    with pytest.raises(Refused, match="relies on this account"):
        actions.close_account(account=keepers[0].account, by=town.admin, now=NOW)
    actions.unprotect(protection=held, by=HOUSE, now=NOW)
    actions.close_account(account=keepers[0].account, by=town.admin, now=NOW)


@pytest.mark.doors
def test_who_keeps_whom_is_told_to_the_house_alone(town: Town, keepers: tuple[Viewer, Viewer]) -> None:
    protected(town, keepers)
    assert {each.id for each in queries.keepers_of(HOUSE, town.ana)} == {each.account for each in keepers}
    for viewer in (town.worker, town.admin, town.coordinator, keepers[0]):
        with pytest.raises(NotAllowed):
            queries.keepers_of(viewer, town.ana)


@pytest.mark.doors
def test_a_list_does_not_tell_that_somebody_who_must_not_be_found_is_here(
    town: Town, keepers: tuple[Viewer, Viewer]
) -> None:
    ana = Person.objects.get(pk=town.ana)
    new = NewPerson(
        id=str(UUID(int=9)), name=ana.name, called=ana.called, area=str(town.north), phone=ana.phone or "",
        birth_year=ana.birth_year,
    )  # fmt: skip
    brought = {str(town.ana)}
    assert [twin.newcomer for twin in queries.likely_twins(town.coordinator, [new], brought)] == [new.id]
    assert queries.likely_twins(town.coordinator, [new]) == [], "of whom they know nothing"
    protected(town, keepers)
    assert queries.likely_twins(town.coordinator, [new], brought) == []


def test_a_newcomer_is_recognised_by_an_older_key(town: Town, settings: Any) -> None:
    settings.SECRET_KEYS = ["a-newer-key-for-this-test-only-0123456789", *settings.SECRET_KEYS]
    ana = Person.objects.get(pk=town.ana)
    new = NewPerson(id=str(UUID(int=9)), name=ana.name, area=str(town.north), phone=ana.phone or "")
    assert len(queries.likely_twins(town.coordinator, [new], {str(town.ana)})) == 1
    near = queries.alike(town.worker, name=f"{ana.name} x", phone=ana.phone or "")
    assert [each.id for each in near] == [str(town.ana)]


def test_who_is_kept_apart_from_somebody_is_no_keeper_of_theirs(
    town: Town, keepers: tuple[Viewer, Viewer]
) -> None:
    """Kept apart from both keepers, nobody could open what somebody hidden says, a danger neither."""
    one, two = (each.account for each in keepers)
    held = protected(town, keepers)
    with pytest.raises(Refused, match="Another takes over first"):
        actions.block_colleague(person=town.ana, account=one, by=keepers[1], now=NOW)
    partner = actions.add_person(name="Pat", area=town.north, by=HOUSE, now=NOW)
    Account.objects.filter(pk=one).update(person=partner)
    with pytest.raises(Refused, match="Another takes over first"):
        actions.block(person=town.ana, other=partner, by=HOUSE, now=NOW)
    third = town.worker.account
    actions.change_keeper(protection=held, instead_of=one, keeper=third, by=keepers[1], now=NOW)
    actions.block_colleague(person=town.ana, account=one, by=keepers[1], now=NOW)
    with pytest.raises(Refused, match="Choose two link workers"):
        actions.change_keeper(protection=held, instead_of=two, keeper=one, by=town.worker, now=NOW)
    with pytest.raises(Refused, match="Choose two link workers"):
        actions.block_colleague(person=town.ben, account=one, by=HOUSE, now=NOW)
        actions.protect(person=town.ben, keepers=[one, third], reason="x", by=HOUSE, now=NOW)
