"""Whoever died, left, wants no contact or must not be found leaves lists, figures and queues at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kizuna.activities.queries import figures as group_figures
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.models import Person
from kizuna.referrals.models import Referral, Step
from kizuna.referrals.queries import caseload, of_person, today
from kizuna.referrals.queries import figures as referral_figures
from kizuna.screening.models import CheckUp, Concern, ContactRequest
from kizuna.screening.queries import asked_for_contact
from kizuna.screening.queries import figures as check_up_figures
from tests.town import HOUSE, Town, build, refer

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    made = build(timezone.now())
    refer(made, made.ana)
    return made


def _died(town: Town) -> None:
    actions.set_status(person=town.ana, status="died", by=HOUSE, now=town.now)


def _left(town: Town) -> None:
    actions.set_status(person=town.ana, status="moved_away", by=HOUSE, now=town.now)


def _in_peace(town: Town) -> None:
    actions.leave_in_peace(person=town.ana, quiet=True, by=HOUSE, now=town.now)


def _hidden(town: Town) -> None:
    area = Person.objects.get(pk=town.ana).area_id
    two = [
        actions.open_account(
            email=f"{name}@example.org", role="worker", name=name, areas=[area], by=HOUSE, now=town.now
        )
        for name in ("kim", "lou")
    ]
    actions.protect(person=town.ana, keepers=two, reason="Somebody looks for her.", by=HOUSE, now=town.now)


GONE: dict[str, Callable[[Town], None]] = {
    "died": _died,
    "moved away": _left,
    "wants no contact": _in_peace,
    "must not be found": _hidden,
}


def figures(town: Town) -> dict[str, Any]:
    """All that a coordinator is shown as numbers, before small ones are hidden."""
    who, now = town.viewer("coordinator"), town.now
    found = {**referral_figures(who, now), **check_up_figures(who, now), **group_figures(who, now)}
    return {code: found[code] for code in found if code not in {"groups", "events_week"}}


@pytest.mark.parametrize("what", GONE)
def test_nothing_of_them_waits_for_anybody(town: Town, what: str) -> None:
    worker = town.viewer("worker")
    actions.give_consent(
        person=town.ana, purpose="referral", recipient="service:1", how="spoken",
        until=town.now + timedelta(days=9), by=HOUSE, now=town.now,
    )  # fmt: skip
    before, waiting = figures(town), queries.ending_consents(worker, town.now)
    assert [one.person for one in caseload(worker, town.now)] == [str(town.ana)] and waiting
    GONE[what](town)
    assert caseload(worker, town.now) == []
    assert str(town.ana) not in {line.person for line in today(worker, town.now).lines}
    assert str(town.ana) not in {one.person for one in asked_for_contact(worker)}
    assert not queries.ending_consents(worker, town.now)
    after = figures(town)
    assert after["referrals_open"] == before["referrals_open"] - 1
    if what != "must not be found":
        assert of_person(worker, town.ana), "their story stays"


@pytest.mark.parametrize("what", ["died", "moved away", "wants no contact"])
@pytest.mark.parametrize("record", ["the one who stays", "the one that was put into it"])
def test_what_waits_to_leave_is_stopped_under_every_record(town: Town, what: str, record: str) -> None:
    other = actions.add_person(
        name="Ana R.", area=Person.objects.get(pk=town.ana).area_id, email="old@example.org",
        by=HOUSE, now=town.now,
    )  # fmt: skip
    send(key="about", address="club@example.org", subject="s", text="t", person=other, now=town.now)
    send(key="to", address="old@example.org", subject="s", text="t", now=town.now)
    actions.merge_persons(keep=town.ana, other=other, by=HOUSE, now=town.now)
    GONE[what](town)
    assert set(Message.objects.filter(key__in=["about", "to"]).values_list("status", flat=True)) == {
        "stopped"
    }


@pytest.mark.doors
def test_a_figure_does_not_tell_that_somebody_who_must_not_be_found_is_here(town: Town) -> None:
    """Counts are the same whether they are here or not, at whatever size: nothing to subtract."""
    _hidden(town)
    hidden = figures(town)
    ids = queries.same_person(HOUSE, town.ana)
    Step.objects.filter(referral__person__in=ids).delete()
    for table in (Referral, Concern, ContactRequest, CheckUp):
        table._default_manager.filter(person__in=ids).delete()
    assert figures(town) == hidden
