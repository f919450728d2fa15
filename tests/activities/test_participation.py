"""Who takes part: nothing that is told shows one person, and what is told is right on average."""

from argparse import Namespace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from statistics import fmean
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.small_numbers import SMALLEST
from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.activities import actions, commands, queries
from kizuna.activities.group import NewAttendance, NewEvent
from kizuna.activities.models import AreaProfile
from kizuna.activities.participation import (
    STEP,
    Part,
    ProfileRow,
    as_profile,
    band,
    ended,
    quarter,
    rounded,
    section,
    span,
    wilson,
    wrong_rows,
)
from kizuna.people.actions import load_people
from kizuna.people.profile import NewPerson
from tests.town import Town, build, guarded, identifier

HOUSE = SYSTEM("test")


def part(rng: Random, **more: object) -> Part:
    said = {"age": 70, "gender": "f", "language": "en", "disability": "no", "area": "North", **more}
    return Part(key=rng.random(), **said)  # type: ignore[arg-type]


def test_quarters_and_bands() -> None:
    assert ended(date(2026, 11, 24)) == ("2026-3", "2026-2", "2026-1", "2025-4")
    assert ended(date(2026, 1, 1))[0] == "2025-4" and span("2026-4") == (date(2026, 10, 1), date(2027, 1, 1))
    assert span("2026-5") is span("x") is span("٢٠٢٦-1") is None
    assert band("18–24") == (18, 24) and band("65+") == (65, 200) and band("24-18") is band("old") is None


def test_a_profile_is_read_row_by_row() -> None:
    columns = ("People", "Attribute", "Value")
    good = [(2, ("1 200", "AGE", "0-17")), (3, ("5", "language", "Español")), (4, ("7", "disability", "Yes"))]
    rows, faults = as_profile(columns, good)
    assert not faults and rows[1] == ProfileRow("language", "es", 5) and rows[0].people == 1200
    bad = [
        (2, ("x", "age", "0-17")), (3, ("1", "age", "0-17")), (4, ("1", "age", "17-20")),
        (5, ("1", "shoe", "9")),
        (6, ("1", "age", "old")), (7, ("1", "gender", "")), (8, ("1", "gender", "f")),
        (9, ("1", "gender", "F")),
        (10, ("1", "disability", "maybe")), (11, ("-1", "gender", "m")),
    ]  # fmt: skip
    assert [number for number, _why in as_profile(columns, bad)[1]] == [2, 4, 5, 6, 7, 9, 10, 11]
    assert as_profile(("a", "b"), [])[1] and wrong_rows([]) == []


@given(st.lists(st.floats(0, 1, exclude_max=True), max_size=60))
def test_what_is_told_is_near_and_the_same_for_the_same_people(keys: list[float]) -> None:
    told = rounded(keys)
    assert told == rounded(list(keys))
    if len(keys) < SMALLEST:
        assert told is None
    else:
        assert told is not None and told % STEP == 0 and abs(told - len(keys)) < STEP


def test_rounding_is_right_on_average_and_one_person_more_tells_nothing() -> None:
    rng = Random(7)
    for count in (10, 12, 13, 19):
        told = [rounded([rng.random() for _ in range(count)]) or 0 for _ in range(4000)]
        assert abs(fmean(told) - count) < 0.15
    # Differencing: whoever knows the figure without and with one person cannot tell that it was one more.
    changes = []
    for _ in range(4000):
        some = [rng.random() for _ in range(32)]
        changes.append((rounded([*some, rng.random()]) or 0) - (rounded(some) or 0))
    assert {-5, 0, 5} == set(changes) and 0.15 < fmean(change < 0 for change in changes) < 0.3


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(0, 99))
def test_no_hidden_figure_stands_alone_beside_its_total(sizes: list[int], seed: int) -> None:
    rng = Random(seed)
    came = [part(rng, gender=f"g{n}") for n, size in enumerate(sizes) for _ in range(size)]
    profile = [ProfileRow("gender", f"g{n}", 100) for n in range(len(sizes))]
    found = section("gender", came, profile)
    hidden = [sizes[int(line.value[1:])] for line in found.lines if line.came is None]
    if hidden and len(sizes) > 1:
        assert len(hidden) > 1 and (sum(hidden) >= SMALLEST or len(hidden) == len(sizes))
    assert all(line.share is None and line.finding == "" for line in found.lines if line.came is None)


