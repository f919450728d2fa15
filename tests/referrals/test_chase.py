"""What is overdue is told to its owner, then to the whole team, and stands on today's page all along."""

from datetime import UTC, datetime

import pytest

from kizuna.access.viewer import NotAllowed
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import correct_person
from kizuna.people.models import Account
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral
from tests.conftest import NOW
from tests.referrals.town import HOUSE, Town, account, provider, refer

LATE = datetime(2026, 12, 2, 8, tzinfo=UTC)
"""The morning after the five working days are over."""
NEXT_DAY = datetime(2026, 12, 3, 8, tzinfo=UTC)
WORDS = ("Ana", "Anita", "Soup", "meal", "Northside")


def chased(now: datetime) -> list[str]:
    """To whom a message about something overdue went this time."""
    before = set(Message.objects.values_list("pk", flat=True))
    actions.chase(by=HOUSE, now=now)
    rows = [row for row in Message.objects.all() if row.pk not in before]
    assert not any(word in f"{row.key}{row.subject}{row.text}" for row in rows for word in WORDS)
    return sorted(row.address for row in rows)


def test_first_the_owner_then_the_team_each_once(town: Town):
    other = account("mara", "worker", (town.north,))
    refer(town)
    assert chased(datetime(2026, 12, 1, 8, tzinfo=UTC)) == []
    assert chased(LATE) == ["marta@example.org"]
    assert chased(LATE) == []
    assert chased(NEXT_DAY) == ["cora@example.org", "mara@example.org", "marta@example.org"]
    assert chased(NEXT_DAY) == chased(datetime(2026, 12, 20, 8, tzinfo=UTC)) == []
    assert Entry.objects.filter(verb="referral.chased").count() == 2
    for worker in (town.worker, other):
        (line,) = queries.today(worker, LATE).lines
        assert line.matter.kind.code == "overdue"
    assert queries.figures(town.coordinator, LATE)["referrals_overdue"] == 1


def test_the_team_is_not_told_on_a_weekend(town: Town):
    refer(town)
    friday, monday = (datetime(2026, 12, day, 8, tzinfo=UTC) for day in (4, 7))
    assert chased(friday) == ["marta@example.org"]
    assert chased(datetime(2026, 12, 5, 8, tzinfo=UTC)) == chased(datetime(2026, 12, 6, 8, tzinfo=UTC)) == []
    assert "cora@example.org" in chased(monday)


def test_a_new_step_starts_the_clock_anew(town: Town):
    id = refer(town)
    by = provider(town)
    chased(LATE)
    actions.take_step(referral=id, to="accepted", by=by, now=LATE)
    assert chased(NEXT_DAY) == []
    row = Referral.objects.get()
    assert (row.due_step, row.due_at) == ("follow-up", datetime(2026, 12, 16, 18, tzinfo=UTC))
    assert chased(datetime(2026, 12, 17, 8, tzinfo=UTC)) == ["marta@example.org"]


def test_who_left_owns_nothing_any_more_and_somebody_near_takes_over(town: Town):
    refer(town)
    account("mara", "worker", (town.north,))
    Account.objects.filter(pk=town.worker.account).update(is_active=False)
    assert chased(LATE) == ["mara@example.org"]
    Account.objects.filter(name="Mara").update(is_active=False)
    # Nobody works here now: the coordinator hears of it when the team would.
    assert chased(NEXT_DAY) == ["cora@example.org"]
    assert Referral.objects.get().owner_id is None


def test_without_a_worker_who_asked_the_one_with_the_fewest_looks_after_it(town: Town):
    mara = account("mara", "worker", (town.north,))
    refer(town)
    id = refer(town, option=town.shelf, by=HOUSE)
    assert queries.case(town.worker, id, NOW).owner == mara.account


def test_nothing_is_asked_about_people_who_are_gone_or_want_no_contact(town: Town):
    refer(town)
    correct_person(person=town.ana, changes={"do_not_contact": True}, by=town.worker, now=NOW)
    assert chased(LATE) == []


@pytest.mark.doors
def test_only_the_house_tells_of_what_is_overdue(town: Town):
    refer(town)
    for viewer in (town.worker, town.coordinator):
        with pytest.raises(NotAllowed):
            actions.chase(by=viewer, now=LATE)
