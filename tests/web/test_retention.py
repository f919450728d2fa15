"""What is kept for long enough goes: as much as the dry run said, no more, once, and noted."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kizuna.access.viewer import LogInFirst, NotAllowed
from kizuna.activities.actions import load_attendance, load_events
from kizuna.activities.group import NewAttendance, NewEvent
from kizuna.cli import main
from kizuna.ledger.models import Entry
from kizuna.people.actions import add_person, give_consent, withdraw_consent
from kizuna.people.models import Consent, Person
from kizuna.screening.actions import record_check_up
from kizuna.screening.models import CheckUp, Concern
from kizuna.web import actions, queries, tasks
from kizuna.web.retention import KINDS, WrongPeriods, kinds, periods
from tests.town import HOUSE, build

AGES = st.lists(st.integers(0, 3000), max_size=6)


def due(now) -> dict[str, int]:
    return {kind.code: held.due for kind, held in queries.due(HOUSE, now) if held.due}


def fill(town, visits, answers, consents, persons) -> None:
    """Rows of these ages in days; every third check-up tells of a danger that was dealt with."""
    now = town.now
    event = NewEvent(str(town.group), "Soup", now, now + timedelta(hours=2), "")
    load_events(events=[event], by=HOUSE, now=now)
    times = {now - timedelta(days=age) for age in visits}
    came = [NewAttendance(str(event.known_id), at, str(town.ana), "came", at) for at in times]
    load_attendance(attendance=came, by=HOUSE, now=now)
    for turn, age in enumerate(answers):
        at = now - timedelta(days=age)
        danger = {"safe": ["life"]} if turn % 3 == 0 else {"lonely": "often"}
        attempt = uuid4()
        record_check_up(attempt=attempt, answers=danger, heard=[], person=town.ana, by=HOUSE, now=at)
        Concern.objects.filter(check_up=attempt).update(
            owner=town.accounts["worker"].pk, taken_at=at, closed_at=at, closed_what="rang"
        )
    for age in consents:
        at = now - timedelta(days=age)
        given = give_consent(person=town.ben, purpose="p", recipient=str(age), how="paper", by=HOUSE, now=at)
        withdraw_consent(consent=given, by=HOUSE, now=at)
    for age in persons:
        at = now - timedelta(days=age)
        add_person(name="Gone", area=town.south, by=HOUSE, now=at)


class DryRun(TestCase):
    """The dry run is the real run."""

    @settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate])
    @given(visits=AGES, answers=AGES, consents=AGES, persons=AGES)
    def test_the_dry_run_says_what_the_real_run_does(self, visits, answers, consents, persons) -> None:
        town = build(timezone.now())
        fill(town, visits, answers, consents, persons)
        said = due(town.now)
        before = {kind.code: held.total for kind, held in queries.due(HOUSE, town.now)}
        assert said == due(town.now)
        assert actions.keep_to_periods(run="one", by=HOUSE, now=town.now) == said
        after = {kind.code: held.total for kind, held in queries.due(HOUSE, town.now)}
        for code in ("activities.attendance", "people.consents", "screening.concerns"):
            assert after[code] == before[code] - said.get(code, 0)
        for turn in range(3):  # what one run frees, the next takes; then nothing is due any more
            actions.keep_to_periods(run=f"later {turn}", by=HOUSE, now=town.now)
        assert due(town.now) == {}


@pytest.mark.django_db
def test_rows_go_by_their_age_and_the_young_stay() -> None:
    town = build(timezone.now())
    fill(town, [], [10, 900], [], [2000])
    old = CheckUp.objects.order_by("at").first()
    actions.keep_to_periods(run="x", by=HOUSE, now=town.now)
    assert not CheckUp.objects.filter(pk=old.pk).exists()
    assert CheckUp.objects.count() == 1
    assert not Person.objects.filter(name="Gone").exists()
    assert Person.objects.filter(pk__in=(town.ana, town.ben, town.cem)).count() == 3


@pytest.mark.django_db
def test_a_person_with_something_left_stays() -> None:
    town = build(timezone.now() - timedelta(days=4000))
    assert Consent.objects.exists()
    later = timezone.now()
    actions.keep_to_periods(run="x", by=HOUSE, now=later)
    assert set(Person.objects.values_list("pk", flat=True)) == {town.ana, town.cem}


@pytest.mark.django_db
def test_a_check_up_with_an_open_concern_stays() -> None:
    town = build(timezone.now())
    at = town.now - timedelta(days=5000)
    record_check_up(attempt=uuid4(), answers={"safe": ["life"]}, heard=[], person=town.ana, by=HOUSE, now=at)
    assert due(town.now) == {}


@pytest.mark.django_db
def test_one_line_for_a_run_and_kind_without_personal_text() -> None:
    town = build(timezone.now())
    fill(town, [900, 901, 902], [], [], [])
    tasks.keep_to_periods.call(key="web.keep_to_periods@1")
    tasks.keep_to_periods.call(key="web.keep_to_periods@1")
    lines = Entry.objects.filter(verb__startswith="retention.")
    assert [(one.subject, one.person) for one in lines] == [("activities.attendance:3", None)]


@pytest.mark.django_db
def test_a_run_that_is_killed_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    town = build(timezone.now())
    fill(town, [], [], range(1200, 1207), [])
    monkeypatch.setattr("kizuna.web.actions.retention.BATCH", 2)
    whole, calls = actions.retention.people.let_go, []

    def dies(**how: object) -> int:
        calls.append(how)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(**how)

    monkeypatch.setattr(actions.retention.people, "let_go", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.keep_to_periods(run="x", by=HOUSE, now=town.now)
    assert due(town.now) == {"people.consents": 3}
    actions.keep_to_periods(run="x", by=HOUSE, now=town.now)
    assert due(town.now) == {}
    assert Entry.objects.filter(verb="retention.erased").count() == 1


@pytest.mark.django_db
def test_the_command_says_and_does(capsys: pytest.CaptureFixture[str]) -> None:
    town = build(timezone.now())
    fill(town, [900, 1], [], [], [])

    def told(*more: str) -> dict[str, dict[str, object]]:
        assert main(["retention", "--json", *more]) == 0
        return {row["kind"]: row for row in json.loads(capsys.readouterr().out)["kinds"]}

    assert told("--dry-run")["activities.attendance"]["due"] == 1
    assert told()["activities.attendance"]["gone"] == 1
    assert told("--dry-run")["activities.attendance"]["due"] == 0
    assert main(["retention", "--dry-run"]) == 0


@pytest.mark.django_db
@pytest.mark.doors
@pytest.mark.parametrize(("role", "refusal"), [("resident", NotAllowed), ("worker", NotAllowed)])
def test_only_the_house_lets_go(role: str, refusal: type[Exception]) -> None:
    town = build(timezone.now())
    with pytest.raises((refusal, LogInFirst)):
        actions.keep_to_periods(run="x", by=town.viewer(role), now=town.now)
    with pytest.raises((refusal, LogInFirst)):
        queries.due(town.viewer(role), town.now)


def test_a_site_sets_other_periods() -> None:
    found = kinds(periods("screening.check_ups=30, activities.attendance=90"))
    days = {kind.code: kind.days for kind in found}
    assert days["screening.check_ups"] == 30 and days["activities.attendance"] == 90
    assert days["referrals.referrals"] == 1095


@pytest.mark.parametrize("text", ["x=3", "screening.check_ups", "screening.check_ups=0", "ledger.lines=5"])
def test_a_wrong_period_is_said(text: str) -> None:
    with pytest.raises(WrongPeriods):
        periods(text)


@pytest.mark.django_db
def test_the_page_says_every_kind(settings) -> None:
    settings.ORGANISATION = "Old Harbour"
    text = Client().get("/privacy/").content.decode()
    assert "Old Harbour" in text
    for kind in KINDS:
        assert kind.what in text and kind.why in text and kind.who in text
    assert '/privacy/">' in Client().get("/").content.decode()
