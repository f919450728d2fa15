"""Keys to other rooms are never followed: not in a look-up, not in SQL, not by name."""

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from tests.house.shape import dotted
from tests.house.tree import Source

# What may stand after a key's name: comparisons of the key itself.
OF_THE_KEY = frozenset({"exact", "in", "isnull", "gt", "gte", "lt", "lte", "range"})
FOLLOWS = frozenset({"select_related", "prefetch_related"})
Keys = Mapping[str, frozenset[str]]
"""Room: names of fields in its models that are keys to another room."""


def keys_of_models() -> Keys:
    """The keys between rooms, as Django knows them."""
    from django.apps import apps

    from kizuna.house import ROOMS

    found: dict[str, set[str]] = {room: set() for room in ROOMS}
    for model in apps.get_models():
        room = model._meta.app_label
        if room in found:
            for field in model._meta.get_fields():
                other = (
                    field.related_model._meta.app_label if field.is_relation and field.related_model else room
                )
                if other != room and other in found:
                    found[room].add(field.name)
    return {room: frozenset(names) for room, names in found.items()}


def tables_of_models() -> dict[str, str]:
    """Table: the room it belongs to."""
    from django.apps import apps

    from kizuna.house import ROOMS

    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table: m._meta.app_label for m in models if m._meta.app_label in ROOMS}


def _paths(tree: ast.AST) -> Iterator[str]:
    """Everything that Django could read as a look-up: names and strings with two underscores."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.lstrip("-")
            if re.fullmatch(r"\w+__\w+", text):
                yield text


def lookup_rules(source: Source, keys: Keys) -> Iterator[str]:
    """No `__` through a key to another room, no select_related over it, no model by name."""
    mine = keys.get(source.room, frozenset())
    for path in _paths(source.tree):
        steps = path.split("__")
        for step, after in pairwise(steps):
            if step in mine and after not in OF_THE_KEY:
                yield f"{path} follows {step} into another room"
    for call in (n for n in ast.walk(source.tree) if isinstance(n, ast.Call)):
        name = dotted(call.func).rpartition(".")[2] or getattr(call.func, "attr", "")
        texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in FOLLOWS:
            yield from (f"{name}({t!r}) follows a key" for t in texts if set(t.split("__")) & mine)
        if name == "get_model":
            yield "get_model goes round the order of the house"


def sql_rules(source: Source, tables: Mapping[str, str]) -> Iterator[str]:
    """No SQL that names another room's table."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for word in set(re.findall(r"\w+", node.value)) & tables.keys():
                if tables[word] != source.room:
                    yield f"SQL names {word}, a table of {tables[word]}"
