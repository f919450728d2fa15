"""Many people at once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from kizuna.access.viewer import Refused
from kizuna.ledger.models import Entry
from kizuna.people.actions import load_people
from kizuna.people.actions.loading import BATCH
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Household, Person
from kizuna.people.profile import NewConsent, NewPerson
from kizuna.people.queries import consents, contact, find, household, visible
from tests.conftest import NOW
from tests.people.town import HOUSE, Town


def newcomers(town: Town, count: int) -> list[NewPerson]:
    agreed = NewConsent(SUPPORT, LINK_WORKERS, NOW - timedelta(days=30), until=NOW.replace(year=2999))
    return [
        NewPerson(
            id=str(UUID(int=number + 1)),
            name=f"Neighbour {number}",
            area=str(town.north),
            phone="305 555 0142",
            household=f"home {number // 3}",
            consents=(agreed,),
            languages=("en",),
        )
        for number in range(count)
    ]


def test_people_come_in_with_homes_consents_and_notes(town: Town, django_assert_max_num_queries) -> None:
    told: list[int] = []
    before = Entry.objects.count()
    with django_assert_max_num_queries(20):
        assert load_people(rows=newcomers(town, 7), by=HOUSE, now=NOW, progress=told.append) == 7
    assert told == [7]
    assert Household.objects.count() == 3
    first = UUID(int=1)
    assert [each.who.name for each in household(town.worker, first)] == ["Neighbour 1", "Neighbour 2"]
    found = contact(town.worker, first, NOW)
    assert found and found.address == "+13055550142"
    assert consents(town.worker, first)[0].recorded_by == HOUSE.name
    assert visible(town.worker).count() == 8
    assert find(town.worker, "neighbour 6")
    assert Entry.objects.count() == before + 14
    assert Entry.objects.filter(verb="person.added", person=first, subject=f"people.Person:{first}").exists()


def test_a_household_across_batches_is_one(town: Town) -> None:
    told: list[int] = []
    load_people(rows=newcomers(town, BATCH + 3), by=HOUSE, now=NOW, progress=told.append)
    assert told == [BATCH, BATCH + 3]
    assert len(household(town.worker, UUID(int=BATCH))) == 2


def test_all_or_none(town: Town) -> None:
    before = Person.objects.count()
    double = newcomers(town, 3)
    with pytest.raises(IntegrityError):
        load_people(rows=[*double, double[0]], by=HOUSE, now=NOW)
    wrong = NewPerson(id=str(uuid4()), name="X", area=str(town.north), phone="no")
    with pytest.raises(Refused):
        load_people(rows=[*newcomers(town, BATCH), wrong], by=HOUSE, now=NOW)
    assert Person.objects.count() == before
