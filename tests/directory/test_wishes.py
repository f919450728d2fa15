"""What people want beside words: how it is read, widened, and what it leaves out."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, Refused
from kizuna.directory import queries
from kizuna.directory.actions import refresh_cards
from kizuna.directory.facets import EVERYWHERE, box, codes_of, facets, narrow
from kizuna.directory.listing import Card, PlaceValue
from kizuna.directory.models import CostOption, Language, Location, Schedule, Service, ServiceAtLocation
from kizuna.directory.needs import BY_CODE, meets
from kizuna.directory.option import Option
from kizuna.directory.travel import WAYS, km_in, minutes_for
from kizuna.directory.wanted import Wanted, fits, known_need, met, reach, widened, without
from kizuna.directory.whom import genders_of, ways_of
from kizuna.places.geometry import distance_m
from tests.conftest import NOW

HERE = ZoneInfo("America/New_York")
LATITUDES, LONGITUDES = st.floats(-89.9, 89.9), st.floats(-180, 180)
ONE = Option(kind="service", id="x", name="x", organisation="", summary="", needs=frozenset({"food.parcel"}))


@given(
    st.floats(-89, 89),
    st.floats(-180, 180),
    st.floats(-89.9, 89.9),
    st.floats(-180, 180),
    st.floats(0.1, 4000),
)
def test_a_box_holds_its_circle(lat: float, lon: float, other: float, beside: float, km: float) -> None:
    found = box(lat, lon, km)
    if distance_m(lat, lon, other, beside) <= km * 1000:
        assert found.south <= other <= found.north
        if found.west is not None and found.east is not None:
            assert found.west <= beside <= found.east


def test_needs_are_found_as_they_are_met() -> None:
    for wanted in BY_CODE:
        for offered in BY_CODE:
            assert (offered in codes_of(wanted)) == meets(wanted, frozenset({offered}))


def test_ways_to_go() -> None:
    assert 3 < km_in(60, "foot") < 5 < km_in(60, "bus") < km_in(60, "car")
    assert km_in(5, "bus") == 0 and reach(5, "bus") == 0.2
    for way in WAYS:
        assert minutes_for(km_in(60, way), way) == 60
    for minutes, way in ((0, "foot"), (241, "car"), (30, "boat"), (float("nan"), "foot")):
        with pytest.raises(Refused):
            reach(minutes, way)
    assert known_need("food") == "food"
    with pytest.raises(Refused):
        known_need("hugs")


@pytest.mark.parametrize(
    ("wish", "what", "otherwise"),
    [
        ({"language": "es"}, {"languages": frozenset({"es", "en"})}, {"languages": frozenset({"en"})}),
        ({"free": True}, {"cost": Decimal(0)}, {"cost": Decimal(5)}),
        ({"step_free": True}, {"step_free": True}, {"step_free": False}),
        ({"step_free": True}, {"remote": True}, {"step_free": None}),
        ({"way": "home"}, {"ways": frozenset({"home"})}, {"ways": frozenset({"phone"})}),
        ({"accepting": True}, {"capacity": "assessment"}, {"capacity": "waiting"}),
        ({"accepting": True}, {"kind": "group", "places_left": 1}, {"kind": "group", "places_left": 0}),
        ({"need": "food"}, {}, {"needs": frozenset({"money"})}),
        ({"need": "food.today"}, {"needs": frozenset({"food"})}, {"needs": frozenset({"food.meals"})}),
        ({"age": 25}, {"min_age": 18, "max_age": 25}, {"min_age": 26}),
        ({"age": 25}, {}, {"max_age": 24}),
        ({"gender": "male"}, {"genders": frozenset({"male"})}, {"genders": frozenset({"female"})}),
        ({"gender": "male"}, {}, {"genders": frozenset({"female"})}),
        ({"checked": True}, {"freshness": "fresh"}, {"freshness": "ageing"}),
    ],
)  # fmt: skip
def test_each_wish_leaves_out_what_is_known_not_to_fit(
    wish: dict[str, Any], what: dict[str, Any], otherwise: dict[str, Any]
) -> None:
    wanted = Wanted(**wish)
    assert fits(replace(ONE, **what), wanted)
    assert not fits(replace(ONE, **otherwise), wanted)
    assert wanted.narrow


def test_unknown_is_not_free_nor_spoken_but_for_everybody() -> None:
    for wanted in (Wanted(free=True), Wanted(language="es"), Wanted(step_free=True), Wanted(way="phone")):
        assert not fits(ONE, wanted)
    assert fits(ONE, Wanted(age=40, gender="female"))


def test_the_place_is_widened_first_then_the_need_and_only_a_page_drops_the_rest() -> None:
    wanted = Wanted(lat=1.0, lon=2.0, km=5, need="food.parcel", language="es", free=True)
    steps = list(widened(wanted))
    kms = [each.km for name, each in steps if name == "km"]
    assert kms[:3] == [10, 20, 40] and kms[-1] is None
    assert [each.need for name, each in steps if name == "need"] == ["food", ""]
    assert all(each.language == "es" and each.free for _, each in steps)
    assert [name for name, _ in without(steps[-1][1])] == ["free", "language"]
    assert list(widened(Wanted(language="es"))) == []


@pytest.mark.parametrize(
    ("names", "eligibility", "found"),
    [
        (("Women's shelter",), "", {"female"}),
        (("Shelter",), "Men 18 and over", {"male"}),
        (("Shelter",), "Men and women", None),
        (("Boys and Girls Club",), "", None),
        (("Women's clinic",), "Open to everyone", {"female"}),
        (("Lunch",), "Adults, women and children", None),
        (("Management course",), "", None),
    ],
)  # fmt: skip
def test_for_whom(names: tuple[str, ...], eligibility: str, found: set[str] | None) -> None:
    assert genders_of(names, eligibility) == (frozenset(found) if found else None)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Helpline", "", {"in_person", "phone"}),
        ("Advice", "Over the telephone or by video call.", {"in_person", "phone", "online"}),
        ("Nursing home", "Nursing home care for the homeless.", {"in_person"}),
        ("Meals", "Delivered to people in their own homes.", {"in_person", "home"}),
        ("Lunch", "", {"in_person"}),
    ],
)  # fmt: skip
def test_how_it_reaches_people(name: str, text: str, found: set[str]) -> None:
    assert ways_of(physical=True, virtual=False, name=name, text=text, needs=()) == found
    assert ways_of(physical=False, virtual=False, name="", text="", needs=()) is None


CARDS = st.builds(
    Card,
    languages=st.none() | st.frozensets(st.sampled_from(("es", "ht", "en"))),
    cost=st.none() | st.sampled_from((Decimal(0), Decimal(3))),
    remote=st.booleans(),
    ways=st.none() | st.frozensets(st.sampled_from(("phone", "home"))),
    genders=st.none() | st.frozensets(st.sampled_from(("female", "male")), min_size=1),
    places=st.lists(
        st.builds(
            PlaceValue, step_free=st.none() | st.booleans(), lat=st.floats(-80, 80), lon=st.floats(-170, 170)
        ),
        max_size=2,
    ).map(tuple),
)


@given(
    CARDS,
    st.sampled_from(("", "es")),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("", "home")),
    st.sampled_from(("", "male")),
)
@settings(max_examples=60)
def test_what_fits_passes_the_index(
    card: Card, language: str, free: bool, step_free: bool, way: str, gender: str
) -> None:
    wanted = Wanted(language=language, free=free, step_free=step_free, way=way, gender=gender)
    held = facets(card, youngest=None, oldest=None, assured=None, tz="UTC")
    asked = narrow(wanted, tz="UTC", holidays=frozenset(), now=NOW)
    place = card.places[0] if card.places else PlaceValue()
    one = replace(
        ONE, languages=card.languages, cost=card.cost, remote=card.remote, ways=card.ways,
        genders=card.genders, step_free=place.step_free,
    )  # fmt: skip
    if fits(one, wanted):
        assert all(held.marks & some for some in asked.marks)
    assert (EVERYWHERE in held.marks) == card.remote


def _soup(name: str, lat: float, **more: Any) -> Service:
    row = Service.objects.create(name=name, description="Hot soup.", **more)
    place = Location.objects.create(latitude=lat, longitude=0.0)
    ServiceAtLocation.objects.create(service=row, location=place)
    return row


@pytest.mark.django_db
def test_an_answer_says_why_how_far_and_what_it_looked_past() -> None:
    near, far = _soup("Soup one", 0.01), _soup("Soup two", 1.0, eligibility_description="Women only")
    CostOption.objects.create(service=near, amount=0)
    Language.objects.create(service=far, code="es")
    # A second site, nearer than the first: it is the one that counts.
    ServiceAtLocation.objects.create(
        service=far, location=Location.objects.create(latitude=0.3, longitude=0.0)
    )
    refresh_cards(by=SYSTEM("test"), now=NOW)

    def ask(text: str = "soup", **wish: Any) -> Any:
        return queries.answer(STRANGER, text, Wanted(lat=0.0, lon=0.0, **wish), now=NOW, loosen=True)

    both = ask()
    assert [each.option.name for each in both.found] == ["Soup one", "Soup two"]
    assert [round(each.km or 0) for each in both.found] == [1, 33] and not both.looser
    assert both.found[0].why[0].code == "name" and both.found[0].why[0].words == "soup"
    assert [each.option.name for each in ask(km=5).found] == ["Soup one"]
    assert [each.option.name for each in ask(km=40, language="es").found] == ["Soup two"]
    assert [each.option.name for each in ask(gender="male").found] == ["Soup one"]
    assert [each.option.name for each in ask("", free=True).found] == ["Soup one"]
    wider = ask(km=5, language="es")
    assert [each.option.name for each in wider.found] == ["Soup two"] and wider.looser == ("km",)
    assert {why.code for why in wider.found[0].why} >= {"name", "language"}
    dropped = ask(km=5, language="ht", free=True)
    assert dropped.looser == ("km", "free", "language") and len(dropped.found) == 2
    assert queries.answer(STRANGER, "soup", Wanted(language="ht"), now=NOW).found == ()
    assert ask("sopu").meant == (("sopu", "soup"),)


@pytest.mark.django_db
def test_the_label_and_the_filter_agree(settings: Any) -> None:
    """Eight days with a holiday among them: what the filter lets through says that it is open, no other."""
    settings.TIME_ZONE, settings.COUNTRY = "America/New_York", "US"
    week = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": time(9), "closes_at": time(17)}
    hours: dict[str, list[dict[str, Any]]] = {
        "Day": [week],
        "Night": [{**week, "byday": "SA", "opens_at": time(21), "closes_at": time(3)}],
        "Odd": [{**week, "freq": "MONTHLY", "byday": "4TU"}],
        "Closed on Friday": [week, {"valid_from": date(2026, 11, 27), "exception": True}],
        "Unread": [{**week, "readable": False}],
        "Unknown": [],
    }
    for name, rows in hours.items():
        service = _soup(name, 0.0)
        Schedule.objects.bulk_create(Schedule(service=service, **row) for row in rows)
    refresh_cards(by=SYSTEM("test"), now=NOW)
    seen = set()
    for hour in range(1, 24 * 8, 4):
        when = datetime(2026, 11, 24, tzinfo=HERE) + timedelta(hours=hour, minutes=30)
        found = queries.answer(STRANGER, "soup", Wanted(open_at=when), now=when, widen=False).found
        every = queries.answer(STRANGER, "soup", Wanted(), now=when).found
        names = {each.option.name for each in found}
        assert names == {each.option.name for each in every if each.option.open_now is True}
        assert not names or when.date() != date(2026, 11, 26)
        seen |= names
    assert seen == {"Day", "Night", "Odd", "Closed on Friday"}
    assert met(ONE, Wanted()) == ()
