"""Every task name that is enqueued exists, and a room enqueues only its own."""

import ast
from collections.abc import Iterator

import pytest
from django.utils.module_loading import import_string
from django_tasks.base import Task

from kizuna.work.names import NAME, path
from tests.house.shape import dotted
from tests.house.tree import Source, sources

ASKS = frozenset({"enqueue", "wake"})


def named(source: Source) -> Iterator[str]:
    """Task names in a file: what it enqueues, awaits replies under, or proposes to a second person."""
    for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
        asked = dotted(call.func).rpartition(".")[2]
        given = [call.args[0]] if asked in ASKS and call.args else []
        given += [k.value for k in call.keywords if asked == "expect_reply" and k.arg == "topic"]
        given += [k.value for k in call.keywords if asked == "propose" and k.arg == "task"]
        for value in given:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def wrong_tasks(source: Source) -> Iterator[str]:
    """What is wrong with the tasks that a file names."""
    for name in named(source):
        if not NAME.fullmatch(name):
            yield f"{name!r} is not the name of a task"
            continue
        if name.split(".")[0] != source.room:
            yield f"{source.room} may enqueue only its own tasks, not {name}"
        try:
            found = import_string(path(name))
        except ImportError:
            yield f"there is no task {name}"
            continue
        if not isinstance(found, Task):
            yield f"{name} is not a task"


def test_every_task_name_resolves() -> None:
    wrong = [f"{s.name}: {w}" for s in sources() if s.kind != "migrations" for w in wrong_tasks(s)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("enqueue('outbox.no_such_task', key='x', now=now)", "there is no task"),
        ("enqueue('people.move', key='x', now=now)", "only its own"),
        ("enqueue('Outbox Move', key='x', now=now)", "not the name of a task"),
        ("outbox.expect_reply(address='x', topic='people.heard', until=now)", "only its own"),
    ],
)
def test_planted_task_names_are_caught(text: str, sentence: str) -> None:
    assert sentence in " ".join(wrong_tasks(Source("outbox", "actions.py", text)))
