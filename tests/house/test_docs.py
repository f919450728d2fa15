"""The documents say what is there: links, rooms, settings, commands, states."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, Model, Q

from kizuna.cli import commands
from kizuna.house import LAYERS, ROOMS
from tests.house.docs import all_text, anchors, broken_links, documents, settings_read, staircase
from tests.house.tree import REPOSITORY, sources

STATE_FIELDS = ("state", "status")


@pytest.mark.parametrize("file", documents(), ids=lambda file: file.relative_to(REPOSITORY).as_posix())
def test_links_lead_somewhere(file: Path) -> None:
    wrong = list(broken_links(file, file.read_text()))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[a](nowhere.md)", "no such file"),
        ("[a](../../elsewhere.md)", "no such file"),
        ("# One\n[a](#two)", "no such heading"),
        ("![a](docs/nothing.png)", "no such file"),
        ('<img src="docs/nothing.png">', "no such file"),
    ],
)
def test_planted_links_are_caught(text: str, sentence: str) -> None:
    assert sentence in " ".join(broken_links(REPOSITORY / "README.md", text))


def test_good_links_pass() -> None:
    text = "# One: two\n[a](#one-two) [b](https://example.org/x) [c](LICENSE)\n```\n[d](nowhere)\n```"
    assert anchors(text) == {"one-two"}
    assert list(broken_links(REPOSITORY / "README.md", text)) == []


def test_the_drawn_staircase_is_the_house() -> None:
    assert staircase((REPOSITORY / "ARCHITECTURE.md").read_text()) == list(ROOMS)


def test_contributing_knows_every_kind_of_file() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text()
    missing = [kind for kind in LAYERS if kind != "pure" and f"`{kind}" not in text]
    assert not missing


def test_every_setting_is_documented() -> None:
    text = (REPOSITORY / "docs" / "settings.md").read_text()
    assert settings_read() - set(re.findall(r"`(\w+)`", text)) == set()
    documented = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    assert documented - settings_read() == set(), "documented, but nothing reads it"


def test_every_command_is_documented() -> None:
    text = all_text()
    assert [c.name for c in commands() if f"kizuna {c.name}" not in text] == []


def in_check(condition: object, field: str) -> set[str]:
    """Values that a check constraint allows for a field."""
    if not isinstance(condition, Q):
        return set()
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= in_check(child, field)
        elif isinstance(child, tuple) and child[0] == f"{field}__in":
            found |= set(child[1])
    return found


def states_of(model: type[Model], field: str) -> set[str]:
    """The states that the database knows for this field: its choices, or a check constraint."""
    choices = model._meta.get_field(field).choices or ()
    found = {str(code) for code, _ in choices}
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            found |= in_check(constraint.condition, field)
    return found


def state_fields() -> list[tuple[type[Model], str]]:
    models = [m for m in apps.get_models() if m._meta.app_label in ROOMS]
    return [(m, f.name) for m in models for f in m._meta.concrete_fields if f.name in STATE_FIELDS]


def test_the_database_knows_every_state() -> None:
    assert [f"{m._meta.label}.{field}" for m, field in state_fields() if not states_of(m, field)] == []


def test_every_state_is_documented() -> None:
    states = {state for model, field in state_fields() for state in states_of(model, field)}
    for source in sources():
        if source.kind == "pure" and "STATES" in source.text and "__init__" not in source.parts:
            table = getattr(import_module(".".join(("kizuna", source.room, *source.parts))), "STATES", ())
            states |= {getattr(state, "code", state) for state in table}
    text = all_text()
    assert sorted(state for state in states if f"`{state}`" not in text) == []


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name.partition("-")[0] for path in (REPOSITORY / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == sorted(set(numbers))
