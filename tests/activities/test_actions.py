"""Writes: loading twice changes nothing, nothing half-written, and nobody is left behind after erasing."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kizuna.access.viewer import STRANGER, Refused
from kizuna.activities import queries
from kizuna.activities.actions import erase, load_attendance, load_events, load_groups
from kizuna.activities.group import NewAttendance, NewEvent, NewGroup
from kizuna.activities.models import Attendance, Event, Group, GroupNeed
from kizuna.ledger.models import Entry
from tests.activities.town import HOUSE, town
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Group, GroupNeed, Event, Attendance)]


def test_a_second_load_changes_what_changed_and_adds_nothing():
    made = town()
    before = counts()
    again = NewGroup(
        id=made.walk, name="Slower walk", area=made.hill, helps_with=("moving.walk", "company.group")
    )
    load_groups(groups=[again], by=HOUSE, now=NOW)
    event = Event.objects.get(group=made.walk)
    same = NewEvent(made.walk, event.title, event.starts_at, event.ends_at, event.rule)
    load_events(events=[same], by=HOUSE, now=NOW)
    came = NewAttendance(made.walk_event, event.starts_at, made.ana, "missed", NOW)
    load_attendance(attendance=[came], by=HOUSE, now=NOW)
    assert counts() == before
    assert queries.group(STRANGER, made.walk, NOW).name == "Slower walk"
    assert Attendance.objects.get(person=made.ana, starts_at=event.starts_at).status == "missed"


def test_every_load_stands_in_the_ledger_without_names():
    made = town()
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"group.kept", "event.kept", "attendance.came"} <= verbs
    about = Entry.objects.filter(person=made.ana, verb="attendance.came")
    assert about.count() == 2
    assert not Entry.objects.filter(subject__contains="Ana").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": "FREQ=SECONDLY"},
        {"rule": "on Tuesdays"},
        {"ends_at": NOW - timedelta(days=1)},
        {"group": str(uuid4())},
    ],
)
def test_a_wrong_event_is_refused_and_nothing_is_written(wrong):
    made = town()
    before = counts()
    good = NewEvent(made.walk, "Picnic", NOW, NOW + timedelta(hours=1))
    with pytest.raises(Refused, match=r"\w+ \w+"):
        load_events(events=[good, replace(good, title="Party", **wrong)], by=HOUSE, now=NOW)
    assert counts() == before


def test_a_need_that_does_not_exist_is_refused():
    made = town()
    with pytest.raises(Refused, match="hugs"):
        load_groups(groups=[NewGroup(str(uuid4()), "X", made.hill, helps_with=("hugs",))], by=HOUSE, now=NOW)


def test_attendance_at_no_event_is_refused():
    made = town()
    stray = NewAttendance(str(uuid4()), NOW, made.ana, "came", NOW)
    with pytest.raises(Refused):
        load_attendance(attendance=[stray], by=HOUSE, now=NOW)


def test_many_are_loaded_in_batches(monkeypatch):
    made = town()
    monkeypatch.setattr("kizuna.activities.actions.keeping.BATCH", 3)
    many = [
        NewAttendance(made.walk_event, NOW + timedelta(weeks=n), made.bo, "booked", NOW) for n in range(10)
    ]
    assert load_attendance(attendance=many, by=HOUSE, now=NOW) == 10
    assert Attendance.objects.filter(person=made.bo, status="booked").count() == 10


def test_what_is_said_twice_in_one_load_is_kept_once_as_said_last():
    made = town()
    at = NOW + timedelta(weeks=3)
    twice = [NewAttendance(made.walk_event, at, made.bo, status, NOW) for status in ("booked", "came")]
    load_attendance(attendance=twice, by=HOUSE, now=NOW)
    assert Attendance.objects.get(person=made.bo, starts_at=at).status == "came"


def test_erasing_forgets_where_a_person_has_been():
    made = town()
    erase(person=made.ana, by=made.ana_herself, now=NOW)
    assert not any(queries.held_about(HOUSE, made.ana).values())
    assert Attendance.objects.filter(person=made.bo).count() == 2


def test_an_address_for_referrals_is_sealed_in_the_database(django_db_blocker):
    from django.db import connection

    town()
    with connection.cursor() as cursor:
        cursor.execute("select email from activities_group where email is not null")
        assert "example.org" not in cursor.fetchone()[0]
