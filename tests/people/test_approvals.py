"""Two-person deeds: nobody does alone what needs a second person, and what is approved happens once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from kizuna.access.deeds import DEEDS, SECOND
from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.people import actions, queries
from kizuna.people.approval import WAITS
from kizuna.people.models import Account, Approval
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, build, viewer_for
from tests.work.test_crowd import at_once

TASK = "work.prune"
WHY = "She asked me at her door to forget her."


def asked(town: Town, *, by: Viewer | None = None, **more: Any) -> UUID:
    """A worker asks that Ana is erased on her behalf."""
    given: dict[str, Any] = {
        "deed": "person.erase.for",
        "task": TASK,
        "subject": f"people.Person:{town.ana}",
        "about": "Erase what is held about somebody",
        "why": WHY,
        "arguments": {"person": str(town.ana)},
        "area": town.north,
        "person": town.ana,
        "now": NOW,
    }
    return actions.propose(**{**given, **more}, by=by or town.worker)


def jobs(approval: UUID) -> int:
    return Job.objects.filter(key=str(approval)).count()


def test_every_deed_of_two_has_a_deed_for_the_second() -> None:
    for deed, second in SECOND.items():
        assert deed in DEEDS and second in DEEDS
        assert not {"stranger", "resident", "provider"} & {*DEEDS[deed], *DEEDS[second]}
        assert set(DEEDS[deed]) <= set(DEEDS["approval.see"])


def test_approved_by_another_it_is_carried_out_once(town: Town) -> None:
    approval = asked(town)
    assert jobs(approval) == 0
    for _twice in range(2):
        actions.approve(approval=approval, by=town.coordinator, now=LATER)
    assert jobs(approval) == 1
    done = actions.carry_out(approval=approval, task=TASK, by=HOUSE, now=LATER)
    assert done is not None and done.arguments == {"person": str(town.ana)}
    assert actions.carry_out(approval=approval, task=TASK, by=HOUSE, now=LATER) is None
    verbs = list(Entry.objects.filter(verb__startswith="approval.").values_list("verb", flat=True))
    assert sorted(verbs) == ["approval.approved", "approval.done", "approval.proposed"]


def test_only_the_task_that_asked_gets_the_arguments(town: Town) -> None:
    approval = asked(town)
    assert actions.carry_out(approval=approval, task=TASK, by=HOUSE, now=NOW) is None
    actions.approve(approval=approval, by=town.coordinator, now=NOW)
    assert actions.carry_out(approval=approval, task="outbox.sweep", by=HOUSE, now=NOW) is None


def test_a_declined_one_is_never_carried_out(town: Town) -> None:
    approval = asked(town)
    with pytest.raises(Refused):
        actions.decline(approval=approval, reason=" ", by=town.coordinator, now=LATER)
    actions.decline(approval=approval, reason="Ring her first.", by=town.coordinator, now=LATER)
    with pytest.raises(Refused):
        actions.approve(approval=approval, by=town.admin, now=LATER)
    assert jobs(approval) == 0
    assert actions.carry_out(approval=approval, task=TASK, by=HOUSE, now=LATER) is None
    assert queries.approval(town.worker, approval).reason == "Ring her first."


def test_the_same_twice_waits_once_and_may_be_asked_again_when_it_lapsed(town: Town) -> None:
    first = asked(town)
    assert asked(town) == first
    late = NOW + WAITS
    with pytest.raises(Refused):
        actions.approve(approval=first, by=town.coordinator, now=late)
    assert queries.approvals(town.coordinator, late) == []
    assert asked(town, now=late) != first


def test_without_a_reason_nobody_is_asked(town: Town) -> None:
    with pytest.raises(Refused):
        asked(town, why="  ")


def test_what_is_said_is_sealed(town: Town) -> None:
    asked(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT why, about, arguments FROM people_approval")
        (row,) = cursor.fetchall()
    assert not any(WHY in text or str(town.ana) in text or "Erase" in text for text in row)


@pytest.mark.doors
def test_nobody_seconds_their_own(town: Town) -> None:
    approval = asked(town, by=town.coordinator)
    with pytest.raises(NotAllowed):
        actions.approve(approval=approval, by=town.coordinator, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(decision="approved", decided_by=town.coordinator.account, decided_at=LATER)
    actions.approve(approval=approval, by=town.admin, now=LATER)


@pytest.mark.doors
def test_only_those_who_may_second_it_decide(town: Town) -> None:
    approval = asked(town)
    elsewhere = Viewer(role="coordinator", account=str(uuid4()), areas=frozenset({str(town.south)}))
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.other_worker, NotFound),
        (elsewhere, NotFound),
    ):
        for verb in (actions.approve, actions.decline):
            with pytest.raises(answer):
                verb(approval=approval, reason="No", by=viewer, now=LATER)
        with pytest.raises(answer):
            queries.approval(viewer, approval)
        assert not queries.visible_approvals(viewer).filter(pk=approval).exists()
    assert [each.id for each in queries.approvals(town.coordinator, LATER)] == [str(approval)]


@pytest.mark.doors
def test_only_those_who_have_the_deed_propose_it(town: Town) -> None:
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.other_worker, NotFound),
    ):
        with pytest.raises(answer):
            asked(town, by=viewer)
    with pytest.raises(NotAllowed):
        actions.carry_out(approval=uuid4(), task=TASK, by=town.admin, now=NOW)


@pytest.mark.doors
@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "organiser"}])
def test_whoever_proposed_it_must_still_be_allowed_to(town: Town, change: dict[str, Any]) -> None:
    approval = asked(town)
    Account.objects.filter(pk=town.worker.account).update(**change)
    with pytest.raises(Refused):
        actions.approve(approval=approval, by=town.coordinator, now=LATER)
    assert jobs(approval) == 0


@pytest.mark.doors
def test_whoever_seconds_it_must_still_be_allowed_to(town: Town) -> None:
    approval = asked(town)
    Account.objects.filter(pk=town.coordinator.account).update(role="analyst")
    with pytest.raises(NotAllowed):
        actions.approve(approval=approval, by=viewer_for(UUID(town.coordinator.account)), now=LATER)


def test_erasing_somebody_takes_along_what_was_proposed_about_them(town: Town) -> None:
    decided = asked(town)
    actions.approve(approval=decided, by=town.coordinator, now=LATER)
    waiting = asked(town, deed="protection.lift")
    assert len(queries.held_about(town.resident, town.ana)["approvals"]) == 2
    actions.erase(person=town.ana, by=town.resident, now=LATER)
    assert not Approval.objects.filter(pk=waiting).exists()
    row = Approval.objects.get(pk=decided)
    assert (row.person_id, row.why, row.arguments) == (None, "", {})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["approve", "decline"])
def test_of_two_who_decide_at_the_same_moment_one_does(second: str) -> None:
    town = build()
    approval = asked(town)
    verbs: list[tuple[Callable[..., None], Viewer]] = [
        (actions.approve, town.coordinator),
        (getattr(actions, second), town.admin),
    ]

    def decide(n: int) -> None:
        verb, by = verbs[n]
        verb(approval=approval, reason="So be it.", by=by, now=LATER)

    errors = at_once(2, decide)
    assert [type(error) for error in errors] == [Refused]
    row = Approval.objects.get(pk=approval)
    assert jobs(approval) == int(row.decision == "approved")
    assert Entry.objects.filter(verb__in=["approval.approved", "approval.declined"]).count() == 1


@pytest.fixture
def desk(town: Town) -> Client:
    """The coordinator's browser."""
    client = Client()
    client.force_login(Account.objects.get(pk=town.coordinator.account))
    return client


