"""Areas and crisis numbers in the database."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.places.actions import add_area, set_crisis_numbers, set_posture
from kizuna.places.crisis import CrisisDraft
from kizuna.places.models import Area, CrisisNumber
from kizuna.places.queries import (
    above,
    area,
    area_at,
    areas,
    crisis_drafts,
    crisis_numbers,
    crisis_numbers_problem,
    posture,
    top_area,
    under,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")
RESIDENT = Viewer(role="resident", account="1", person="2")
ADMIN = Viewer(role="admin", account="3")
TODAY = date(2026, 11, 23)
LIFELINE = CrisisDraft(
    "call",
    "988",
    {"en": "Lifeline", "es": "Línea de vida"},
    TODAY,
    TODAY + timedelta(days=90),
    {"en": "Free, day and night"},
)
EMERGENCY = CrisisDraft("emergency", "911", {"en": "Emergency"}, TODAY, TODAY + timedelta(days=90))


def add(
    name: str, level: str, up: UUID | None = None, lat: float = 2, lon: float = 2, **more: object
) -> UUID:
    return add_area(name=name, level=level, above=up, lat=lat, lon=2, **more, by=HOUSE, now=NOW)


@pytest.fixture
def tree() -> dict[str, UUID]:
    region = add("Coast", "region")
    bay = add("Bay", "community", region)
    square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    north = add("North", "neighbourhood", bay, boundary={"type": "Polygon", "coordinates": [square]})
    south = add("South", "neighbourhood", bay, lat=-5)
    return {"region": region, "bay": bay, "north": north, "south": south}


def test_the_tree_is_walked_in_one_query(tree: dict[str, UUID], django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = under(STRANGER, [tree["bay"]])
    assert found == {str(tree[name]) for name in ("bay", "north", "south")}
    assert above(STRANGER, tree["north"]) == tuple(str(tree[name]) for name in ("north", "bay", "region"))
    assert above(STRANGER, None) == (str(tree["region"]),)
    with django_assert_num_queries(0):
        assert under(STRANGER, []) == frozenset()


def test_areas_are_values(tree: dict[str, UUID]) -> None:
    assert [value.name for value in areas(STRANGER)] == ["Bay", "Coast", "North", "South"]
    assert area(STRANGER, tree["north"]).above_id == str(tree["bay"])
    top = top_area(STRANGER)
    assert top and top.name == "Bay"
    for unknown in (uuid4(), "x"):
        with pytest.raises(NotFound):
            area(STRANGER, unknown)


def test_a_point_lies_in_its_outline_or_nowhere(tree: dict[str, UUID]) -> None:
    assert (found := area_at(STRANGER, 3.9, 0.1)) and found.name == "North"
    assert area_at(STRANGER, -4, 2) is None
    Area.objects.update(above=None)
    Area.objects.all().delete()
    assert area_at(STRANGER, 0, 0) is None and top_area(STRANGER) is None


def test_an_emergency_holds_below_and_ends_by_itself(tree: dict[str, UUID]) -> None:
    end = NOW + timedelta(hours=6)
    coordinator = Viewer(role="coordinator", account="9", areas=frozenset({str(tree["bay"])}))
    set_posture(area=tree["bay"], until=end, why="Flood", by=coordinator, now=NOW)
    assert posture(STRANGER, tree["north"], now=NOW) == "emergency"
    assert posture(STRANGER, tree["region"], now=NOW) == "everyday"
    assert posture(STRANGER, tree["north"], now=end) == "everyday"
    assert posture(STRANGER, uuid4(), now=NOW) == "everyday"
    set_posture(area=tree["bay"], until=None, why="Over", by=coordinator, now=NOW)
    assert posture(STRANGER, tree["bay"], now=NOW) == "everyday"
    assert Entry.objects.filter(verb__startswith="posture.").count() == 2


def test_the_same_area_twice_is_one(tree: dict[str, UUID]) -> None:
    assert add("Again", "region", area_id=tree["region"]) == tree["region"]
    assert area(STRANGER, tree["region"]).name == "Coast"


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "continent"},
        {"level": "region", "above": "north"},
        {"lat": 91.0},
        {"boundary": {"type": "Point"}},
        {"boundary": {}},
    ],
)
def test_impossible_areas_are_refused(tree: dict[str, UUID], wrong: dict[str, object]) -> None:
    whole: dict[str, object] = {"name": "X", "level": "neighbourhood", "above": None, "lat": 1.0, "lon": 1.0}
    given = {**whole, **wrong, "above": tree.get(str(wrong.get("above")))}
    with pytest.raises(Refused):
        add_area(**given, by=HOUSE, now=NOW)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        add_area(**{**whole, "above": uuid4()}, by=HOUSE, now=NOW)  # type: ignore[arg-type]


def test_the_database_keeps_areas_possible(tree: dict[str, UUID]) -> None:
    for wrong in ({"level": "continent"}, {"lat": 91}, {"above": tree["north"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Area.objects.filter(pk=tree["north"]).update(**wrong)


def test_crisis_numbers_speak_the_readers_language() -> None:
    set_crisis_numbers(numbers=[EMERGENCY, LIFELINE], by=ADMIN, now=NOW)
    emergency, lifeline = crisis_numbers(STRANGER, language="es")
    assert (emergency.number, emergency.label, emergency.note) == ("911", "Emergency", "")
    assert (lifeline.label, lifeline.note) == ("Línea de vida", "Free, day and night")
    assert crisis_numbers(STRANGER, language="es-MX")[1].label == "Línea de vida"
    assert crisis_numbers(STRANGER)[1].label == "Lifeline"


def test_setting_crisis_numbers_replaces_them_all_or_none() -> None:
    set_crisis_numbers(numbers=[EMERGENCY, LIFELINE], by=ADMIN, now=NOW)
    set_crisis_numbers(numbers=[LIFELINE], by=ADMIN, now=NOW)
    assert crisis_drafts(STRANGER) == [LIFELINE]
    assert Entry.objects.filter(verb="crisis.set").count() == 2
    unusable = [
        CrisisDraft("fax", "988", {"en": "x"}, TODAY, TODAY + timedelta(1)),
        CrisisDraft("call", "", {"en": "x"}, TODAY, TODAY + timedelta(1)),
        CrisisDraft("call", "988", {"en": ""}, TODAY, TODAY + timedelta(1)),
        CrisisDraft("call", "988", {"en": "x"}, TODAY, TODAY),
        CrisisDraft("call", "988", {"en": "x"}, TODAY, TODAY + timedelta(400)),
        CrisisDraft("call", "988", {"en": "x"}, TODAY + timedelta(1), TODAY + timedelta(90)),
        CrisisDraft("call", "abc", {"en": "x"}, TODAY, TODAY + timedelta(90)),
        CrisisDraft("call", "javascript:alert(12)", {"en": "x"}, TODAY, TODAY + timedelta(90)),
        replace(LIFELINE, kind="chat", number="", url="javascript:alert(1)"),
        replace(LIFELINE, url="data:text/html,x"),
    ]
    for numbers in ([], *([EMERGENCY, bad] for bad in unusable)):
        with pytest.raises(Refused):
            set_crisis_numbers(numbers=numbers, by=ADMIN, now=NOW)
    assert crisis_drafts(STRANGER) == [LIFELINE]


def test_a_site_without_fresh_crisis_numbers_is_not_safe() -> None:
    assert "set" in (crisis_numbers_problem(STRANGER, TODAY) or "")
    set_crisis_numbers(numbers=[EMERGENCY, LIFELINE], by=ADMIN, now=NOW)
    assert crisis_numbers_problem(STRANGER, TODAY) is None
    assert crisis_numbers_problem(STRANGER, LIFELINE.review_by) is None
    late = crisis_numbers_problem(STRANGER, LIFELINE.review_by + timedelta(days=1))
    assert late and "2027-02-21" in late


@pytest.mark.parametrize("number", ["988", "112", "555", "555 0111", "+1 (305) 555-0123", "116 123"])
def test_short_codes_are_numbers_too(number: str) -> None:
    set_crisis_numbers(numbers=[replace(LIFELINE, number=number)], by=ADMIN, now=NOW)
    assert crisis_drafts(STRANGER)[0].number == number


def test_a_review_that_is_still_to_come_is_no_review() -> None:
    set_crisis_numbers(numbers=[LIFELINE], by=ADMIN, now=NOW)
    problem = crisis_numbers_problem(STRANGER, TODAY - timedelta(days=1))
    assert problem and "after today" in problem


@pytest.mark.parametrize("wrong", [{"review_by": TODAY}, {"number": ""}, {"kind": "fax"}])
def test_the_database_keeps_crisis_numbers_usable(wrong: dict[str, object]) -> None:
    set_crisis_numbers(numbers=[EMERGENCY], by=ADMIN, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrisisNumber.objects.update(**wrong)


@pytest.mark.doors
def test_only_those_who_may_change_a_place(tree: dict[str, UUID]) -> None:
    elsewhere = Viewer(role="coordinator", account="9", areas=frozenset({str(tree["south"])}))
    area_of_theirs = {"name": "X", "level": "region", "above": None, "lat": 0.0, "lon": 0.0}
    for by, answer in ((STRANGER, LogInFirst), (RESIDENT, NotAllowed), (elsewhere, NotAllowed)):
        with pytest.raises(answer):
            add_area(**area_of_theirs, by=by, now=NOW)  # type: ignore[arg-type]
        with pytest.raises(answer):
            set_crisis_numbers(numbers=[EMERGENCY], by=by, now=NOW)
    for by, answer in ((STRANGER, LogInFirst), (RESIDENT, NotAllowed), (elsewhere, NotFound)):
        with pytest.raises(answer):
            set_posture(area=tree["north"], until=NOW, why="x", by=by, now=NOW)
    assert not CrisisNumber.objects.exists() and posture(STRANGER, tree["north"], now=NOW) == "everyday"
