"""Forward, back and skip lose nothing that was said, and end where they should."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.instruments.files import read
from kizuna.screening.flow import State, answered, back, progress, questions, skipped, unpacked
from kizuna.screening.ladder import LADDER, due, key_of, next_look, read_key

CHECK_UP = read("check-up")
STEPS = st.lists(st.sampled_from(["next", "skip", "back"]), max_size=40)


def walk(steps, state):
    for step in steps:
        if step == "next":
            given_ = {item.id: ["x"] if item.kind == "many" else "x" for item in questions(CHECK_UP, state)}
            state = answered(CHECK_UP, state, given_)
        else:
            state = skipped(CHECK_UP, state) if step == "skip" else back(CHECK_UP, state)
    return state


def test_twelve_pages_and_then_none():
    state = walk(["next"] * 12, State("a"))
    assert questions(CHECK_UP, state) == ()
    assert list(state.answers) == [item.id for item in CHECK_UP.items]
    assert progress(CHECK_UP, State("a")) == (1, 12)


def test_back_keeps_the_answers_and_skip_takes_them_out():
    state = back(CHECK_UP, walk(["next", "next"], State("a")))
    assert list(state.answers) == ["lonely", "upset"]
    assert list(skipped(CHECK_UP, state).answers) == ["lonely"]


def test_what_was_left_empty_is_taken_out():
    state = back(CHECK_UP, walk(["next"], State("a")))
    assert answered(CHECK_UP, state, {"lonely": ""}).answers == {}


@given(STEPS)
def test_the_state_travels_unchanged_and_the_page_stays_in_range(steps):
    state = walk(steps, State("attempt", counted=True, person="p"))
    assert unpacked(json.loads(json.dumps(state.packed()))) == state
    assert 0 <= state.page <= 12
    step, of = progress(CHECK_UP, state)
    assert 1 <= step <= of == 12
    assert list(state.answers) == [item.id for item in CHECK_UP.items if item.id in state.answers]


@pytest.mark.parametrize("payload", [{}, {"attempt": "a"}, {"attempt": "a", "answers": 1, "page": "x"}])
def test_a_foreign_payload_is_no_state(payload):
    with pytest.raises((KeyError, TypeError)):
        unpacked(payload)


def test_due_at_the_end_of_the_same_day_where_people_live():
    zone = ZoneInfo("America/New_York")
    opened = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # still the evening of the 22nd there
    assert due(opened, zone) == datetime(2026, 11, 22, 23, 59, 59, tzinfo=zone)
    late = datetime(2026, 11, 22, 23, 30, tzinfo=zone)
    assert due(late, zone) == late + timedelta(hours=1)


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(["UTC", "America/New_York", "Asia/Kathmandu"]))
def test_there_is_always_an_hour_and_never_more_than_a_day(opened, zone):
    left = due(opened, ZoneInfo(zone)) - opened
    assert timedelta(hours=1) <= left <= timedelta(hours=25)


def test_the_ladder_tells_duty_then_coordinators_then_administrators():
    assert [rung.who for rung in LADDER[:3]] == ["duty", "coordinator", "admin"]
    assert next_look(0) == 1
    assert next_look(len(LADDER) - 1) is None
    assert read_key(key_of("abc", 3)) == ("abc", 3)
    with pytest.raises(ValueError, match="unpack"):
        read_key("nonsense")
