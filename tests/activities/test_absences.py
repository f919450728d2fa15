"""An organiser who misses somebody asks a link worker to see after them, and learns nothing more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound
from kizuna.activities import queries
from kizuna.activities.actions import answer_absence, erase, load_attendance, load_events, nudge, pass_on
from kizuna.activities.group import NewAttendance, NewEvent
from kizuna.activities.models import Absence
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import give_consent, withdraw_consent
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.referrals.queries import today
from tests.conftest import NOW
from tests.town import HOUSE, Town, build

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def made() -> Town:
    """Ana, Ben and Cem came to Soup and Songs twice, and not for five weeks. Ben wants no link worker."""
    town = build(NOW)
    event = NewEvent(
        str(town.group), "Soup", NOW - 8 * WEEK, NOW - 8 * WEEK + timedelta(hours=2), "FREQ=WEEKLY"
    )
    load_events(events=[event], by=HOUSE, now=NOW)
    came = [
        NewAttendance(str(event.known_id), NOW - weeks * WEEK, str(who), "came", NOW)
        for who in (town.ana, town.ben, town.cem)
        for weeks in (5, 6)
    ]
    load_attendance(attendance=came, by=HOUSE, now=NOW)
    return town


def passed(town: Town, person: object, role: str = "organiser") -> None:
    pass_on(group=town.group, person=person, by=town.viewer(role), now=NOW)


def waiting(town: Town, role: str = "worker") -> list[str]:
    return [one.person for one in queries.absences(town.viewer(role), NOW)]


def test_the_worker_of_the_area_finds_them_on_todays_list(made: Town) -> None:
    for _ in range(2):
        passed(made, made.ana)
    assert Absence.objects.count() == 1
    (line,) = today(made.viewer("worker"), NOW).lines
    assert (line.name, line.matter.kind.code, line.matter.option) == ("Ana Ruiz", "missed", "Soup and Songs")
    assert Entry.objects.filter(verb="absence.passed_on", person=made.ana).count() == 1


@pytest.mark.doors
def test_only_workers_whom_the_person_lets_help_them_ever_read_it(made: Town) -> None:
    for person in (made.ana, made.ben, made.cem):
        passed(made, person)
    assert waiting(made) == [str(made.ana)]
    assert waiting(made, "far worker") == [str(made.cem)]
    withdraw_consent(consent=made.consents[made.ana], by=HOUSE, now=NOW)
    assert waiting(made) == []
    give_consent(person=made.ben, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", by=HOUSE, now=NOW)
    assert waiting(made) == [str(made.ben)]


def test_the_organiser_sees_the_same_whether_or_not_a_worker_may_help(made: Town) -> None:
    client = Client()
    client.force_login(made.accounts["organiser"])
    seen = []
    for person in (made.ana, made.ben):
        passed(made, person)
        found = {one.person: one for one in queries.organiser_home(made.viewer("organiser"), NOW).not_seen}
        seen.append((found[str(person)].passed_on, set(vars(found[str(person)]))))
    assert seen[0] == seen[1] and seen[0][0]


@pytest.mark.doors
def test_nobody_but_an_organiser_of_the_area_passes_anybody_on(made: Town) -> None:
    with pytest.raises(LogInFirst):
        pass_on(group=made.group, person=made.ana, by=STRANGER, now=NOW)
    for role in ("worker", "resident", "coordinator", "admin"):
        with pytest.raises(NotAllowed):
            passed(made, made.ana, role)
    with pytest.raises(NotFound):
        passed(made, made.north)
    assert not Absence.objects.exists()


@pytest.mark.doors
def test_it_is_answered_by_a_worker_who_sees_the_person(made: Town) -> None:
    passed(made, made.ana)
    absence = Absence.objects.get().pk
    with pytest.raises(NotFound):
        answer_absence(absence=absence, by=made.viewer("far worker"), now=NOW)
    with pytest.raises(NotAllowed):
        answer_absence(absence=absence, by=made.viewer("organiser"), now=NOW)
    with pytest.raises(NotAllowed):
        queries.absences(made.viewer("organiser"), NOW)
    for _ in range(2):
        answer_absence(absence=absence, by=made.viewer("worker"), now=NOW)
    assert waiting(made) == []
    assert Entry.objects.filter(verb="absence.answered").count() == 1


def test_whoever_came_lately_is_not_passed_on(made: Town) -> None:
    with pytest.raises(NotFound):
        pass_on(group=made.group, person=made.ana, by=made.viewer("organiser"), now=NOW - 4 * WEEK)


def test_the_person_takes_it_along_and_erases_it(made: Town) -> None:
    passed(made, made.ana)
    held = queries.held_about(made.viewer("resident"), made.ana)
    assert [one["group"] for one in held["absences"]] == ["Soup and Songs"]
    erase(person=made.ana, by=HOUSE, now=NOW)
    assert not Absence.objects.exists()


def test_by_hand_on_the_pages(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    organiser, worker = Client(), Client()
    organiser.force_login(made.accounts["organiser"])
    worker.force_login(made.accounts["worker"])
    assert "Pass on to a link worker" in organiser.get("/").content.decode()
    address = reverse("activities:pass_on", args=[made.group])
    assert organiser.post(address, {"person": str(made.ana)}).status_code == 302
    assert "Passed on" in organiser.get("/").content.decode()
    person = reverse("referrals:person", args=[made.ana])
    assert "has not seen them since" in worker.get(person).content.decode()
    assert "Not seen lately" in worker.get("/today/").content.decode()
    done = reverse("activities:reached", args=[Absence.objects.get().pk])
    assert worker.post(done)["Location"] == "/today/"
    assert "has not seen them since" not in worker.get(person).content.decode()


@pytest.mark.doors
def test_an_organiser_writes_one_friendly_message_and_learns_no_way(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    for role in ("worker", "resident", "coordinator", "admin"):
        with pytest.raises(NotAllowed):
            nudge(group=made.group, person=made.ana, text="Hello", by=made.viewer(role), now=NOW)
    organiser = Client()
    organiser.force_login(made.accounts["organiser"])
    said = []
    for person in (made.ana, made.ben):  # Ben left no way to be reached
        page = f"/groups/{made.group}/missed/{person}/"
        assert "we miss you at Soup and Songs" in organiser.get(page).content.decode()
        assert organiser.post(page, {"text": ""}).status_code == 422
        for _ in range(2):
            answer = organiser.post(page, {"text": "We miss you."}, follow=True).content.decode()
        said.append("It is on its way, if there is a way" in answer)
    assert said == [True, True]
    (message,) = [one for one in Message.objects.all() if one.subject == "A word from Soup and Songs"]
    assert (message.address, message.text) == ("ana@example.org", "We miss you.")
    assert "You wrote to them" in organiser.get("/").content.decode()
    assert len(queries.held_about(made.viewer("resident"), made.ana)["written_to"]) == 1
