"""What the tables of all rooms seal, found from the models themselves: none is forgotten."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

RAW = "raw_"
LIBRARIES = (("mfa.Authenticator", "data", "second factor"), ("sessions.Session", "session_data", "session"))
"""What our adapters seal in tables of libraries: table, column, purpose."""
TOKEN = re.compile(r"gAAAAA[\w=-]{20,}")


def tables() -> list[type[Model]]:
    """The models that seal something, or mark something to be found again, in a fixed order."""
    found = [model for model in apps.get_models() if sealed_names(model) or blind_fields(model)]
    return sorted(found, key=lambda model: model._meta.label)


def sealed_names(model: type[Model]) -> list[str]:
    """The names of its sealed fields."""
    return [field.name for field in model._meta.concrete_fields if hasattr(field, "kizuna_sealed")]


def blind_fields(model: type[Model]) -> dict[str, tuple[Callable[[Any], str], str]]:
    """Its blind indexes: how a row's value is had, and the purpose."""
    found = {field.name: getattr(field, "kizuna_blind", None) for field in model._meta.concrete_fields}
    return {name: each for name, each in found.items() if each}


def raw(model: type[Model]) -> QuerySet[Any]:
    """Its rows with what really stands in the sealed columns, beside the opened values."""
    standing = {RAW + name: Cast(name, TextField()) for name in sealed_names(model)}
    return model._base_manager.annotate(**standing).order_by("pk")


def in_libraries() -> Iterator[tuple[type[Model], str, str, Any, str]]:
    """Sealed values in tables of libraries: model, column, purpose, the row's key, the column as text."""
    known = {model._meta.label: model for model in apps.get_models()}
    for label, name, purpose in LIBRARIES:
        model = known[label]
        for key, value in model._base_manager.values_list("pk", name).iterator(chunk_size=500):
            yield model, name, purpose, key, value if isinstance(value, str) else json.dumps(value)
