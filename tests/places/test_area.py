"""Walks up and down the tree, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from kizuna.places.area import below, upwards

TREE = {"r": None, "c": "r", "n1": "c", "n2": "c", "other": None}


def test_below_and_upwards() -> None:
    assert below(TREE, ["c"]) == {"c", "n1", "n2"}
    assert below(TREE, ["r", "other"]) == set(TREE)
    assert below(TREE, ["nowhere"]) == below(TREE, []) == frozenset()
    assert upwards(TREE, "n2") == ("n2", "c", "r")
    assert upwards(TREE, "nowhere") == ()


@st.composite
def forests(draw: st.DrawFn) -> dict[str, str | None]:
    size = draw(st.integers(1, 12))
    return {str(i): draw(st.none() | st.integers(0, i - 1).map(str) if i else st.none()) for i in range(size)}


@given(forests(), st.data())
def test_an_area_lies_below_exactly_those_on_its_way_up(
    tree: dict[str, str | None], data: st.DataObject
) -> None:
    area, other = (data.draw(st.sampled_from(sorted(tree))) for _ in range(2))
    assert (area in below(tree, [other])) == (other in upwards(tree, area))


def test_a_circle_ends() -> None:
    assert upwards({"a": "b", "b": "a"}, "a") == ("a", "b")
    assert below({"a": "b", "b": "a"}, ["a"]) == {"a", "b"}
