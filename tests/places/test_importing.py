"""Files of areas and of postcodes, into the database: all or nothing, and a second time nothing."""

import json
from pathlib import Path

import pytest

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.cli import main
from kizuna.ledger.models import Entry
from kizuna.places.actions import import_areas, load_postcodes
from kizuna.places.geojson import read
from kizuna.places.models import Area, Postcode, PostcodeFile
from kizuna.places.postcodes import PostcodeRow, Reading, columns, rows
from kizuna.places.queries import area_at, areas, plan_of, postcode, postcodes_known
from tests.conftest import NOW
from tests.places.shapes import TWO, collection, feature, square

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")
HERE = Path(__file__).parent


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "areas.geojson"
    path.write_bytes(TWO)
    return path


def take_in(raw: bytes, **more: object) -> tuple[int, int, int]:
    done = import_areas(collection=read(raw), level="neighbourhood", by=HOUSE, now=NOW, **more)  # type: ignore[arg-type]
    return done.count("new"), done.count("changed"), done.count("same")


def test_a_second_time_changes_nothing_and_a_changed_file_only_what_changed() -> None:
    assert take_in(TWO) == (2, 0, 0)
    before = list(Area.objects.order_by("pk").values())
    assert take_in(TWO) == (0, 0, 2)
    assert list(Area.objects.order_by("pk").values()) == before
    assert Entry.objects.filter(verb="area.added").count() == 2
    moved = collection(
        feature("West", square(10, 50), id="w"), feature("Far East", square(10.1, 50, 0.2), id="e")
    )
    assert take_in(moved) == (0, 1, 1)
    assert {one.name for one in areas(STRANGER)} == {"West", "Far East"}
    assert Entry.objects.filter(verb="area.changed").count() == 1


def test_a_file_with_one_fault_leaves_everything_as_it_was() -> None:
    with pytest.raises(Refused):
        take_in(collection(feature("A", square(0, 0)), feature("B", None)))
    assert not Area.objects.exists() and not Entry.objects.exists()


