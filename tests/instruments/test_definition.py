from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.instruments.definition import Band, Choice, Instrument, Item, Only, Scale, WrongDefinition
from kizuna.instruments.scale import Range, Recode, Weight
from tests.instruments.shapes import around

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
A, B = Item("a", "one", "A?", choices=YES_NO), Item("b", "text", "B?", with_previous=True)
WHOLE = Instrument("x", "1", "X", (A, B, Item("c", "place", "C?")))
SCALE = Scale("s", ("a", "b", "c"), 0, 3, bands=(Band(0, 5, "low"), Band(5, 10, "high")))


def test_items_with_previous_share_a_page():
    assert [[item.id for item in page] for page in WHOLE.pages] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Choice("", "Empty"),
        lambda: Choice("x", "X", danger="fire"),
        lambda: Item("a", "one", "A?"),
        lambda: Item("a", "text", "A?", choices=YES_NO),
        lambda: replace(WHOLE, items=(Item("a", "one", "", choices=YES_NO),)),
        lambda: replace(WHOLE, items=(Item("a", "one", "A?", choices=(Choice("yes", ""),)),)),
        lambda: replace(WHOLE, words="nobody"),
        lambda: replace(WHOLE, words="site"),
        lambda: replace(WHOLE, items=(replace(A, only=(Only("b", ("x",)),)), B)),
        lambda: Item("a", "slider", "A?"),
        lambda: Item("a", "one", "A?", choices=YES_NO + YES_NO[:1]),
        lambda: replace(WHOLE, items=()),
        lambda: replace(WHOLE, items=(A, A)),
        lambda: replace(WHOLE, items=(B,)),
        lambda: replace(WHOLE, version=""),
        lambda: replace(WHOLE, scales=(Scale("s", ("a", "z"), 0, 3),)),
        lambda: replace(SCALE, items=()),
        lambda: replace(SCALE, items=("a", "a", "b")),
        lambda: replace(SCALE, low=3),
        lambda: replace(SCALE, rule="median"),
        lambda: replace(SCALE, reverse=frozenset({"z"})),
        lambda: replace(SCALE, may_miss=3),
        lambda: replace(SCALE, fill="median"),
        lambda: replace(SCALE, gate="a"),
        lambda: replace(SCALE, factor=0, bands=()),
        lambda: replace(SCALE, weights=(Weight(("a",), 0),), bands=()),
        lambda: replace(SCALE, weights=(Weight(("z",), 2),), bands=()),
        lambda: replace(SCALE, weights=(Weight(("a",), 2), Weight(("a",), 3)), bands=()),
        lambda: replace(SCALE, recode=(Recode(("a",), ((9, 1),)),), bands=()),
        lambda: replace(SCALE, recode=(Recode(("a",), ((0, 1),)),), reverse=frozenset("a"), bands=()),
        lambda: replace(SCALE, ranges=(Range(("a",), 4, 4),), bands=()),
        lambda: replace(SCALE, ranges=(Range(("a",), 1, 4),), may_miss=1, bands=()),
        lambda: replace(SCALE, table=((0, 1), (1, 2)), bands=()),
        lambda: replace(SCALE, table=tuple((n, n) for n in range(10)), may_miss=1, bands=()),
        lambda: replace(around(SCALE), scales=(replace(SCALE, high=4, bands=()),)),
        lambda: replace(around(SCALE), scales=(replace(SCALE, gate="z"),)),
        lambda: replace(around(SCALE), scales=(SCALE, SCALE)),
    ],
)
def test_what_contradicts_itself_cannot_be_made(make):
    with pytest.raises(WrongDefinition):
        make()


@pytest.mark.parametrize(
    ("bands", "because"),
    [
        ((Band(0, 4, "low"), Band(5, 10, "high")), "gap"),
        ((Band(0, 6, "low"), Band(5, 10, "high")), "overlap"),
        ((Band(1, 5, "low"), Band(5, 10, "high")), "starts at 1"),
        ((Band(0, 5, "low"), Band(5, 8, "high")), "before 9"),
        ((Band(0, 5, "low"), Band(5, 12, "mid"), Band(12, 13, "high")), "above the highest"),
        ((Band(0, 0, "none"), Band(0, 10, "all")), "empty"),
    ],
)
def test_bands_leave_no_gap_and_do_not_overlap(bands, because):
    with pytest.raises(WrongDefinition, match=because):
        replace(SCALE, bands=bands)


@given(st.floats(min_value=0, max_value=9))
def test_every_score_has_exactly_one_band(score):
    band = SCALE.band(score)
    assert band is not None
    assert band.low <= score and (score < band.below or score == SCALE.most)


@pytest.mark.parametrize("score", [-0.1, 9.1, float("nan")])
def test_a_score_outside_the_scale_has_no_band(score):
    with pytest.raises(ValueError, match="is not between"):
        SCALE.band(score)


def test_a_scale_without_bands_gives_none():
    assert replace(SCALE, bands=()).band(4) is None


def test_unknown_items_are_loud():
    assert WHOLE.item("c").kind == "place"
    with pytest.raises(KeyError):
        WHOLE.item("z")
    with pytest.raises(KeyError):
        WHOLE.scale("z")
