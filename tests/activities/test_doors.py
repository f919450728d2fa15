"""Who came is for the organisers of that area and for the person; these fail if everybody is let through."""

from uuid import uuid4

import pytest

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.activities import queries
from kizuna.activities.actions import erase, load_attendance, load_events, load_groups
from kizuna.activities.group import NewAttendance, NewEvent, NewGroup
from kizuna.activities.models import Attendance
from tests.activities.town import town
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.doors]


def elsewhere(made) -> Viewer:
    return Viewer(role="organiser", account=str(uuid4()), areas=frozenset({made.shore}))


def somebody_else() -> Viewer:
    return Viewer(role="resident", account=str(uuid4()), person=str(uuid4()))


def test_attendance_is_seen_by_the_organiser_of_the_area_and_the_person_only():
    made = town()
    assert queries.visible_attendance(made.organiser).count() == 4
    assert queries.visible_attendance(made.ana_herself).count() == 2
    for viewer in (
        STRANGER,
        elsewhere(made),
        somebody_else(),
        Viewer(role="worker", areas=frozenset({made.hill})),
    ):
        assert queries.visible_attendance(viewer).count() == 0


def test_attended_of_another_is_empty_and_a_stranger_logs_in():
    made = town()
    assert queries.attended(somebody_else(), made.ana) == []
    assert queries.attended(elsewhere(made), made.ana) == []
    with pytest.raises(LogInFirst):
        queries.attended(STRANGER, made.ana)


def test_an_organiser_of_another_area_learns_no_names():
    made = town()
    found = queries.organiser_home(elsewhere(made), NOW)
    assert found.not_seen == ()
    assert found.next_event.title == "Open rehearsal"


@pytest.mark.parametrize(
    ("viewer", "answer"), [(STRANGER, LogInFirst), (Viewer(role="resident", person="p"), NotAllowed)]
)
def test_organisers_pages_are_for_organisers(viewer, answer):
    with pytest.raises(answer):
        queries.organiser_home(viewer, NOW)
    with pytest.raises(answer):
        queries.referral_address(viewer, uuid4())


def test_what_is_held_is_for_the_person_alone():
    made = town()
    with pytest.raises(NotFound):
        queries.held_about(somebody_else(), made.ana)
    with pytest.raises(LogInFirst):
        queries.held_about(STRANGER, made.ana)
    with pytest.raises(NotFound):
        erase(person=made.ana, by=somebody_else(), now=NOW)
    assert Attendance.objects.filter(person=made.ana).count() == 2


def test_groups_events_and_attendance_of_another_area_are_out_of_reach():
    made = town()
    other = elsewhere(made)
    with pytest.raises(NotFound):
        load_groups(groups=[NewGroup(str(uuid4()), "X", made.hill)], by=other, now=NOW)
    with pytest.raises(NotFound):  # not even by moving it into one's own area
        load_groups(groups=[NewGroup(made.walk, "X", made.shore)], by=other, now=NOW)
    with pytest.raises(NotFound):
        load_events(events=[NewEvent(made.walk, "X", NOW, NOW.replace(hour=20))], by=other, now=NOW)
    came = NewAttendance(made.walk_event, NOW, made.ana, "came", NOW)
    with pytest.raises(NotFound):
        load_attendance(attendance=[came], by=other, now=NOW)
    assert load_attendance(attendance=[came], by=made.organiser, now=NOW) == 1


def test_a_group_that_ended_is_hidden_by_visible():
    made = town()
    load_groups(
        groups=[NewGroup(made.walk, "Slow walk", made.hill, active=False)], by=made.organiser, now=NOW
    )
    for viewer in (STRANGER, elsewhere(made), made.ana_herself):
        assert str(made.walk) not in {str(id) for id in queries.visible(viewer).values_list("pk", flat=True)}
        with pytest.raises(NotFound):
            queries.group(viewer, made.walk, NOW)
