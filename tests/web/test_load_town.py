"""The invented town in a database: whole, believable, only in a demo, and all of it or nothing."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities.models import Attendance, Group
from kizuna.directory.models import Organization, Service
from kizuna.people import queries as people
from kizuna.people.actions import open_account
from kizuna.people.models import Account, Consent, Person
from kizuna.people.queries import accounts, on_duty, viewer_of, visible
from kizuna.places.models import Area
from kizuna.places.queries import crisis_numbers_problem
from kizuna.referrals.models import Goal, Measuring, Referral, Step
from kizuna.referrals.pathway import BY_CODE
from kizuna.referrals.queries import queue, replies, today, visits, waiting_link
from kizuna.screening.models import CheckUp, Concern
from kizuna.screening.queries import passages
from kizuna.signposting.queries import report
from kizuna.web import queries
from kizuna.web.actions import load_town
from kizuna.web.town.ids import town_id
from kizuna.web.town.stories import STORIES
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")
PEOPLE, SEED = 240, 5
"""A small town in which a referral waits for an answer."""
BEFORE_DAWN = NOW.replace(hour=3)
"""By UTC: where the demo town lies it is still the evening before."""
LOADERS = ("directory.import_package", "people.load_people", "referrals.load_referrals")


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True
    settings.TIME_ZONE = "America/Los_Angeles"


def load(now: datetime, *, progress: Any = lambda *_: None, seed: int = SEED) -> None:
    load_town(count=PEOPLE, seed=seed, by=HOUSE, now=now, progress=progress)


def of_role(role: str) -> Viewer:
    return viewer_of(HOUSE, Account.objects.get(email=f"{role}@linden.example"))


def test_the_town_is_whole_and_believable() -> None:
    now, told = BEFORE_DAWN, []
    load(now, progress=lambda name, done, total: told.append((name, done, total)))
    _as_many_as_the_issue_names()
    _what_happened_is_possible(now)
    _everybody_finds_something_to_do(now)
    assert {"Living half a year", "People", "Check-ups"} <= {name for name, _, _ in told}
    assert all(0 <= done <= total for _, done, total in told)
    with pytest.raises(Refused, match="demo of its own"):
        load(now)
    assert Person.objects.count() == PEOPLE + len(STORIES)


def _as_many_as_the_issue_names() -> None:
    counts = [each.objects.count() for each in (Person, Area, Organization, Service, Group)]
    assert counts == [PEOPLE + len(STORIES), 5, 40, 150, 60]
    assert {each.role for each in accounts(HOUSE)} == {
        "resident", "worker", "organiser", "provider", "coordinator", "analyst", "admin",
    }  # fmt: skip
    assert all(not each.has_usable_password() for each in Account.objects.all())
    assert all(each.email.endswith("@linden.example") for each in Account.objects.all())


def _what_happened_is_possible(now: datetime) -> None:
    for referral in Referral.objects.all():
        steps = list(Step.objects.filter(referral=referral).order_by("pk"))
        assert [step.before for step in steps[1:]] == [step.after for step in steps[:-1]]
        assert (steps[-1].after, referral.closed_at is not None) == (
            referral.status,
            BY_CODE[referral.status].closed,
        )
        assert [step.at for step in steps] == sorted(step.at for step in steps) and steps[-1].at <= now
        assert Consent.objects.filter(person=referral.person_id, purpose="referral").exists()
    assert Referral.objects.filter(status="requested").exists()
    assert Referral.objects.filter(status="completed").exists()
    assert CheckUp.objects.filter(at__lte=now).count() == CheckUp.objects.count() > 0
    assert Attendance.objects.filter(starts_at__gt=now).count() == 0 < Attendance.objects.count()
    supported = set(Consent.objects.filter(purpose="support").values_list("person", flat=True))
    assert set(CheckUp.objects.values_list("person", flat=True)) <= supported
    assert all(concern.closed_what for concern in Concern.objects.filter(closed_at__isnull=False))


def _everybody_finds_something_to_do(now: datetime) -> None:
    worker = of_role("worker")
    assert today(worker, now).lines
    assert visible(worker).count() > 10
    assert on_duty(HOUSE, next(iter(Area.objects.filter(name="Linden Bay"))).pk, now)
    assert crisis_numbers_problem(HOUSE, timezone.localdate(now)) is None
    assert waiting_link(HOUSE, now)
    receiver = of_role("receiver")
    assert queue(receiver, now).total and len(replies(receiver)) == 3
    assert [one.person_name for one in visits(worker, now)] == ["Philippa Marlowe"]
    guest = of_role("resident")
    held = queries.held_about(guest, guest.person)
    assert held["screening"]["check_ups"] or held["referrals"]["referrals"]
    state = queries.state_of_town(of_role("coordinator"), now)
    assert [part.code for part in state.components if part.gap] == ["communication"]
    assert Goal.objects.exists() and Measuring.objects.exists()
    assert CheckUp.objects.filter(instrument="ons-4").exists()
    found = report(of_role("coordinator"), now)
    assert all(side.cells for side in found.sides) and found.unmet and found.came
    assert [one.finished for one in passages(of_role("analyst"), now)] != [0]
    wrong = {one.code for one in queries.health(of_role("admin"), now) if one.level == "fail"}
    assert wrong <= {"worker"}  # none runs in a test


def test_a_town_is_not_written_over_people(settings: Any) -> None:
    open_account(email="ana@example.org", role="admin", name="Ana", by=HOUSE, now=NOW)
    with pytest.raises(Refused, match="demo of its own"):
        load(NOW)
    assert not Area.objects.exists()


def test_a_town_is_not_written_into_a_real_site(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refused, match="demo of its own"):
        load(NOW)
    assert not Area.objects.exists()


@pytest.mark.parametrize("loader", LOADERS)
def test_a_town_that_fails_leaves_nothing(loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**how: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(f"kizuna.web.actions.town.{loader}", fails)
    with pytest.raises(RuntimeError):
        load(NOW)
    for rows in (Area, Account, Organization, Service, Person, Group, Attendance, CheckUp, Referral):
        assert not rows.objects.exists(), rows


def test_a_newcomer_finds_somebody_for_everything_that_a_record_can_hold() -> None:
    load(NOW)
    one, two, coordinator = of_role("worker"), of_role("worker2"), of_role("coordinator")
    named = {story.code: str(town_id("person", story.code)) for story in STORIES}
    rosalind = people.whole(one, named["rosalind"], NOW)
    assert rosalind.guard and set(rosalind.guard.keepers) == {"Marta Thornwick", "Signe Fallowmere"}
    assert people.whole(two, named["rosalind"], NOW).guard
    with pytest.raises((NotFound, NotAllowed)):
        people.profile(coordinator, named["rosalind"])
    assert {"Halvard Pinecroft", "Havard Pinecroft"} in [
        {pair.one.name, pair.two.name} for pair in people.doubles(one)
    ]
    assert [merge.name for merge in people.merges(one, named["teodora"])] == ["Dora Quayle"]
    told = {code: people.profile(one, named[code]) for code in ("ambrose", "ilse", "casper")}
    assert [told[code].status for code in told] == ["died", "moved_away", "living"]
    assert not any(who.contactable for who in told.values())
    philippa = people.whole(one, named["philippa"], NOW)
    assert {one.kind for one in philippa.dependences} == {"oxygen", "power"}
    assert {(one.role, one.decides) for one in philippa.speakers} == {("carer", False), ("proxy", True)}
    assert len(philippa.homes[0].members) == 2
    with pytest.raises(NotFound):
        people.profile(one, named["bertil"])  # agreed for emergencies only
    assert named["miriam"] in {who.id for who, _given in people.ending_consents(one, NOW)}
    assert [one.name for one in people.avoided(one, named["leona"])] == ["Dario Vartan"]
