from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from kizuna.access.viewer import STRANGER, SYSTEM, NotFound
from kizuna.directory import queries
from kizuna.directory.listing import Address
from kizuna.places.actions import add_area, set_posture
from tests.conftest import NOW
from tests.directory.shelf import listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    def add(name, level, above=None):
        return add_area(name=name, level=level, above=above, lat=51.5, lon=-0.1, by=SYSTEM("test"), now=NOW)

    town = add("Linden Bay", "community")
    return {
        "town": town,
        "north": add("North", "neighbourhood", town),
        "south": add("South", "neighbourhood", town),
    }


def names(**asked):
    return [option.name for option in queries.options(STRANGER, now=NOW, **asked)]


def test_an_option_says_all_that_matching_needs():
    service = listing()
    (option,) = queries.options(STRANGER, now=NOW)
    assert option.id == str(service.pk)
    assert option.organisation == "Linden Kitchen"
    assert option.summary == "Lunch for everybody. Come as you are."
    assert option.needs == {"company.meal"}
    assert option.address == "1 Elm Street, Linden Bay LB1"
    assert (option.lat, option.lon, option.step_free) == (51.5, -0.1, True)
    assert option.languages == {"en"}
    assert option.cost == Decimal("3.50")
    assert option.areas is None
    assert option.open_now is True
    assert option.can_refer


def test_what_nobody_wrote_is_unknown():
    from kizuna.directory.models import Service

    Service.objects.create(name="Bare")
    (option,) = queries.options(STRANGER, now=NOW)
    assert option.lat is option.languages is option.cost is option.open_now is option.step_free is None
    assert not option.can_refer
    assert option.when_text == "Hours unknown: ask first"


def test_needs_are_met_exactly_or_by_their_group():
    listing("Lunch", needs=("company.meal",))
    listing("Friends", needs=("company",))
    listing("Pantry", needs=("food.parcel",))
    assert names(needs=("company.meal",)) == ["Friends", "Lunch"]
    assert names(needs=("company.friend",)) == ["Friends"]
    assert names(needs=("company",)) == ["Friends", "Lunch"]
    assert names(needs=("company.meal", "food")) == ["Friends", "Lunch", "Pantry"]
    assert names(needs=()) == []


def test_an_area_keeps_what_serves_it_and_what_says_nothing(areas):
    listing("North only", area=areas["north"])
    listing("South only", area=areas["south"])
    listing("Whole town", area=areas["town"])
    listing("Anywhere")
    assert names(area=areas["north"]) == ["Anywhere", "North only", "Whole town"]
    assert len(names(area=areas["town"])) == 4


def test_emergency_services_show_only_in_an_emergency(areas):
    listing("Shelter", area=areas["town"], emergency_only=True)
    assert names() == names(area=areas["north"]) == []
    set_posture(area=areas["town"], until=NOW + timedelta(days=1), why="Flood", by=SYSTEM("test"), now=NOW)
    assert names() == names(area=areas["north"]) == ["Shelter"]


def test_what_takes_nobody_is_no_option_but_can_still_be_looked_up():
    service = listing(status="temporarily closed")
    assert names() == []
    assert list(queries.options_by_id(STRANGER, [service.pk, uuid4(), "nonsense"], NOW)) == [str(service.pk)]


def test_a_list_takes_few_queries_whatever_its_length(areas, django_assert_max_num_queries):
    for number in range(3):
        listing(f"Service {number}", area=areas["town"])
    with django_assert_max_num_queries(15):
        assert len(names(area=areas["north"])) == 3


def test_referrals_go_to_the_service_or_its_organisation():
    own, shared = listing("Own"), listing("Shared", email="")
    assert queries.referral_address(STRANGER, own.pk) == Address("lunch@linden.example", "Own")
    assert queries.referral_address(STRANGER, shared.pk) == Address("office@linden.example", "Shared")
    assert queries.referral_address(STRANGER, uuid4()) is None


def test_the_page_of_a_service_has_everything():
    value = queries.service(STRANGER, listing().pk, NOW)
    assert value.name == "Lunch club"
    assert value.phones[0].href == "tel:+13055550136"
    assert value.places[0].address == "1 Elm Street, Linden Bay LB1"
    assert value.languages_text == ("French (limited)",)
    assert value.hours.open is True
    assert [len(day.spans) for day in value.week].count(1) == 4
    assert [day.day.isoformat() for day in value.week if not day.known] == ["2026-11-26"]


@pytest.mark.parametrize("id", ["nonsense", "0b8c5a57-5d0c-4d8e-9a0e-3a2f6f0f7d11"])
def test_a_service_that_is_not_there(id):
    with pytest.raises(NotFound):
        queries.service(STRANGER, id, NOW)
