"""Every file keeps the rules of the house; there is no list of exceptions."""

import ast

import pytest
from django.apps import apps
from django.db.models import PROTECT

from kizuna.access.fields import Key
from kizuna.house import CELLAR, LAYERS, ROOMS
from tests.house.lookups import Keys, keys_of_models, tables_of_models
from tests.house.rules import broken
from tests.house.shape import length_rules
from tests.house.templates import broken_template
from tests.house.tree import REPOSITORY, ROOT, Source, sources, tag_homes, template_homes, templates

FILES = [pytest.param(source, id=source.name) for source in sources()]
TEMPLATES = list(templates())
HOME, LIBRARIES = template_homes(), tag_homes()


@pytest.fixture(scope="session")
def keys() -> Keys:
    return keys_of_models()


@pytest.fixture(scope="session")
def tables() -> dict[str, str]:
    return tables_of_models()


@pytest.mark.parametrize("source", FILES)
def test_file_keeps_the_rules(source: Source, keys: Keys, tables: dict[str, str]) -> None:
    wrong = list(broken(source, keys, tables))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("room", "name", "text"), TEMPLATES, ids=[f"{r}:{n}" for r, n, _ in TEMPLATES])
def test_template_keeps_the_rules(room: str, name: str, text: str) -> None:
    wrong = list(broken_template(room, name, text, HOME, LIBRARIES))
    assert not wrong, "\n".join(wrong)


def test_no_template_hides_another_rooms() -> None:
    assert len(HOME) == len(TEMPLATES)


def test_tests_are_short_too() -> None:
    wrong = {
        file.relative_to(REPOSITORY).as_posix(): found
        for file in (REPOSITORY / "tests").rglob("*.py")
        if (found := list(length_rules(file.read_text(), ast.parse(file.read_text()))))
    }
    assert wrong == {}


def test_rooms_are_the_folders() -> None:
    assert {p.name for p in ROOT.iterdir() if p.is_dir() and p.name != "__pycache__"} == set(ROOMS)
    assert ROOMS[: len(CELLAR)] == CELLAR


def test_layers_name_kinds_that_exist() -> None:
    for own, lower in LAYERS.values():
        assert set(own.split()) | set(lower.split()) <= set(LAYERS)


def test_every_test_package_mirrors_a_room() -> None:
    kinds = {"house", "journeys", "browser", "outside", "bench"}
    packages = {p.name for p in (REPOSITORY / "tests").iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert packages - kinds <= set(ROOMS)
    assert set(ROOMS) <= packages, "every room has tests"


def test_keys_between_rooms_cannot_be_followed() -> None:
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in ROOMS:
            continue
        for field in (*model._meta.fields, *model._meta.many_to_many):
            other = field.related_model._meta.app_label if field.is_relation and field.related_model else room
            if other == room or other not in ROOMS:
                continue
            if ROOMS.index(other) > ROOMS.index(room):
                wrong.append(f"{field} goes upstairs")
            if not isinstance(field, Key) or field.remote_field.on_delete is not PROTECT:
                wrong.append(f"{field} must be a Key that protects")
            elif not field.remote_field.hidden:
                wrong.append(f"{field} has a name on the other side")
    assert wrong == []


def test_every_room_with_a_key_to_a_person_can_export_and_erase() -> None:
    from importlib import import_module

    rooms = {
        model._meta.app_label
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, Key) and field.related_model._meta.label == "people.Person"
    }
    for room in sorted(rooms):
        assert callable(getattr(import_module(f"kizuna.{room}.queries"), "held_about", None)), room
        assert callable(getattr(import_module(f"kizuna.{room}.actions"), "erase", None)), room
