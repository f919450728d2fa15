"""Distances against known figures; points in outlines."""

from math import atan2, pi

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import Point, Polygon

from kizuna.places.geometry import (
    EARTH_RADIUS_M,
    distance_m,
    holds,
    inside,
    on_border,
    on_earth,
    ring_m2,
    size_m2,
    wrong_boundary,
)

lats = st.floats(-90, 90)
lons = st.floats(-180, 180)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}
RING = {
    "type": "Polygon",
    "coordinates": [
        [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]],
        [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]],
    ],
}
TWO = {
    "type": "MultiPolygon",
    "coordinates": [SQUARE["coordinates"], [[[10, 10], [11, 10], [11, 11], [10, 10]]]],
}


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((0, 0), (0, 1), 111_195.08),  # one degree of the mean sphere's equator
        ((0, 0), (90, 0), 10_007_557.2),  # a quarter of its meridian
        ((51.5007, -0.1246), (48.8584, 2.2945), 340_900),  # Westminster to the Eiffel tower
        ((36.12, -86.67), (33.94, -118.40), 2_886_450),  # Nashville to Los Angeles, the textbook example
        ((-33.8568, 151.2153), (51.5007, -0.1246), 16_993_900),  # Sydney to Westminster
    ],
)
def test_known_distances(one: tuple[float, float], other: tuple[float, float], metres: float) -> None:
    assert distance_m(*one, *other) == pytest.approx(metres, rel=0.0015)


@given(lats, lons, lats, lons)
def test_distance_is_the_same_both_ways_and_never_beyond_half_the_earth(
    lat1: float, lon1: float, lat2: float, lon2: float
) -> None:
    there = distance_m(lat1, lon1, lat2, lon2)
    assert there == pytest.approx(distance_m(lat2, lon2, lat1, lon1), abs=1e-3)
    assert 0 <= there <= 3.1415927 * EARTH_RADIUS_M
    assert distance_m(lat1, lon1, lat1, lon1) == 0


@given(lats, lons, lats, lons, lats, lons)
def test_a_detour_is_never_shorter(
    lat1: float, lon1: float, lat2: float, lon2: float, lat3: float, lon3: float
) -> None:
    direct = distance_m(lat1, lon1, lat3, lon3)
    # Near the other side of the earth the formula loses a few metres to rounding.
    assert direct <= distance_m(lat1, lon1, lat2, lon2) + distance_m(lat2, lon2, lat3, lon3) + 20


@given(st.floats(-10, 20), st.floats(-10, 20))
def test_a_square_holds_what_lies_between_its_sides(lat: float, lon: float) -> None:
    assume(lat not in (0, 4) and lon not in (0, 4))
    assert inside(lat, lon, SQUARE) == (0 < lat < 4 and 0 < lon < 4)


@given(st.floats(-10, 20), st.floats(-10, 20))
def test_a_hole_is_outside(lat: float, lon: float) -> None:
    assume(not {lat, lon} & {0, 1, 3, 4})
    hole = 1 < lat < 3 and 1 < lon < 3
    assert inside(lat, lon, RING) == (inside(lat, lon, SQUARE) and not hole)


def test_many_polygons_features_and_heights() -> None:
    assert inside(10.2, 10.5, TWO) and inside(2, 2, TWO) and not inside(7, 7, TWO)
    assert inside(2, 2, {"type": "Feature", "geometry": SQUARE, "properties": {}})
    high = {"type": "Polygon", "coordinates": [[[*point, 12.5] for point in SQUARE["coordinates"][0]]]}
    assert inside(2, 2, high) and wrong_boundary(high) is None


@pytest.mark.parametrize("good", [SQUARE, RING, TWO])
def test_good_outlines(good: object) -> None:
    assert wrong_boundary(good) is None


@pytest.mark.parametrize(
    "bad",
    [
        None,
        7,
        {},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[["a", 0], [1, 0], [1, 1], ["a", 0]]]},
        {"type": "Polygon", "coordinates": [[[0], [1, 0], [1, 1], [0]]]},
        {"type": "Polygon", "coordinates": [[[0, 95], [1, 0], [1, 1], [0, 95]]]},
        {"type": "Feature"},
    ],
)
def test_bad_outlines_get_a_sentence(bad: object) -> None:
    found = wrong_boundary(bad)
    assert found and found.endswith(".")


def test_what_is_on_earth() -> None:
    assert on_earth(90, -180) and not on_earth(90.1, 0) and not on_earth(0, 181)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=8, unique=True),
    st.floats(-1, 7),
    st.floats(-1, 7),
)
def test_points_lie_where_the_library_says(corners: list[tuple[int, int]], lat: float, lon: float) -> None:
    middle = [sum(one[axis] for one in corners) / len(corners) for axis in (0, 1)]
    around = sorted(corners, key=lambda one: atan2(one[1] - middle[1], one[0] - middle[0]))
    ring = [[float(x), float(y)] for x, y in [*around, around[0]]]  # seldom one that crosses itself
    drawn = Polygon(ring)
    assume(drawn.is_valid and drawn.area > 0)
    here = Point(lon, lat)
    assume(drawn.exterior.distance(here) > 1e-6)
    assert inside(lat, lon, {"type": "Polygon", "coordinates": [ring]}) == drawn.contains(here)


@given(st.sampled_from([SQUARE, RING]), st.integers(0, 3), st.floats(0, 1))
def test_a_border_belongs_to_the_area(
    boundary: dict[str, list[list[list[float]]]], side: int, along: float
) -> None:
    (lon1, lat1), (lon2, lat2) = boundary["coordinates"][-1][side : side + 2]
    lat, lon = lat1 + along * (lat2 - lat1), lon1 + along * (lon2 - lon1)
    assert on_border(lat, lon, boundary) and holds(lat, lon, boundary)


def test_sizes_on_the_sphere() -> None:
    whole = {"type": "Polygon", "coordinates": [[[0, 0], [90, 0], [90, 90], [0, 90], [0, 0]]]}
    assert size_m2(whole) == pytest.approx(4 * pi * EARTH_RADIUS_M**2 / 8, rel=1e-9)
    assert size_m2(SQUARE) - size_m2(RING) == pytest.approx(ring_m2([[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]))