def test_no_line_tells_that_somebody_rare_came() -> None:
    rng = Random(5)
    many = [part(rng, language="en") for _ in range(40)]
    profile = [ProfileRow("language", "en", 100), ProfileRow("language", "cy", 3)]
    without, rare = section("language", many, profile), [part(rng, language="yo") for _ in range(9)]
    some = section("language", [*many, *rare], profile)
    assert [line.value for line in some.lines] == [line.value for line in without.lines] == ["cy", "en"]
    assert (some.unknown, without.unknown) == (None, None)
    ten = section("language", [*many, *rare, part(rng, language="yo")], profile)
    assert [line.value for line in ten.lines] == ["cy", "en", "yo"]
    assert {line.value for line in section("disability", many, []).lines} == {"yes", "no"}


def test_findings_with_unknown_apart() -> None:
    rng = Random(3)
    came = [part(rng, age=70) for _ in range(40)] + [part(rng, age=30) for _ in range(160)]
    came += [part(rng, age=None) for _ in range(30)]
    found = section("age", came, [ProfileRow("age", "0-64", 500), ProfileRow("age", "65+", 500)])
    young, old = found.lines
    assert (young.finding, old.finding) == ("more", "fewer") and abs((found.unknown or 0) - 30) < STEP
    assert section("age", came, []).lines[0].finding == ""
    low, high = wilson(20, 100)
    assert (round(low, 4), round(high, 4)) == (
        0.1334,
        0.2888,
    )  # as R's prop.test, uncorrected


QUARTER = ended(timezone.localdate())[0]
IN_IT = datetime.combine(span(QUARTER)[0], time(12), UTC) + timedelta(days=30)  # type: ignore[index]


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def came(town: Town, *born: int) -> list[str]:
    """People of the North, born in these years, came in the last quarter that is over."""
    people = [str(identifier(f"visitor {n}")) for n in range(len(born))]
    rows = [
        NewPerson(id=id, name=f"V {id}", area=str(town.north), birth_year=year)
        for id, year in zip(people, born, strict=True)
    ]
    load_people(rows=rows, by=HOUSE, now=town.now)
    event = NewEvent(str(town.group), "Summer", IN_IT, IN_IT + timedelta(hours=2))
    actions.load_events(events=[event], by=HOUSE, now=town.now)
    visits = [NewAttendance(str(event.known_id), IN_IT, one, "came", IN_IT) for one in people]
    actions.load_attendance(attendance=visits, by=HOUSE, now=town.now)
    return people


@pytest.mark.doors
def test_only_whole_quarters_of_ones_own_areas_without_whom_nobody_must_find(town: Town) -> None:
    people = came(town, *[1950] * 10)
    counts = town.viewer("analyst")
    assert queries.participation(counts, town.north, QUARTER, town.now)[0].known == 10
    guarded(town, UUID(people[0]))
    assert queries.participation(counts, town.north, QUARTER, town.now)[0].known is None
    with pytest.raises(Refused):
        queries.participation(counts, town.north, quarter(timezone.localdate()), town.now)
    for viewer, area, answer in (
        (STRANGER, town.north, LogInFirst),
        (town.viewer("organiser"), town.north, NotAllowed),
        (counts, town.south, NotFound),
    ):
        with pytest.raises(answer):
            queries.participation(viewer, area, QUARTER, town.now)


def test_a_site_loads_its_census_and_the_page_compares(town: Town, tmp_path: Path, capsys) -> None:
    came(town, *[1940] * 25, *[2005] * 15)
    file = tmp_path / "census.csv"
    file.write_text("attribute,value,people\nage,0-64,900\nage,65+,100\n")
    options = Namespace(file=file, area="North", source="Census 2020")
    for said in ("kept", "the same"):
        commands.load(options)
        assert said in capsys.readouterr().out
    assert AreaProfile.objects.count() == 2
    file.write_text("attribute,value,people\nage,0-64,many\n")
    with pytest.raises(Refused, match="row 2"):
        commands.load(options)
    assert AreaProfile.objects.count() == 2
    period = (IN_IT - timedelta(days=30), IN_IT + timedelta(days=30))
    found = {one.code: one for one in queries.indicators(town.viewer("analyst"), town.north, period)}
    assert found["activities.people"].value == 40 and found["activities.taking_part"].value == 0.04
    assert found["activities.dates"].value == 1 and found["activities.hours"].value == 2
    empty = {one.code: one for one in queries.indicators(town.viewer("analyst"), town.north, (IN_IT, IN_IT))}
    assert empty["activities.people"].value is None and not empty["activities.people"].hidden
    browser = Client()
    browser.force_login(town.accounts["coordinator"])
    shown = browser.get("/groups/participation/", {"area": str(town.north), "quarter": QUARTER})
    assert shown.status_code == 200 and "More than live here" in shown.content.decode()
    assert browser.get("/groups/participation/", {"area": str(town.south)}).status_code == 404
