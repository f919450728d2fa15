"""Names, pauses and slots, without a database."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.work.names import LONGEST_PAUSE, name_of, path, pause
from kizuna.work.rhythm import Every
from tests.conftest import NOW

moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
lengths = st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds))


def test_a_name_is_a_path_and_back() -> None:
    assert path("outbox.deliver") == "kizuna.outbox.tasks.deliver"
    assert name_of(path("outbox.deliver")) == "outbox.deliver"
    assert name_of("library.clean") == "library.clean"


@pytest.mark.parametrize("name", ["deliver", "a.b.c", "os.system()", "", "outbox.", "Outbox.deliver", "a. b"])
def test_anything_else_is_not_a_name(name: str) -> None:
    with pytest.raises(ValueError, match=r"room\.task"):
        path(name)


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_a_pause_stays_within_its_bounds(attempt: int, rng: random.Random) -> None:
    whole = min(LONGEST_PAUSE, 2.0 ** min(attempt, 30))
    assert whole / 2 <= pause(attempt, rng) <= whole


@given(st.integers(0, 20), st.randoms(use_true_random=False))
def test_pauses_grow(attempt: int, rng: random.Random) -> None:
    assert pause(attempt + 2, rng) >= pause(attempt, rng) or pause(attempt + 2, rng) >= LONGEST_PAUSE / 2


@given(moments, lengths, st.integers(0, 86400))
def test_one_slot_has_one_key_and_the_next_slot_another(now: datetime, length: timedelta, at: int) -> None:
    every = Every("work.prune", length, at=timedelta(seconds=at))
    assert every.key(now) != every.key(now + length)
    assert 0 <= every.slot(now + length / 2) - every.slot(now) <= 1


def test_a_night_begins_at_three() -> None:
    every = Every("work.prune", timedelta(days=1), at=timedelta(hours=3))
    assert every.slot(NOW.replace(hour=2, minute=59)) + 1 == every.slot(NOW.replace(hour=3, minute=0))
    assert every.slot(NOW.replace(hour=3)) == every.slot(NOW.replace(hour=23))
    assert "@" in every.key(NOW)
