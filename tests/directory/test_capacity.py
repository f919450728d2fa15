"""Places left: four states, and a word that is too old is no word."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.directory import queries
from kizuna.directory.actions import refresh_cards
from kizuna.directory.capacity import LABELS, ROOM, STATES, UNKNOWN, Word, newest, standing, state_of
from kizuna.directory.models import ServiceCapacity
from kizuna.directory.wanted import Wanted
from kizuna.places.actions import add_area, set_posture
from tests.conftest import NOW
from tests.directory.shelf import listing

BY = SYSTEM("test")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def word(state, ago=HOUR, unit="", **more) -> Word:
    return Word(state, unit, updated=NOW - ago, **more)


@pytest.mark.parametrize(
    ("ago", "emergency", "holds"),
    [
        (7 * DAY, False, True),
        (7 * DAY + timedelta(seconds=1), False, False),
        (24 * HOUR, True, True),
        (24 * HOUR + timedelta(seconds=1), True, False),
        (-15 * HOUR, False, False),
    ],
)
def test_a_word_holds_for_seven_days_and_in_an_emergency_for_one(ago, emergency, holds) -> None:
    assert word("places", ago).holds(NOW, emergency=emergency) is holds
    expected = "places" if holds else None
    assert standing([word("places", ago)], NOW, emergency=emergency).state == expected


def test_numbers_alone_say_whether_there_is_room() -> None:
    assert [state_of("", n) for n in (None, 0, 3)] == [None, "none", "places"]
    assert state_of("waiting", 3) == "waiting"
    assert state_of("rubbish", 3) == "places"


def test_one_unit_with_room_is_room_and_an_unknown_unit_is_never_full() -> None:
    beds = word("places", unit="beds", available=2, maximum=9)
    cots = word("none", unit="cots", available=0, maximum=1)
    both = standing([cots, beds], NOW, emergency=False)
    assert (both.state, both.available, both.maximum) == ("places", 2, 9)
    old = word("places", 8 * DAY, unit="beds")
    assert standing([cots, old], NOW, emergency=False) == UNKNOWN
    assert standing([cots], NOW, emergency=False).state == "none"
    wait = word("waiting", unit="beds", waiting_days=30)
    assert standing([cots, wait], NOW, emergency=False).waiting_days == 30


def test_every_state_has_its_words() -> None:
    assert set(LABELS) == set(STATES)
    assert set(ROOM) == {*STATES, None}


words = st.builds(
    Word,
    st.sampled_from((*STATES, None)),
    st.sampled_from(("", "beds")),
    updated=st.one_of(st.none(), st.integers(0, 400).map(lambda hours: NOW - hours * HOUR)),
)


@given(st.lists(words, max_size=5))
def test_an_emergency_never_knows_more_and_an_older_word_never_counts(said) -> None:
    urgent, calm = (standing(said, NOW, emergency=one) for one in (True, False))
    assert urgent.state is None or calm.state is not None
    assert standing(newest(said), NOW, emergency=False) == calm


def stood(service, state, ago=HOUR, **more) -> None:
    ServiceCapacity.objects.create(service=service, state=state, updated=NOW - ago, **more)
    refresh_cards(by=BY, now=NOW)


@pytest.mark.django_db
def test_in_an_emergency_yesterdays_word_is_unknown_where_it_is_for_and_nowhere_else() -> None:
    town = add_area(name="Town", level="community", above=None, lat=51.5, lon=-0.1, by=BY, now=NOW)
    north, south = (
        add_area(name=name, level="neighbourhood", above=town, lat=51.5, lon=-0.1, by=BY, now=NOW)
        for name in ("North", "South")
    )
    for area in (north, south):
        stood(listing(f"Beds {area}", area=area), "places", 30 * HOUR)
    set_posture(area=north, until=NOW + DAY, why="Flood", by=BY, now=NOW)
    found = {one.name: one.capacity for one in queries.options(STRANGER, now=NOW)}
    assert found == {f"Beds {north}": None, f"Beds {south}": "places"}


@pytest.mark.django_db
def test_what_is_full_ranks_lower_says_so_and_is_left_out_when_asked(client) -> None:
    for name, state in (("Soup one", "none"), ("Soup two", "waiting"), ("Soup three", "places")):
        stood(listing(name), state, waiting_days=30 if state == "waiting" else None)
    listing("Soup four")
    found = queries.search(STRANGER, "soup", now=NOW)
    assert [one.name for one in found] == ["Soup four", "Soup three", "Soup two", "Soup one"]
    asked = {"now": NOW, "accepting": True}
    assert [one.name for one in queries.search(STRANGER, "soup", **asked)] == ["Soup three"]
    line = queries.answer(STRANGER, "soup", Wanted(accepting=True), now=NOW, limit=5).found
    assert [one.option.name for one in line] == ["Soup three"]
    listed = client.get("/services/").content.decode()
    assert "No places now" in listed
