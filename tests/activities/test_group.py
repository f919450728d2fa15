"""Who has not been seen lately, and events that keep their id."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kizuna.activities.group import Came, NewEvent, not_seen_lately
from tests.conftest import NOW


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def test_a_regular_who_stays_away_three_weeks_is_noticed():
    came = [Came("ana", "walk", ago(days)) for days in (50, 43, 36)]
    assert not_seen_lately(came, now=NOW) == (Came("ana", "walk", ago(36)),)


def test_who_came_lately_or_only_once_or_left_long_ago_is_not():
    came = [
        *[Came("bo", "walk", ago(days)) for days in (40, 20)],
        Came("cy", "walk", ago(40)),
        *[Came("di", "walk", ago(days)) for days in (300, 200)],
    ]
    assert not_seen_lately(came, now=NOW) == ()


def test_each_group_counts_for_itself_the_latest_first():
    came = [
        Came("ana", group, ago(days))
        for group, days in (("walk", 60), ("walk", 30), ("sing", 40), ("sing", 25))
    ]
    assert [one.group for one in not_seen_lately(came, now=NOW)] == ["sing", "walk"]


@given(st.lists(st.builds(Came, st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 400).map(ago))))
def test_nobody_is_named_twice_for_a_group(came):
    found = [(one.person, one.group) for one in not_seen_lately(came, now=NOW)]
    assert len(found) == len(set(found))


def test_an_event_loaded_twice_has_the_same_id():
    made = [
        NewEvent("7d1b0e0a-0000-4000-8000-000000000001", "Tea", datetime(2026, 1, 6, 10, tzinfo=UTC), NOW)
        for _ in range(2)
    ]
    assert made[0].known_id == made[1].known_id