def test_the_command_says_what_it_found_and_did(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(("place", "add", "Bay", "--level", "community"))
    assert main(("place", "import", str(file), "--under", "Bay", "--dry-run")) == 0
    assert "2 would be new, 0 would be changed" in capsys.readouterr().out and len(areas(STRANGER)) == 1
    assert main(("place", "import", str(file), "--under", "Bay")) == 0
    assert "2 new, 0 changed, 0 unchanged." in capsys.readouterr().out
    assert main(("place", "import", str(file), "--json")) == 0
    assert json.loads(capsys.readouterr().out)["same"] == 2
    file.write_bytes(collection(feature("A", square(0, 0)), feature("B", {"type": "Point"})))
    assert main(("place", "import", str(file))) == 2
    said = capsys.readouterr()
    assert "REFUSED: Feature 2 (B)" in said.out and "Nothing was taken in" in said.err
    assert main(("place", "import", str(file), "--json")) == 2
    assert not json.loads(capsys.readouterr().out)["written"]
    assert main(("place", "import", str(file) + ".none")) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_point_on_a_border_has_one_answer_whichever_came_first(django_assert_num_queries) -> None:
    take_in(TWO)
    with django_assert_num_queries(1):
        found = area_at(STRANGER, 50.05, 10.1)
    first = found and found.id
    Area.objects.all().delete()
    take_in(collection(*reversed(json.loads(TWO)["features"])))
    assert (again := area_at(STRANGER, 50.05, 10.1)) and again.id == first
    assert area_at(STRANGER, 50.05, 10.3) is None


def test_the_smallest_area_that_holds_a_point_has_it() -> None:
    import_areas(
        collection=read(collection(feature("Bay", square(9, 49, 3)))), level="community", by=HOUSE, now=NOW
    )
    take_in(TWO)
    assert [
        found.name for point in ((50.05, 10.05), (49.5, 9.5)) if (found := area_at(STRANGER, *point))
    ] == ["West", "Bay"]


def test_an_area_under_an_unknown_one_is_refused() -> None:
    with pytest.raises(NotFound):
        take_in(TWO, under="nowhere")


@pytest.mark.doors
def test_who_may_bring_in_places() -> None:
    coordinator = Viewer(role="coordinator", account="9")
    row = [PostcodeRow("AB1", 1, 1)]
    for by, answer in (
        (STRANGER, LogInFirst),
        (Viewer(role="resident"), NotAllowed),
        (coordinator, NotAllowed),
    ):
        with pytest.raises(answer):
            import_areas(collection=read(TWO), level="neighbourhood", by=by, now=NOW)
        with pytest.raises(answer):
            plan_of(by, read(TWO), level="neighbourhood")
        with pytest.raises(answer):
            load_postcodes(rows=row, country="GB", sha256="x", by=by, now=NOW)
    assert not Area.objects.exists() and not Postcode.objects.exists()


ONS = (
    "pcd,pcds,doterm,lat,long\nSW1A1AA,SW1A 1AA,,51.501,-0.1416\n"
    "M1 1AE,M1 1AE,,53.47,-2.23\nJE1,JE1 1AA,,99.999999,0\n"
)
GEONAMES = (
    "US\t33101\tMiami\tFlorida\tFL\tMiami-Dade\t086\t\t\t25.7791\t-80.1978\t4\n"
    "US\t33101\tMiami again\tFlorida\tFL\tMiami-Dade\t086\t\t\t26.0\t-80.0\t4\n"
    "PR\t00601\tAdjuntas\tAdjuntas\t001\t\t\t\t\t18.1788\t-66.7516\t4\n"
)


@pytest.mark.parametrize(
    ("text", "country", "asked", "place"),
    [
        (ONS, "GB", "sw1a1aa", (51.501, -0.1416)),
        (GEONAMES, "US", "33101-1234", (25.7791, -80.1978)),
        ("postcode,lat,lon\nab 12,1.5,2.5\n", "XX", "AB12", (1.5, 2.5)),
        ("PLZ;Latitude;Longitude\n01067;51,05;13,74\n", "DE", "01067", (51.05, 13.74)),
        ("１００－０００５,35.68,139.76\n", "JP", "100-0005", (35.68, 139.76)),
    ],
)
def test_postcodes_come_in_many_shapes(
    tmp_path: Path,
    text: str,
    country: str,
    asked: str,
    place: tuple[float, float],
    django_assert_max_num_queries,
) -> None:
    path = tmp_path / "codes"
    path.write_text(text, encoding="utf-8")
    assert main(("place", "postcodes", str(path), "--country", country)) == 0
    with django_assert_max_num_queries(1):
        found = postcode(STRANGER, asked, country=country)
    assert found and (found.lat, found.lon) == place
    assert (
        postcode(STRANGER, "ZZ99", country=country) is None
        and postcode(STRANGER, "…", country=country) is None
    )


def test_a_bad_row_is_named_and_nothing_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("postcode,lat,lon\nA1,1,1\nA1,2,2\n")
    bad.write_text("postcode,lat,lon\nA2,1,1\n???,1,1\nA3,x,1\nA4,91,1\nA5\n\nA6,,\n")
    assert main(("place", "postcodes", str(good))) == 0
    assert main(("place", "postcodes", str(good))) == 0
    assert "in use already" in capsys.readouterr().out
    assert main(("place", "postcodes", str(bad))) == 2
    said = capsys.readouterr()
    assert [f"Row {row}:" in said.out for row in range(2, 9)] == [False, True, True, True, True, False, False]
    assert "4 of 6 rows" in said.err
    assert postcodes_known(STRANGER, country="US") == 1
    assert (found := postcode(STRANGER, "a1", country="us")) and found.lat == 1
    for text in ("", "a,b\n1,2\n", "postcode,lat,lon\n"):
        bad.write_text(text)
        assert main(("place", "postcodes", str(bad))) == 2


def test_a_load_that_breaks_leaves_the_old_codes_in_use() -> None:
    def broken() -> object:
        yield PostcodeRow("NEW", 2, 2)
        raise RuntimeError

    load_postcodes(rows=[PostcodeRow("OLD", 1, 1)], country="US", sha256="1", by=HOUSE, now=NOW)
    with pytest.raises(RuntimeError):
        load_postcodes(rows=broken(), country="US", sha256="2", by=HOUSE, now=NOW)  # type: ignore[arg-type]
    assert postcode(STRANGER, "OLD", country="US") and not postcode(STRANGER, "NEW", country="US")
    # One that was killed left rows behind: nobody sees them, and the next load takes them out.
    killed = PostcodeFile.objects.create(country="US", sha256="3", loaded_at=NOW)
    Postcode.objects.create(file=killed, key="GHOST", lat=1, lon=1)
    assert postcode(STRANGER, "GHOST", country="US") is None
    load_postcodes(rows=[PostcodeRow("NEW", 2, 2)], country="US", sha256="4", by=HOUSE, now=NOW)
    assert list(Postcode.objects.values_list("key", flat=True)) == ["NEW"]
    assert Entry.objects.filter(verb="postcodes.loaded").count() == 2


def test_columns_are_told_by_their_names_or_not_at_all() -> None:
    assert columns(["a", "b", "c"]) is None and columns([]) is None
    where = columns(["Post-Code", "Latitude", "Longitude", "Country"])
    assert where and (where.code, where.lat, where.lon, where.country) == (0, 1, 2, 3)
    reading = Reading()
    lines = [["Post-Code", "", "", ""], ["A1", "1", "1", "FR"], ["A2", "1", "1", "us"]]
    assert [row.key for row in rows(lines, where, "US", reading)] == ["A2"] and reading.other_country == 1
