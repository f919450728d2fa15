from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.instruments.definition import Band, Choice, Instrument, Item, Scale
from kizuna.instruments.scoring import NotScorable, OutOfRange, Score, numbers, score

# Nine items from 0 to 3 of which two may be missing: the shape of a much used scale.
NINE = Scale(
    "nine",
    tuple(f"q{n}" for n in range(1, 10)),
    0,
    3,
    may_miss=2,
    bands=(Band(0, 5, "none"), Band(5, 10, "mild"), Band(10, 28, "more")),
)
# Six items from 1 to 5, three turned round, as a mean.
SIX = Scale(
    "six", tuple(f"q{n}" for n in range(1, 7)), 1, 5, rule="mean", reverse=frozenset({"q2", "q4", "q6"})
)
SCALES = st.sampled_from([NINE, SIX, replace(NINE, may_miss=0), replace(SIX, may_miss=3)])


def whole(scale, points):
    return dict(zip(scale.items, points, strict=True))


def test_a_sum_with_its_band():
    assert score(NINE, whole(NINE, [1, 1, 1, 1, 1, 1, 1, 1, 2])) == Score(10, 9, 0, "more")
    assert score(NINE, whole(NINE, [1] * 9)) == Score(9, 9, 0, "mild")


def test_reversed_items_are_turned_round():
    assert score(SIX, whole(SIX, [5, 1, 5, 1, 5, 1])) == Score(5, 6, 0)
    assert score(replace(SIX, reverse=frozenset()), whole(SIX, [5, 1, 5, 1, 5, 1])) == Score(3, 6, 0)


def test_a_missing_answer_counts_as_the_mean_of_the_others():
    answers = {**whole(NINE, [2] * 9), "q3": None}
    del answers["q7"]
    assert score(NINE, answers) == Score(18, 7, 2, "more")


def test_too_many_missing_is_not_scorable_and_says_why():
    answers = dict.fromkeys(NINE.items[:6], 1)
    assert score(NINE, answers) == NotScorable("3 of 9 answers are missing; nine allows 2.")
    assert isinstance(score(SIX, {}), NotScorable)


@pytest.mark.parametrize("wrong", [4, -1, float("nan"), float("inf")])
def test_out_of_range_is_an_error_even_when_there_would_be_no_score(wrong):
    with pytest.raises(OutOfRange):
        score(NINE, {"q1": wrong})


@st.composite
def answered(draw):
    scale = draw(SCALES)
    point = st.none() | st.integers(int(scale.low), int(scale.high))
    return scale, {item: draw(point) for item in scale.items}


@given(answered())
def test_a_score_lies_on_its_scale_or_says_why_not(given_):
    scale, answers = given_
    missing = sum(value is None for value in answers.values())
    match score(scale, answers):
        case Score() as found:
            assert scale.least <= found.value <= scale.most
            assert (found.missing, found.answered) == (missing, len(scale.items) - missing)
            assert missing <= scale.may_miss
        case NotScorable():
            assert missing > scale.may_miss


@given(answered())
def test_reversing_every_item_mirrors_the_score(given_):
    scale, answers = given_
    mirrored = score(replace(scale, reverse=frozenset(scale.items) - scale.reverse, bands=()), answers)
    found = score(scale, answers)
    if isinstance(found, Score):
        assert found.value + mirrored.value == pytest.approx(scale.least + scale.most)


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(given_, rng):
    scale, answers = given_
    shuffled = list(answers.items())
    rng.shuffle(shuffled)
    assert score(scale, dict(shuffled)) == score(scale, answers)


def test_a_picked_choice_gives_its_number():
    choices = (Choice("no", "No", score=0), Choice("yes", "Yes", score=1), Choice("unsure", "Not sure"))
    instrument = Instrument("x", "1", "X", (Item("a", "one", "A?", choices=choices), Item("b", "text", "B?")))
    assert numbers(instrument, {"a": "yes", "b": "words"}) == {"a": 1}
    assert numbers(instrument, {"a": "unsure"}) == {}
