"""Every table that holds a person takes part: it is declared, exported, and erased or kept for a reason."""

import json

import pytest
from django.db.models import Model
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.people.models import Person
from kizuna.web import actions, queries
from kizuna.web.retention import KINDS
from kizuna.web.topics import LABELS, TITLES, topics
from tests.house.planting import CANARY, holding, plant, texts
from tests.town import Town, build

MODELS = pytest.mark.parametrize("model", holding(), ids=lambda model: model._meta.label)
DECLARED = {label: kind for kind in KINDS for label in kind.tables}


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


def held(person: Person) -> str:
    viewer = Viewer(role="resident", person=str(person.pk))
    return json.dumps(queries.held_about(viewer, str(person.pk)), default=str, sort_keys=True)


def planted(model: type[Model], town: Town) -> tuple[Person, Model]:
    person = Person.objects.get(pk=town.ben)
    if model is Person:
        Person.objects.filter(pk=person.pk).update(called=CANARY, pronouns=CANARY)
    return person, plant(model, person)


def test_tables_are_found() -> None:
    labels = {model._meta.label for model in holding()}
    assert {
        "people.Person",
        "screening.CheckUp",
        "referrals.Step",
        "outbox.Message",
        "ledger.Entry",
    } <= labels


@MODELS
def test_the_table_is_declared_with_its_period(model: type[Model]) -> None:
    assert model._meta.label in DECLARED, "no Kind of a retention.py names this table"


@pytest.mark.django_db
@MODELS
def test_what_is_planted_is_shown(model: type[Model], town: Town) -> None:
    before = held(Person.objects.get(pk=town.ben))
    person, _row = planted(model, town)
    assert held(person) != before


@pytest.mark.django_db
@MODELS
def test_what_is_planted_is_erased_or_kept_for_a_reason(model: type[Model], town: Town) -> None:
    person, row = planted(model, town)
    actions.erase_person(person=str(person.pk), by=SYSTEM("test"), now=timezone.now())
    left = model._base_manager.filter(pk=row.pk).first()
    if left is not None:
        assert DECLARED[model._meta.label].stays, "it stays, and its Kind does not say why"
        assert not any(CANARY in text for text in texts(left)), texts(left)


@pytest.mark.django_db
def test_each_topic_and_each_fact_has_words(town: Town) -> None:
    person = Person.objects.get(pk=town.ben)
    for model in holding():
        plant(model, person)
    viewer = Viewer(role="resident", person=str(person.pk))
    found = topics(queries.held_about(viewer, str(person.pk)))
    assert sorted({topic.code for topic in found} - set(TITLES)) == []
    labels = {fact.label for topic in found for record in topic.records for fact in record}
    lacking = sorted(labels - set(LABELS.values()) - {""})
    assert not lacking, " ".join(lacking)
