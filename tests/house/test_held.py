"""Every table that holds a person takes part: it is declared, exported, and erased or kept for a reason."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from kizuna.access.fields import SealedText
from kizuna.access.keeping import Kind
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.house import ROOMS
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


def personal() -> list[type[Model]]:
    """Every table that holds a person, something sealed, or the mark of an address."""
    sealed = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        and any(
            isinstance(field, SealedText) or hasattr(field, "kizuna_blind")
            for field in model._meta.concrete_fields
        )
    ]
    return sorted({*holding(), *sealed}, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", personal(), ids=lambda model: model._meta.label)
def test_every_table_of_people_has_its_period_or_says_why_none(model: type[Model]) -> None:
    kind = DECLARED.get(model._meta.label)
    assert kind, "no Kind of a retention.py names this table"
    assert kind.since and kind.why and kind.who
    assert kind.days is not None or kind.then == "kept" or len(kind.why) > 30, "no period, and no reason"


@pytest.mark.django_db
def test_every_kind_with_a_period_is_counted_and_let_go(town: Town) -> None:
    """A kind that its room does not know would stay for ever, whatever the page says."""
    for kind, _held in queries.due(SYSTEM("test"), timezone.now()):
        if kind.days is not None:
            how = {"code": kind.code, "before": kind.before(timezone.now()), "limit": 10}
            actions.retention.ROOMS[kind.room].let_go(**how, by=SYSTEM("test"), now=timezone.now())


def test_a_kind_that_is_said_to_be_about_nobody_holds_nobody() -> None:
    """The page that asks before erasing would not name it."""
    tables = {label for kind in KINDS if not kind.of_person for label in kind.tables}
    assert not tables & {model._meta.label for model in holding()}


def test_no_table_is_declared_twice_or_gone() -> None:
    labels = [label for kind in KINDS for label in kind.tables]
    assert sorted(labels) == sorted(set(labels))
    assert set(labels) <= {model._meta.label for model in apps.get_models()}


def test_the_table_in_the_docs_names_each_kind_with_its_period() -> None:
    text = (Path(__file__).parents[2] / "docs/methods/retention.md").read_text()
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `")]
    said = {code.strip(" `"): period.strip() for code, period in rows}
    assert said == {kind.code: _period(kind) for kind in KINDS}


def _period(kind: Kind) -> str:
    if kind.days is None:
        return "as long as the site runs" if kind.then == "kept" else "as long as it is in use"
    number, word = (kind.whole_years, "year") if kind.whole_years else (kind.days, "day")
    return f"{number} {word}{'' if number == 1 else 's'}"
