"""Statements put together once say what Django's own say, each time anew."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, DateTimeField, F, UUIDField
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from kizuna.access.models import Place, Prepared, PreparedList, add, change
from kizuna.access.viewer import SYSTEM
from kizuna.ledger.models import Entry
from kizuna.people.actions import add_person, give_consent
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Consent, Person
from kizuna.places.actions import add_area

pytestmark = pytest.mark.django_db
BY, NOW = SYSTEM("test"), timezone.now()


@pytest.fixture
def ana(db: None) -> Person:
    area = add_area(name="North", level="neighbourhood", above=None, lat=0, lon=0, by=BY, now=NOW)
    id = add_person(
        name="Ana", area=area, phone="+12025550123", languages=["es"], access_needs=["ramp"], by=BY, now=NOW
    )
    return Person.objects.get(pk=id)


def fields(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_a_model_comes_as_from_django_itself_opened_and_converted(ana: Person):
    asked = Prepared(lambda: Person.objects.filter(pk=Place("id", UUIDField())))
    found = asked.first(id=ana.pk)
    assert found is not None
    assert fields(found) == fields(ana)
    assert (found.phone, found.access_needs, found._state.adding) == ("+12025550123", ["ramp"], False)
    assert asked.rows(id=uuid4()) == []


def test_the_database_is_asked_anew_each_time(ana: Person):
    asked = Prepared(
        lambda: Person.objects.filter(name=Place("name", CharField())).values_list("pk", "called")
    )
    assert asked.rows(name="Ana") == [(ana.pk, "")]
    Person.objects.filter(pk=ana.pk).update(called="Anita")
    assert asked.rows(name="Ana") == [(ana.pk, "Anita")]
    assert asked.rows(name="Ben") == []


def test_what_it_brings_along_comes_too(ana: Person):
    give_consent(person=ana.pk, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", by=BY, now=NOW)
    rows = Consent.objects.select_related("person").annotate(word=F("purpose"))
    asked = Prepared(lambda: rows.filter(given_at__lte=Place("now", DateTimeField())))
    (found,) = asked.rows(now=NOW)
    assert (found.word, found.person.name, found.what) == (SUPPORT, "Ana", [])  # type: ignore[attr-defined]
    with connection.execute_wrapper(lambda *_: pytest.fail("a second look")):
        assert found.person.area_id == ana.area_id
    assert asked.rows(now=NOW - timedelta(days=1)) == []


def test_a_question_that_nobody_answers_is_not_asked(ana: Person):
    asked = Prepared(lambda: Person.objects.filter(pk__in=()))
    with connection.execute_wrapper(lambda *_: pytest.fail("asked")):
        assert (asked.rows(), asked.first()) == ([], None)


def test_rows_are_held_only_within_a_transaction(monkeypatch: pytest.MonkeyPatch):
    asked = Prepared(lambda: Person.objects.select_for_update().filter(pk=Place("id", UUIDField())))
    assert asked.rows(id=uuid4()) == []
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(TransactionManagementError):
        asked.rows(id=uuid4())


def test_a_row_is_added_as_django_would_and_only_once(ana: Person):
    twin = Person(pk=uuid4(), name="Ben", area_id=ana.area_id, phone=None, created_at=NOW, languages=["en"])
    add(twin)
    assert fields(Person.objects.get(pk=twin.pk)) == fields(twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(Person(pk=twin.pk, name="Ben", area_id=ana.area_id, created_at=NOW))
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            add(Person(pk=twin.pk, name="Ben", area_id=ana.area_id, created_at=NOW))
        assert connection.needs_rollback  # as after any statement of Django's that fails
        transaction.set_rollback(True)


def test_a_number_comes_back_and_what_was_asked_of_the_row():
    entry = Entry(verb="tea.offered", subject="tea:1", by="test", at=NOW)
    assert add(entry, tell="verb = 'tea.offered'")
    assert Entry.objects.get(pk=entry.pk).subject == "tea:1"
    other = Entry(verb="tea.taken", subject="tea:1", by="test", at=NOW)
    assert not add(other, tell="verb = 'tea.offered'")
    assert other.pk == entry.pk + 1


def test_only_the_named_fields_are_written(ana: Person):
    ana.called, ana.phone, ana.gender = "Anita", "+12025550199", "left out"
    change(ana, "called", "phone")
    now = Person.objects.get(pk=ana.pk)
    assert (now.called, now.phone, now.gender) == ("Anita", "+12025550199", "")
    ana.pk = uuid4()
    with pytest.raises(Exception, match="not there"), transaction.atomic():
        change(ana, "called")


def test_a_list_of_keys_is_asked_in_parts_and_gives_each_row_once(ana: Person):
    people = [add_person(name=f"P {n}", area=ana.area_id, by=BY, now=NOW) for n in range(5)]
    asked = PreparedList(UUIDField(), lambda these: Person.objects.filter(pk__in=these).values_list("pk"))
    strangers = [uuid4() for _ in range(300)]
    found = asked.rows([*strangers[:290], *people, people[0], *strangers[290:]])
    assert sorted(id for (id,) in found) == sorted(people)
    with connection.execute_wrapper(lambda *_: pytest.fail("asked")):
        assert asked.rows(()) == []


def test_a_list_takes_other_values_beside_its_keys(ana: Person):
    named = Person.objects.filter(name=Place("name", CharField()))
    asked = PreparedList(UUIDField(), lambda these: named.filter(pk__in=these))
    assert [row.pk for row in asked.rows([ana.pk, uuid4()], name="Ana")] == [ana.pk]
    assert asked.rows([ana.pk], name="Ben") == []