def test_the_page_lists_what_waits_and_takes_the_decision(
    town: Town, desk: Client, django_assert_max_num_queries: Any
) -> None:
    approval = asked(town, now=timezone.now())
    with django_assert_max_num_queries(12):
        page = desk.get("/approvals/").content.decode()
    assert "Erase what is held about somebody" in page
    address = f"/approvals/{approval}/"
    assert WHY in desk.get(address).content.decode()
    assert desk.post(address, {}).status_code == 422
    assert desk.post(address, {"decision": "declined"}).status_code == 422
    assert desk.post(address, {"decision": "approved"}).status_code == 302
    assert jobs(approval) == 1
    assert "Nothing waits for you" in desk.get("/approvals/").content.decode()


def test_what_nobody_decides_in_time_is_closed_at_night_with_a_line(town: Town) -> None:
    approval = asked(town)
    assert actions.close_lapsed(by=HOUSE, now=NOW + WAITS - timedelta(seconds=1)) == 0
    for closed in (1, 0):
        assert actions.close_lapsed(by=HOUSE, now=NOW + WAITS) == closed
    assert Entry.objects.filter(verb="approval.lapsed").count() == 1
    with pytest.raises(Refused, match="has lapsed"):
        actions.approve(approval=approval, by=town.coordinator, now=LATER)
    assert jobs(approval) == 0
    assert asked(town, now=NOW + WAITS) != approval
    with pytest.raises(NotAllowed):
        actions.close_lapsed(by=town.admin, now=LATER)
