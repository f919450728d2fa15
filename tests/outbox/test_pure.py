"""States, pauses, addresses and STOP, without a database."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import Refused
from kizuna.outbox.address import CHANNELS, clean, normal, one_line
from kizuna.outbox.message import Counts, Draft, checked
from kizuna.outbox.retry import LONGEST, LONGEST_FOR_LIFE, pause
from kizuna.outbox.states import FINAL, OPEN, STATES, before, diagram, may_become
from kizuna.outbox.stop import means_stop
from tests.house.tree import REPOSITORY

walks = st.lists(st.sampled_from(sorted(STATES)), max_size=30)


def walk(steps: list[str]) -> list[str]:
    """The states that a message goes through when it is offered these steps."""
    path = ["queued"]
    for step in steps:
        if may_become(path[-1], step):
            path.append(step)
    return path


@given(walks)
def test_what_has_left_never_waits_again(steps: list[str]) -> None:
    path = walk(steps)
    for place, state in enumerate(path):
        if state in {"sent", "delivered"}:
            assert not {"queued", "sending", "unknown", "stopped", "expired", "spared"} & set(path[place:])
        if state == "unknown":
            assert path[place + 1 : place + 2] != ["queued"]


@given(walks)
def test_after_an_end_the_only_news_is_that_it_arrived(steps: list[str]) -> None:
    path = walk(steps)
    ends = [place for place, state in enumerate(path) if state in FINAL]
    assert not ends or set(path[ends[0] + 1 :]) <= {"delivered"}
    assert "delivered" not in path[:-1]


def test_the_table_is_closed_and_every_state_is_reached() -> None:
    reached = set().union(*STATES.values())
    assert reached | {"queued"} == set(STATES)
    assert set(STATES) - {"sent"} - FINAL == OPEN
    assert before("delivered") == set(STATES) - {"delivered"}


@given(st.integers(0, 10**6), st.booleans(), st.randoms(use_true_random=False))
def test_a_pause_stays_within_its_bounds(attempt: int, life_safety: bool, rng: random.Random) -> None:
    longest = LONGEST_FOR_LIFE if life_safety else LONGEST
    assert 2.5 <= pause(attempt, life_safety=life_safety, rng=rng) <= longest


@given(st.integers(1, 60), st.randoms(use_true_random=False))
def test_life_safety_never_waits_longer_than_others(attempt: int, rng: random.Random) -> None:
    urgent = pause(attempt, life_safety=True, rng=rng)
    assert urgent <= pause(attempt, life_safety=False, rng=rng)


@pytest.mark.parametrize(
    "address",
    ["ada@example.org", "a.b+c@sub.example.org", "ada@localhost", "x@münchen.example", "O'N@example.org"],
)
def test_e_mail_addresses_are_taken(address: str) -> None:
    assert clean("email", f"  {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@@example.org",
        "ada@example..org",
        "ada@-example.org",
        "ada@example.org, bob@example.org",
        "Ada <ada@example.org>",
        "ada@example.org\nBcc: all@example.org",
        "ada\r@example.org",
        "ada@exam\u2028ple.org",
        "ada bob@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "a." * 130 + "org",
    ],
)
def test_what_is_no_e_mail_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        clean("email", address)


@pytest.mark.parametrize("number", ["+1 305 555 0100", "(305) 555-0100", "305.555.0100"])
def test_numbers_are_compared_by_their_digits(number: str) -> None:
    assert normal("sms", number).endswith("3055550100")


@pytest.mark.parametrize("number", ["", "12", "+1 305 555 0100 call me", "305\n5550100", "٣٠٥٥٥٥"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(Refused):
        clean("sms", number)


@given(st.text(), st.sampled_from(CHANNELS))
def test_an_address_is_clean_or_refused_and_clean_ones_stay(text: str, channel: str) -> None:
    try:
        found = clean(channel, text)
    except Refused:
        return
    assert clean(channel, found) == found
    assert "\n" not in found
    assert "\r" not in found
    assert normal(channel, found) == normal(channel, text)


def test_one_address_has_one_form_and_a_channel_of_its_own() -> None:
    assert normal("email", "Ada@Example.org ") == normal("email", "ada@example.org")
    assert normal("email", "ada@example.org") != normal("console", "ada@example.org")


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@example.org", "Hello\r", "a\x00b", "a\u2029b"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(Refused, match="one line"):
        one_line("x" + subject + "x", "subject")
    with pytest.raises(Refused):
        checked(Draft("k", "ada@example.org", "x" + subject + "x", "text"))


@pytest.mark.parametrize(
    "draft",
    [
        Draft("", "ada@example.org", "s", "text"),
        Draft("k", "ada@example.org", "s", "  \n "),
        Draft("k", "ada@example.org", "s", "text", channel="pigeon"),
        Draft("k", " ", "s", "text", channel="console"),
    ],
)
def test_a_message_without_its_parts_is_refused(draft: Draft) -> None:
    with pytest.raises(Refused):
        checked(draft)


@pytest.mark.parametrize(
    "text", ["STOP", " Stop. ", "stop!!", "No más", "ALTO", "توقف", "إلغاء", "Unsubscribe"]
)
def test_stop_in_any_dress_is_stop(text: str) -> None:
    assert means_stop(text)


@pytest.mark.parametrize(
    "text", ["", "Please do not stop", "stop by at five?", "the bus stop", "yes", "nonstop"]
)
def test_a_sentence_with_stop_in_it_is_not_stop(text: str) -> None:
    assert not means_stop(text)


def test_counts_of_a_state_that_is_not_there() -> None:
    assert Counts({"sent": 2}, None).of("failed") == 0


def test_the_picture_in_the_docs_is_the_table() -> None:
    assert diagram() in (REPOSITORY / "docs" / "methods" / "messages.md").read_text()
