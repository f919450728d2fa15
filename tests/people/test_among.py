"""A compiled query gives what the query gives, wherever it is asked."""

import pytest
from django.db.models import OuterRef, Subquery

from kizuna.access.viewer import SYSTEM
from kizuna.people import actions
from kizuna.people.models import Consent, Person
from kizuna.people.queries.among import Among, HowMany, compiled
from kizuna.places.actions import add_area
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
BY = SYSTEM("test")


@pytest.fixture
def people() -> list[Person]:
    area = add_area(name="North", level="neighbourhood", above=None, lat=0, lon=0, by=BY, now=NOW)
    ids = [actions.add_person(name=name, area=area, by=BY, now=NOW) for name in ("Ana", "Ben", "Cleo")]
    return [Person.objects.get(pk=id) for id in ids]


def names(rows) -> set[str]:
    return {row.name for row in rows}


def test_the_same_rows_in_every_place(people):
    ids = compiled(Person.objects.filter(name__in=("Ana", "Ben")).values("id"))
    assert names(Person.objects.filter(Among("pk", ids))) == {"Ana", "Ben"}
    assert names(Person.objects.exclude(Among("pk", ids))) == {"Cleo"}
    assert names(Person.objects.filter(~Among("pk", ids) | Among("pk", ids))) == {"Ana", "Ben", "Cleo"}
    inner = Person.objects.filter(Among("pk", ids), pk=OuterRef("pk")).values("name")
    assert sorted(str(x) for x in Person.objects.values_list(Subquery(inner), flat=True)) == [
        "Ana",
        "Ben",
        "None",
    ]


def test_it_is_asked_anew_each_time(people):
    ids = compiled(Person.objects.filter(name="Ana").values("id"))
    Person.objects.filter(name="Ben").update(name="Ana")
    assert Person.objects.filter(Among("pk", ids)).count() == 2


def test_a_key_of_another_table(people):
    actions.give_consent(
        person=people[0].pk, purpose="support", recipient="link workers", how="spoken", by=BY, now=NOW
    )
    ids = compiled(Person.objects.filter(name="Ana").values("id"))
    assert Consent.objects.filter(Among("person", ids)).count() == 1
    assert Consent.objects.filter(~Among("person", ids)).count() == 0


def test_a_query_that_can_find_nobody(people):
    ids = compiled(Person.objects.filter(pk__in=()).values("id"))
    assert not Person.objects.filter(Among("pk", ids)).exists()


def test_how_many_there_are_beside_a_row(people):
    ids = compiled(Person.objects.filter(name__in=("Ana", "Ben")).values("id"))
    cleo = Person.objects.annotate(n=HowMany(ids)).get(name="Cleo")
    assert cleo.n == 2  # type: ignore[attr-defined]


def test_a_row_about_nobody_is_hidden_from_nobody(people):
    ids = compiled(Person.objects.all().values("id"))
    orphan = Person.objects.filter(~Among("merged_into", ids))
    assert orphan.count() == 3
