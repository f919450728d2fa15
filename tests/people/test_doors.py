"""Nobody sees or changes a person, an account or a rota that is not theirs to see or change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.people import actions, queries
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Consent, Person
from kizuna.people.profile import NewPerson
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, supported, viewer_for

pytestmark = pytest.mark.doors

RENAMED = {"name": "Somebody else"}
ABOUT_ONE: dict[str, Callable[[Viewer, UUID], Any]] = {
    "profile": queries.profile,
    "details": queries.details,
    "contact": lambda viewer, person: queries.contact(viewer, person, NOW),
    "consents": queries.consents,
    "record": queries.record,
    "has_consent": lambda viewer, person: queries.has_consent(viewer, person, SUPPORT, LINK_WORKERS, NOW),
    "household": queries.household,
    "names": queries.names,
    "homes": queries.homes,
    "dependences": queries.dependences,
    "turns": queries.turns,
    "guard": lambda viewer, person: queries.guard(viewer, person, NOW),
    "may_speak_for": lambda viewer, person: queries.may_speak_for(viewer, person, NOW),
    "speaks_for": lambda viewer, person: queries.speaks_for(viewer, uuid4(), person, NOW),
    "depend": lambda by, person: actions.add_dependence(person=person, kind="power", by=by, now=NOW),
    "speak": lambda by, person: actions.let_speak(
        person=person, role="carer", evidence="x", name="X", by=by, now=NOW
    ),
    "name": lambda by, person: actions.add_name(person=person, text="X", use="usual", by=by, now=NOW),
    "quiet": lambda by, person: actions.leave_in_peace(person=person, quiet=True, by=by, now=NOW),
    "protect": lambda by, person: actions.protect(
        person=person, keepers=[uuid4(), uuid4()], reason="x", by=by, now=NOW
    ),
    "held_about": queries.held_about,
    "correct": lambda by, person: actions.correct_person(
        person=person, changes={"name": "X"}, by=by, now=NOW
    ),
    "status": lambda by, person: actions.set_status(person=person, status="died", by=by, now=NOW),
    "consent": lambda by, person: actions.give_consent(
        person=person, purpose="referral", recipient="service:1", how="spoken", by=by, now=NOW + timedelta(1)
    ),
    "erase": lambda by, person: actions.erase(person=person, by=by, now=NOW),
    "together": lambda by, person: actions.live_together(persons=[person], by=by, now=NOW),
}
SEEING = [name for name in ABOUT_ONE if name in vars(queries) and name != "held_about"]


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_a_stranger_must_log_in(town: Town, name: str) -> None:
    with pytest.raises(LogInFirst):
        ABOUT_ONE[name](STRANGER, town.ana)


@pytest.mark.parametrize("name", SEEING)
def test_a_stranger_learns_nothing_about_who_exists(town: Town, name: str) -> None:
    with pytest.raises(LogInFirst):
        ABOUT_ONE[name](STRANGER, uuid4())


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_a_resident_finds_nobody_else(town: Town, name: str) -> None:
    with pytest.raises(NotAllowed if name in {"protect", "status"} else NotFound):
        ABOUT_ONE[name](town.resident, town.cem)


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_a_worker_of_another_area_finds_nobody(town: Town, name: str) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        ABOUT_ONE[name](town.other_worker, town.ana)


@pytest.mark.parametrize("name", SEEING)
def test_a_worker_finds_nobody_who_did_not_agree(town: Town, name: str) -> None:
    with pytest.raises(NotFound):
        ABOUT_ONE[name](town.worker, town.ben)


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_roles_without_the_deed_are_told_so(town: Town, name: str) -> None:
    for viewer in (town.coordinator, town.admin):
        with pytest.raises(NotAllowed):
            ABOUT_ONE[name](viewer, town.ana)


def test_lists_hold_only_those_in_sight(town: Town) -> None:
    everybody = [town.ana, town.ben, town.cem]
    sights = {town.worker: {town.ana}, town.other_worker: {town.cem}, town.resident: {town.ana}}
    for viewer, sight in sights.items():
        assert set(queries.visible(viewer).values_list("pk", flat=True)) == sight
        assert set(queries.profiles(viewer, everybody)) == {str(id) for id in sight}
        assert set(queries.contacts(viewer, everybody, NOW)) <= {str(id) for id in sight}
        assert {p.id for p in queries.listed(viewer)[1]} == {str(id) for id in sight}
        names = {p.id for word in ("ana", "ben", "cem") for p in queries.find(viewer, word)}
        assert names == {str(id) for id in sight}
    for viewer in (STRANGER, town.coordinator, town.admin):
        assert not queries.visible(viewer).exists()
    for query in (queries.find, queries.listed, lambda viewer, _: queries.profiles(viewer, [town.ana])):
        with pytest.raises(LogInFirst):
            query(STRANGER, "ana")
        with pytest.raises(NotAllowed):
            query(town.coordinator, "ana")


def test_a_worker_adds_and_moves_people_only_within_their_areas(town: Town) -> None:
    with pytest.raises(NotFound):
        actions.add_person(name="Eve", area=town.south, by=town.worker, now=NOW)
    with pytest.raises(NotFound):
        actions.correct_person(person=town.ana, changes={"area": town.south}, by=town.worker, now=NOW)


def test_withdrawing_shuts_the_door_at_once(town: Town) -> None:
    (agreed,) = queries.consents(town.worker, town.ana)
    actions.withdraw_consent(consent=agreed.id, by=town.resident, now=NOW)
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ana)
    assert queries.find(town.worker, "ana") == []
    assert not queries.visible(town.worker).exists()


def test_an_agreement_that_ended_opens_nothing(town: Town) -> None:
    Consent.objects.all().delete()
    long_ago = NOW - timedelta(days=900)
    supported(town.ana, now=long_ago, until=NOW - timedelta(days=800))
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ana)


@pytest.mark.parametrize("change", [{"purpose": "referral"}, {"recipient": "x"}, {"emergency_only": True}])
def test_an_agreement_to_something_else_opens_nothing(town: Town, change: dict[str, Any]) -> None:
    Consent.objects.filter(person=town.ana).update(**change)
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ana)


def test_nobody_withdraws_for_others(town: Town) -> None:
    (agreed,) = queries.consents(town.other_worker, town.cem)
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotFound),
        (town.worker, NotFound),
        (town.coordinator, NotAllowed),
    ):
        with pytest.raises(answer):
            actions.withdraw_consent(consent=agreed.id, by=viewer, now=NOW)
    assert queries.has_consent(HOUSE, town.cem, SUPPORT, LINK_WORKERS, NOW)


def test_a_stranger_agrees_only_while_saying_who_they_are(town: Town) -> None:
    person = actions.add_person(name="Dua", area=town.north, by=STRANGER, now=LATER)
    agree = {"person": person, "purpose": SUPPORT, "recipient": LINK_WORKERS, "how": "online", "by": STRANGER}
    actions.give_consent(**agree, now=LATER)
    with pytest.raises(LogInFirst):
        actions.give_consent(**agree, now=LATER + timedelta(seconds=1))


def test_blocks_are_the_business_of_the_one_who_blocks(town: Town) -> None:
    for viewer, answer in ((STRANGER, LogInFirst), (town.resident, NotFound), (town.worker, NotFound)):
        with pytest.raises(answer):
            actions.block(person=town.cem, other=town.ana, by=viewer, now=NOW)
        with pytest.raises(answer):
            actions.unblock(person=town.cem, block=1, by=viewer, now=NOW)


def test_accounts_are_opened_by_administrators_only(town: Town) -> None:
    new = {"email": "new@example.org", "role": "admin", "now": NOW}
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.worker, NotAllowed),
        (town.coordinator, NotAllowed),
    ):
        with pytest.raises(answer):
            actions.open_account(**new, by=viewer)
        with pytest.raises(answer):
            actions.close_account(account=town.admin.account, by=viewer, now=NOW)
    assert queries.accounts_with_role(HOUSE, "admin")[0].id == town.admin.account


def test_colleagues_are_shown_to_colleagues(town: Town) -> None:
    asks: list[Callable[[Viewer], Any]] = [
        queries.accounts,
        lambda viewer: queries.accounts_with_role(viewer, "worker"),
        lambda viewer: queries.account_names(viewer, [town.admin.account]),
        lambda viewer: queries.account(viewer, town.admin.account),
    ]
    for ask in asks:
        with pytest.raises(LogInFirst):
            ask(STRANGER)
        with pytest.raises(NotAllowed):
            ask(town.resident)
        assert ask(town.worker)
    assert queries.account(town.resident, town.resident.account).role == "resident"


def test_the_rota_is_shown_and_set_where_one_works(town: Town) -> None:
    shift = {"account": town.worker.account, "starts": NOW, "ends": LATER, "now": NOW}
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.worker, NotAllowed),
        (Viewer(role="coordinator", areas=frozenset({str(town.south)})), NotFound),
    ):
        with pytest.raises(answer):
            actions.set_duty(**shift, area=town.north, by=viewer)
    actions.set_duty(**shift, area=town.north, by=town.coordinator)
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.other_worker, NotFound),
    ):
        for query in (queries.on_duty, queries.next_duty):
            with pytest.raises(answer):
                query(viewer, town.north, NOW)
    assert queries.rota(town.worker, NOW) and queries.rota(town.other_worker, NOW) == []
    for viewer, answer in ((STRANGER, LogInFirst), (town.resident, NotAllowed)):
        with pytest.raises(answer):
            queries.rota(viewer, NOW)


def test_people_are_brought_only_by_those_who_may_and_where_they_work(town: Town) -> None:
    rows = [NewPerson(id=str(uuid4()), name="X", area=str(town.north))]
    for viewer, answer in ((STRANGER, LogInFirst), (town.worker, NotAllowed)):
        with pytest.raises(answer):
            actions.load_people(rows=rows, by=viewer, now=NOW)
    far = [NewPerson(id=str(uuid4()), name="X", area=str(town.south))]
    with pytest.raises(NotFound):
        actions.load_people(
            rows=[*rows, *far], by=replace(town.coordinator, areas=frozenset({str(town.north)})), now=NOW
        )
    assert not Person.objects.filter(name="X").exists(), "all of a list or nothing"


def test_somebody_whose_account_was_closed_is_a_stranger(town: Town) -> None:
    actions.close_account(account=town.worker.account, by=town.admin, now=NOW)
    assert viewer_for(UUID(town.worker.account)) == STRANGER
