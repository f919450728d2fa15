"""Slips of the pen."""

from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.finding import also, nearness, telling, words
from kizuna.directory.spelling import Known, distance, vocabulary

KNOWN = Known({"dentist": 5, "dental": 9, "electricity": 3, "only": 50, "shelter": 4, "shelters": 1})
letters = st.text("abcd", max_size=6)


def test_what_was_meant() -> None:
    assert KNOWN.meant("dentst") == "dentist"
    assert KNOWN.meant("lonly") == "lonely"
    assert KNOWN.meant("electrcty") == "electricity"
    assert KNOWN.meant("hselter") == "shelter"
    assert KNOWN.meant("dentist") == KNOWN.meant("cat") == KNOWN.meant("zzzzzz") == KNOWN.meant("") == ""


def test_distance_counts_a_swap_once() -> None:
    assert distance("abcd", "abdc", 2) == 1
    assert distance("abc", "", 3) == 3
    assert distance("abc", "xyz", 1) == 2


@given(letters, letters)
def test_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) is (one == other)


def test_words_of_a_question() -> None:
    assert words("I can’t pay my RENT, rent!") == ("i", "can't", "pay", "my", "rent")
    assert telling("I need help with my rent") == ("rent",)
    assert telling("help me") == ("help", "me")
    assert "counseling" in also("i am sad")
    assert also("a sentence about nothing") == ()
    assert vocabulary("Free lunch for all 123") == {"free", "lunch"}


@given(st.text(max_size=400))
def test_any_question_has_at_most_two_dozen_words(question: str) -> None:
    assert len(words(question)) <= 24
    assert set(telling(question)) <= set(words(question))


def test_near_is_better_than_far_and_unknown_lies_between() -> None:
    assert nearness(0) == 1
    assert nearness(1_000) > nearness(20_000) > nearness(500_000) > 0.3
    assert nearness(0) > nearness(None) > nearness(500_000)
