"""Files of areas: what is wrong with them is found and named, by feature."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kizuna.places.geojson import read
from kizuna.places.geometry import ring_m2
from kizuna.places.importing import There, plan
from tests.places.shapes import TWO, collection, feature, square

HOLE_OUTSIDE = [[20, 50], [20, 50.1], [20.1, 50.1], [20, 50]]
BOW = {"type": "Polygon", "coordinates": [[[10, 50], [10.1, 50.1], [10.1, 50], [10, 50.1], [10, 50]]]}


def ring(*points: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(points)]}


def problems(raw: bytes) -> list[tuple[int | None, str, bool]]:
    found = plan(read(raw), (), level="neighbourhood")
    return [(one.feature, one.said, one.refuses) for one in found.problems]


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (BOW, "crosses itself"),
        (square(10, 50, 0.1, HOLE_OUTSIDE), "hole lies outside"),
        (
            {
                "type": "MultiPolygon",
                "coordinates": [square(10, 50)["coordinates"], square(10.02, 50.02, 0.01)["coordinates"]],
            },
            "in another",
        ),
        (ring([10, 50], [10.1, 50], [10.1, 50.1]), "end where it starts"),
        (ring([10, 50], [10.1, 50], [10, 50]), "fewer than four"),
        (ring([10, 50], [10.1, 50], [10.2, 50], [10, 50]), "encloses nothing"),
        (ring([51, 100], [51, 100.1], [51.1, 100.1], [51, 100]), "Latitude seems to come before"),
        (ring([179.9, 50], [-179.9, 50], [-179.9, 50.1], [179.9, 50]), "180th meridian"),
        (ring([179.9, 50], [180.1, 50], [180.1, 50.1], [179.9, 50]), "beyond 180 degrees"),
        (ring([500000, 5000000], [500100, 5000000], [500100, 5000100], [500000, 5000000]), "off the earth"),
        (ring([10, "50"], [1, 1], [2, 2], [10, 50]), "not a pair of numbers"),
        (ring([10, True], [1, 1], [2, 2], [10, 50]), "not a pair of numbers"),
        (ring([10**400, 1], [1, 1], [2, 2], [10, 50]), "not a pair of numbers"),
        (ring([10], [1, 1], [2, 2], [10, 50]), "not a pair of numbers"),
        (ring(), "empty"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": None}, "empty"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "empty"),
        ({"type": "Point", "coordinates": [1, 2]}, "no outline"),
        (None, "no outline"),
        ("x", "no outline"),
    ],
)
def test_a_broken_outline_is_named_and_refused(geometry: Any, said: str) -> None:
    raw = collection(feature("Fine", square(0, 0)), feature("Broken", geometry))
    found = plan(read(raw), (), level="neighbourhood")
    (one,) = [problem for problem in found.problems if problem.refuses]
    assert (one.feature, one.name) == (2, "Broken") and said in one.said
    assert found.refused and not found.areas


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "not JSON"),
        (b'{"type": "FeatureCollection", "features": [', "not JSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "not a GeoJSON"),
        (b'{"type": "Topology"}', "not a GeoJSON"),
        (b'{"type": "FeatureCollection"}', "no features"),
        (b'{"type": "FeatureCollection", "features": {}}', "no features"),
        (
            collection(
                feature("A", square(0, 0)), crs={"type": "name", "properties": {"name": "EPSG:27700"}}
            ),
            "EPSG:27700",
        ),
        (collection(feature("A", square(0, 0)), crs={"type": "link"}), "coordinates are in"),
        (collection(*[{}] * 20_001), "more than 20000 features"),
        (b" " * 60_000_001, "larger than 60 MB"),
    ],
)
def test_a_file_that_is_none_ends_in_a_sentence(raw: bytes, said: str) -> None:
    ((number, sentence, refuses),) = problems(raw)
    assert number is None and refuses and said in sentence


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_degrees_under_their_other_names_are_fine(name: str) -> None:
    raw = collection(feature("A", square(0, 0)), crs={"type": "name", "properties": {"name": name}})
    assert not read(raw).problems


def test_names_and_ids_are_needed_once() -> None:
    raw = collection(
        feature("", square(0, 0)),
        feature("A", square(1, 0)),
        feature(" a ", square(2, 0)),
        feature("B", square(3, 0), id=7),
        feature("C", square(4, 0), id=7),
        {"type": "Feature", "geometry": square(5, 0), "properties": None},
    )
    found = {(one.feature, one.said) for one in read(raw).problems if one.refuses}
    same = "has the same id, or the same name and no id."
    assert {(1, "This feature has no name."), (6, "This feature has no name.")} <= found
    assert {(3, f"Feature 2 {same}"), (5, f"Feature 4 {same}")} <= found


def test_rings_are_turned_heights_and_millimetres_go_and_it_is_said() -> None:
    turned = ring([0, 0, 5], [0, 1, 5], [1, 1, 5], [1.00000000004, 0, 5], [0, 0, 5])
    (one,), (said,) = (part := read(collection(feature("A", turned)))).features, part.problems
    (outer,) = one.boundary["coordinates"]
    assert ring_m2(outer) > 0 and [1.0, 0.0] in outer and all(len(point) == 2 for point in outer)
    assert "turned" in said.said and not said.refuses


def test_names_and_ids_come_from_the_properties_asked_for() -> None:
    raw = collection(feature("x", square(0, 0), properties={"LAD": "Ávila\n Old  Town", "nr": 12}))
    (one,) = read(raw, name_property="LAD", id_property="nr").features
    assert (one.name, one.foreign_id) == ("Ávila Old Town", "12")


def there(name: str, level: str, boundary: Any = None, above: str | None = None, **more: str) -> There:
    return There(name, name, level, above, 50, 10, more.get("foreign_id", ""), boundary)


def said(raw: bytes, *areas: There) -> list[str]:
    found = plan(read(raw), areas, level="neighbourhood")
    return [f"{'!' if one.refuses else ''}{one.feature} {one.said}" for one in found.problems]


def test_overlaps_are_measured_and_large_ones_refused() -> None:
    raw = collection(feature("A", square(10, 50)), feature("B", square(10.05, 50)))
    found = plan(read(raw), [there("Bay", "community")], level="neighbourhood")
    (one,) = found.problems
    # Half of a square of a tenth of a degree at 50° north: about 7.1 by 11.1 kilometres, halved.
    assert one.refuses and one.size_m2 == pytest.approx(39.7e6, rel=0.01)
    assert (one.lat, one.lon) == pytest.approx((50.05, 10.075), abs=0.03) and "It overlaps B by" in one.said
    sliver = collection(feature("A", square(10, 50)), feature("B", square(10.0999, 50)))
    assert [line[:14] for line in said(sliver, there("Bay", "community"))] == ["1 It overlaps "]
    assert said(TWO, there("Bay", "community")) == []


def test_overlaps_with_what_is_there_are_found() -> None:
    old = there("Old", "neighbourhood", square(10.02, 50.02, 0.05), above="Bay")
    assert said(TWO, there("Bay", "community"), old)[0].startswith("!1 It overlaps Old by")


def test_gaps_in_the_cover_and_what_lies_outside_are_measured() -> None:
    bay = there("Bay", "community", square(10, 50, 0.2))
    found = plan(read(TWO), [bay], level="neighbourhood")
    (gap,) = found.problems
    assert not gap.refuses and gap.size_m2 == pytest.approx(2 * 79.4e6, rel=0.02) and "of Bay" in gap.said
    assert gap.lat and gap.lat > 50.1
    away = collection(feature("Away", square(10.15, 50, 0.1)), feature("Gone", square(30, 50)))
    lines = plan(read(away), [bay], level="neighbourhood", under=bay).problems
    assert any(one.feature == 2 and one.refuses and "100.0 %" in one.said for one in lines)
    assert any(one.feature == 1 and "outside Bay" in one.said for one in lines)


def test_latitude_first_is_seen_when_the_parent_is_elsewhere() -> None:
    bay = there("Bay", "community", square(10, 50, 0.2))
    swapped = collection(feature("A", square(50, 10)))
    (one, _gap) = plan(read(swapped), [bay], level="neighbourhood", under=bay).problems
    assert one.refuses and "Latitude seems to come before" in one.said


def test_a_hole_between_the_areas_is_said_without_an_outline_above() -> None:
    frame = square(10, 50, 0.2, [[10.1, 50.1], [10.1, 50.15], [10.15, 50.15], [10.1, 50.1]])
    assert any("leave a hole" in line for line in said(collection(feature("A", frame))))


def test_each_area_hangs_below_the_lowest_that_holds_it() -> None:
    coast = there("Coast", "region", square(0, 40, 30))
    bay = there("Bay", "community", square(10, 50, 0.2), above="Coast")
    planned = plan(read(TWO), [coast, bay], level="neighbourhood").areas
    assert {one.above for one in planned} == {"Bay"}
    far = plan(read(collection(feature("Far", square(20, 45)))), [coast, bay], level="neighbourhood").areas
    assert [one.above for one in far] == ["Coast"]
    top = plan(read(TWO), [], level="neighbourhood")
    assert {one.above for one in top.areas} == {None} and "stand at the top" in top.problems[0].said


def test_an_area_added_by_hand_gets_its_outline_by_name() -> None:
    planned = plan(read(TWO), [there("west", "neighbourhood")], level="neighbourhood").areas
    assert [(one.state, one.id == "west") for one in planned] == [("changed", True), ("new", False)]
    two = [there("Bay", "community"), there("West", "neighbourhood", above="Bay", foreign_id="other")]
    lines = said(TWO, *two)
    assert lines == ["!1 There is an area called West in the same place already."]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
POINTS = st.lists(st.lists(st.floats(-200, 200) | st.integers(-5, 5), min_size=1, max_size=3), max_size=8)


@given(
    JSON | st.builds(lambda points: {"type": "Polygon", "coordinates": [points, points[::-1]]}, POINTS),
    JSON,
    JSON,
)
@example(BOW, {"crs": 1}, None)
def test_whatever_comes_is_read_or_refused_in_sentences(geometry: Any, properties: Any, id: Any) -> None:
    one = {"type": "Feature", "geometry": geometry, "properties": properties, "id": id}
    raw = json.dumps({"type": "FeatureCollection", "features": [one, geometry]}, allow_nan=True)
    found = plan(read(raw.encode("utf-8", "surrogatepass")), (), level="neighbourhood")
    assert found.refused and all(problem.said for problem in found.problems)


@given(st.binary(max_size=200))
def test_noise_is_refused(raw: bytes) -> None:
    assert read(raw).refused
