from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.instruments.files import read
from kizuna.instruments.scale import Scale
from kizuna.instruments.scoring import NotScorable, OutOfRange, Score, numbers, score, scores
from tests.instruments.shapes import LIBRARY, MADE, NINE, SCALES, SIX, answered

ANY = st.sampled_from([*SCALES, *MADE]).flatmap(lambda scale: st.tuples(st.just(scale), answered(scale)))


def whole(scale, points):
    return dict(zip(scale.items, points, strict=True))


def scale_of(code, which="total"):
    return read(code).scale(which)


def test_a_sum_with_its_band():
    assert score(NINE, whole(NINE, [1, 1, 1, 1, 1, 1, 1, 1, 2])) == Score(10, 9, 0, "more")
    assert score(NINE, whole(NINE, [1] * 9)) == Score(9, 9, 0, "mild")


def test_reversed_items_are_turned_round():
    assert score(SIX, whole(SIX, [5, 1, 5, 1, 5, 5])) == Score(5, 6, 0)
    assert score(replace(SIX, reverse=frozenset()), whole(SIX, [5, 1, 5, 1, 5, 1])) == Score(3, 6, 0)


def test_a_missing_answer_counts_as_the_mean_of_the_others():
    answers = {**whole(NINE, [2] * 9), "q3": None}
    del answers["q7"]
    assert score(NINE, answers) == Score(18, 7, 2, "more")


def test_too_many_missing_is_not_scorable_and_says_why():
    answers = dict.fromkeys(NINE.items[:6], 1)
    assert score(NINE, answers) == NotScorable("3 of 9 answers are missing; nine allows 2.")
    assert isinstance(score(SIX, {}), NotScorable)


@pytest.mark.parametrize("wrong", [4, -1, 1.5, float("nan"), float("inf")])
def test_out_of_range_is_an_error_even_when_there_would_be_no_score(wrong):
    with pytest.raises(OutOfRange, match="q1 is"):
        score(NINE, {"q1": wrong})


def of(code, points, which="total"):
    found = read(code)
    asked = [item.id for item in found.items]
    return score(found.scale(which), dict(zip(asked, points, strict=True)))


@pytest.mark.parametrize(
    ("code", "points", "value", "band"),
    [
        ("ucla-3", [2, 2, 2], 6, "Lonely"),
        ("ucla-3", [2, 2, 1], 5, "Not often lonely"),
        ("djg-6", [3, 3, 3, 1, 1, 2], 3, "Moderately lonely"),
        ("lsns-6", [2, 2, 2, 2, 2, 2], 12, "Not at risk"),
        ("lsns-6", [2, 2, 2, 2, 2, 1], 11, "At risk of isolation"),
        ("who-5", [2, 2, 2, 3, 3], 48, "Low well-being"),
        ("who-5", [2, 2, 3, 3, 3], 52, "Good well-being"),
        ("phq-9", [3, 3, 3, 0, 0, 0, 0, 0, 0], 9, "Mild"),
        ("phq-9", [3, 3, 3, 1, 0, 0, 0, 0, 0], 10, "Moderate"),
        ("phq-9", [3, 3, 3, 1, 0, 0, 0, None, None], 90 / 7, "Moderate"),
        ("phq-2", [2, 1], 3, "Ask more"),
        ("gad-7", [3, 3, 3, 3, 3, 0, 0], 15, "Severe"),
        ("gad-2", [1, 1], 2, "Below the cut"),
        ("k6", [2, 2, 2, 2, 2, 3], 13, "Serious distress"),
        ("brs", [4, 1, 4, 2, 4, 2], 25 / 6, "Normal"),
        ("brs", [5, 1, 4, 2, 4, 2], 26 / 6, "High"),
        ("bscs", [1, 2, 3, 4, 5, 5, 4, 3], 27 / 8, ""),
        ("sci-2", [6, *([2] * 24)], 48, ""),
        ("cart", [4] * 21, 4, ""),
        ("ccram-10", [1] * 5 + [5] * 5, 3, ""),
        ("osss-3", [4, 5, 5], 14, "Strong support"),
        ("osss-3", [2, 3, 3], 8, "Poor support"),
        ("mspss", [3] * 11 + [2], 35 / 12, "Low support"),
        ("mspss", [5] * 12, 5, "Moderate support"),
        ("mspss", [5] * 11 + [6], 61 / 12, "High support"),
        ("cohesion-trust", [5, 5, 5, 1, 1], 5, ""),
        ("cd-risc-2", [4, 3], 7, ""),
        ("swemwbs", [3] * 7, 19.25, "Low well-being"),
        ("swemwbs", [4] * 7, 25.03, "Medium well-being"),
        ("swemwbs", [5] * 7, 35, "High well-being"),
        ("pc-ptsd-5", [1, 1, 1, 1, 0, 0], 3, "At the sensitive cut"),
        ("pc-ptsd-5", [0, None, None, None, None, None], 0, "Below the cuts"),
        ("pcl-5", [2] * 15 + [0] * 5, 30, "Below the cuts"),
        ("pcl-5", [2] * 16 + [0] * 4, 32, "Between the cuts"),
        ("pcl-5", [4] * 20, 80, "Above the cuts"),
    ],
)
def test_scales_score_as_published(code, points, value, band):
    found = of(code, points)
    assert isinstance(found, Score)
    assert (found.value, found.band) == (pytest.approx(value, abs=1e-12), band)


