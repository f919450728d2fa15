"""Names, keys and pauses, without a database."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.work.names import LONGEST_PAUSE, checked_key, name_of, path, pause


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


@pytest.mark.parametrize(
    "key",
    [
        "concern:8b0e:1",
        "ledger.seal@29000",
        "wake:outbox.deliver:8b0e",
        "list:1:check:2",
        "by hand",
        "a" * 200,
    ],
)
def test_a_key_of_identifiers_is_taken(key: str) -> None:
    assert checked_key(key) == key


@pytest.mark.parametrize(
    "key", ["", "ada@example.org", "call:+4915112345678", "for:ada.l@mail.example.org:1", "a" * 201]
)
def test_a_key_that_could_be_about_somebody_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="identifiers"):
        checked_key(key)
