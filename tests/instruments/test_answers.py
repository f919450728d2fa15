import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.instruments.answers import WrongAnswer, checked
from kizuna.instruments.definition import Instrument, Item
from kizuna.instruments.files import read

CHECK_UP = read("check-up")
PLACES = ("here", "there")


def test_answers_come_back_in_order_and_without_empty_ones():
    given_ = {"place": "here", "matters": "", "upset": ["friends", "family"], "lonely": "often", "loss": []}
    assert list(checked(CHECK_UP, given_, PLACES).items()) == [
        ("lonely", "often"),
        ("upset", ["family", "friends"]),
        ("place", "here"),
    ]


def test_none_of_these_beside_something_told_does_not_count():
    assert checked(CHECK_UP, {"safe": ["safe", "home"]}, PLACES) == {"safe": ["home"]}
    assert checked(CHECK_UP, {"safe": ["safe"]}, PLACES) == {"safe": ["safe"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"lonely": "blue"},
        {"lonely": ["often"]},
        {"upset": "family"},
        {"upset": ["family", "aliens"]},
        {"place": "elsewhere"},
        {"matters": "x" * 501},
        {"weight": "70"},
    ],
)
def test_what_was_not_offered_is_refused(wrong):
    with pytest.raises(WrongAnswer):
        checked(CHECK_UP, wrong, PLACES)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            item.id: st.sampled_from([choice.value for choice in item.choices])
            if item.kind == "one"
            else st.lists(st.sampled_from([choice.value for choice in item.choices]))
            for item in CHECK_UP.items
            if item.choices
        },
    )
)
def test_checking_twice_changes_nothing(answers):
    once = checked(CHECK_UP, answers, PLACES)
    assert checked(CHECK_UP, once, PLACES) == once


def test_numbers_and_days_are_what_they_say():
    asked = Instrument("x", "1", "X", (Item("n", "number", "N?"), Item("d", "date", "D?")))
    good = {"n": "-2.5", "d": "2026-05-03"}
    assert checked(asked, good, ()) == good
    for wrong in (
        {"n": "two"},
        {"n": "nan"},
        {"n": "inf"},
        {"d": "3 May"},
        {"d": "2026-02-30"},
        {"d": "20260503"},
    ):
        with pytest.raises(WrongAnswer):
            checked(asked, wrong, ())