def test_parts_of_a_scale_have_scores_of_their_own():
    djg = read("djg-6")
    answers = dict(zip(djg.scale("total").items, [3, 3, 3, 1, 1, None], strict=True))
    found = scores(djg, answers)
    # One gap: the total counts it as nothing, the emotional part has no score, the social part has.
    assert found["total"] == Score(2, 5, 1, "Moderately lonely")
    assert isinstance(found["emotional"], NotScorable)
    assert found["social"] == Score(1, 3, 0, "Lonely")
    assert [of("ons-4", [0, 5, 9, 9], each).band for each in ("satisfaction", "happiness", "anxiety")] == [
        "Low",
        "Very high",
        "High",
    ]
    assert of("pcl-5", [1] * 20, "mood").value == 7
    assert of("ons-loneliness", [1, 1, 1, 1], "direct").band == "Often or always lonely"


def test_a_gate_that_nobody_opened_or_answered():
    scale = scale_of("pc-ptsd-5")
    told = whole(scale, [1] * 5)
    assert score(scale, {**told, "event": 0}).value == 0
    assert isinstance(score(scale, told), NotScorable)
    with pytest.raises(OutOfRange):
        score(scale, {**told, "event": 2})


def by_the_book(scale, answers):
    """The score once more, in exact fractions and from the definition's words, not by the program's steps."""
    told = {i: int(answers[i]) for i in scale.items if answers.get(i) is not None}
    if scale.gate and answers.get(scale.gate) is None:
        return None
    if scale.gate and answers[scale.gate] == 0:
        return Fraction(scale.least)
    if len(scale.items) - len(told) > scale.may_miss:
        return None
    weights = {i: Fraction(next((w.times for w in scale.weights if i in w.items), 1)) for i in scale.items}
    recodes = {i: dict(r.points) for r in scale.recode for i in r.items}
    ends = {
        i: next(((r.low, r.high) for r in scale.ranges if i in r.items), (scale.low, scale.high))
        for i in told
    }
    points = {
        i: Fraction(recodes.get(i, {}).get(n, sum(ends[i]) - n if i in scale.reverse else n)) * weights[i]
        for i, n in told.items()
    }
    mean = sum(points.values()) / sum(weights[i] for i in told) if scale.fill == "mean" else None
    whole_weight = sum(weights.values())
    total = sum(points.values()) if mean is None else mean * whole_weight
    raw = total / whole_weight if scale.rule == "mean" else total
    return Fraction(dict(scale.table)[float(raw)]) if scale.table else raw * Fraction(scale.factor)


@given(ANY)
def test_every_scale_scores_by_the_book_and_lies_on_its_scale(both):
    scale, answers = both
    expected, found = by_the_book(scale, answers), score(scale, answers)
    if expected is None:
        assert isinstance(found, NotScorable)
        assert found.reason
        return
    assert found.value == pytest.approx(float(expected), rel=1e-12, abs=1e-12)
    assert scale.least <= found.value <= scale.most
    assert found.answered + found.missing == len(scale.items)
    if scale.bands:
        band = next(band for band in scale.bands if band.label == found.band and band.low <= found.value)
        assert found.value < band.below


@given(ANY)
def test_reversing_every_item_mirrors_the_score(both):
    scale, answers = both
    if scale.recode or scale.table or scale.gate or scale.fill == "nothing":
        return
    mirrored = replace(scale, reverse=frozenset(scale.items) - scale.reverse, bands=())
    found, other = score(scale, answers), score(mirrored, answers)
    if isinstance(found, Score):
        assert found.value + other.value == pytest.approx(scale.least + scale.most)


@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(both, rng):
    scale, answers = both
    shuffled = list(answers.items())
    rng.shuffle(shuffled)
    assert score(scale, dict(shuffled)) == score(scale, answers)


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: f"{scale.title}-{len(scale.items)}")
def test_the_ends_of_a_scale_can_be_reached_and_every_edge_has_its_band(scale: Scale):
    gate = {scale.gate: 1} if scale.gate else {}
    ends = [
        {i: pick(scale.answers(i), key=scale.counts(i).__getitem__) for i in scale.items} | gate
        for pick in (min, max)
    ]
    assert [score(scale, answers).value for answers in ends] == pytest.approx([scale.least, scale.most])
    for band in scale.bands:
        assert scale.band(band.low) == band


def test_numbers_stand_behind_the_choices():
    phq = next(found for found in LIBRARY if found.code == "phq-9")
    assert numbers(phq, {"1": "3", "2": "9", "9": ["1"]}) == {"1": 3}
