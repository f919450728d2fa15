"""Reads: groups as options, next dates, an organiser's day, and what is held about a person."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from kizuna.access.viewer import STRANGER, NotFound
from kizuna.activities import queries
from kizuna.activities.actions import load_groups
from kizuna.activities.group import NewGroup
from tests.activities.town import HOUSE, town
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_groups_are_options_like_services(django_assert_max_num_queries):
    made = town()
    with django_assert_max_num_queries(3):
        choir, walk = queries.options(STRANGER, now=NOW)
    assert (walk.kind, walk.id, walk.name) == ("group", made.walk, "Slow walk")
    assert walk.needs == {"moving.walk", "company.group"}
    assert walk.languages == {"en", "pt"}
    assert walk.next_start == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert (walk.can_refer, walk.gentle, walk.cost) == (True, True, 0)
    assert (choir.can_refer, choir.languages, choir.step_free, choir.cost) == (
        False,
        None,
        None,
        Decimal("2.50"),
    )


@pytest.mark.parametrize(
    ("needs", "names"),
    [
        (["moving.walk"], ["Slow walk"]),
        (["company"], ["Choir", "Slow walk"]),
        (["company.phone"], ["Choir"]),
        (["food"], []),
        ([], []),
    ],
)
def test_options_for_a_need_are_met_exactly_or_by_the_whole_group(needs, names):
    town()
    assert [one.name for one in queries.options(STRANGER, now=NOW, needs=needs)] == names


def test_options_of_an_area_and_by_id():
    made = town()
    assert [one.id for one in queries.options(STRANGER, now=NOW, area=made.hill)] == [made.walk]
    assert set(queries.options_by_id(STRANGER, [made.choir, str(uuid4()), "nonsense"], NOW)) == {made.choir}


def test_upcoming_is_in_order_and_keeps_to_its_limits(django_assert_max_num_queries):
    made = town()
    with django_assert_max_num_queries(1):
        found = queries.upcoming(STRANGER, now=NOW, limit=3)
    assert [(one.title, one.starts_at.day) for one in found] == [
        ("Slow walk", 24),
        ("Open rehearsal", 29),
        ("Slow walk", 1),
    ]
    assert found[0].free and found[0].place == "Pier 2"
    week = queries.upcoming(STRANGER, now=NOW, before=NOW + timedelta(days=3))
    assert [one.title for one in week] == ["Slow walk"]
    assert [one.group for one in queries.upcoming(STRANGER, now=NOW, area=made.shore)] == [made.choir]


def test_an_event_that_is_going_on_is_still_shown():
    town()
    during = datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert queries.upcoming(STRANGER, now=during, limit=1)[0].starts_at.day == 24


def test_a_group_with_its_next_dates(django_assert_max_num_queries):
    made = town()
    with django_assert_max_num_queries(3):
        found = queries.group(STRANGER, made.walk, NOW)
    assert found.welcome_note == "Look for the red scarf."
    assert [one.starts_at.day for one in found.next_dates] == [24, 1, 8, 15, 22, 29]
    with pytest.raises(NotFound):
        queries.group(STRANGER, uuid4(), NOW)


def test_search_finds_names_descriptions_and_needs():
    town()
    for text in ("slow", "WATER", "walking", "pier walk"):
        assert [one.name for one in queries.search(STRANGER, text, now=NOW)] == ["Slow walk"], text
    # Not every word need be there, and it may be said in another language.
    for text in ("a slow zebra", "caminata", "نريد المشي"):
        assert queries.search(STRANGER, text, now=NOW)[0].name == "Slow walk", text
    assert queries.search(STRANGER, "zebra", now=NOW) == []
    assert queries.search(STRANGER, "  ", now=NOW) == []


def test_an_organiser_sees_the_next_event_and_who_stayed_away():
    made = town()
    found = queries.organiser_home(made.organiser, NOW)
    assert found.groups == 1
    assert found.next_event.title == "Slow walk"
    assert [(one.name, one.group_name) for one in found.not_seen] == [("Ana Lima", "Slow walk")]


def test_a_person_gets_all_that_is_held_about_them():
    made = town()
    held = queries.held_about(made.ana_herself, made.ana)["attendance"]
    assert [(one["group"], one["status"]) for one in held] == [("Slow walk", "came")] * 2
    assert [one.group for one in queries.attended(made.ana_herself, made.ana)] == [made.walk] * 2


def test_a_group_that_ended_is_shown_to_nobody_but_its_organiser():
    made = town()
    load_groups(
        groups=[NewGroup(id=made.walk, name="Slow walk", area=made.hill, active=False)], by=HOUSE, now=NOW
    )
    assert [one.name for one in queries.options(STRANGER, now=NOW)] == ["Choir"]
    assert [one.title for one in queries.upcoming(STRANGER, now=NOW)] == ["Open rehearsal"]
    with pytest.raises(NotFound):
        queries.group(STRANGER, made.walk, NOW)
    assert not queries.group(made.organiser, made.walk, NOW).active
