"""Model fields that every room above uses. No tables here."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from kizuna.access.secrets import seal, unseal

F = TypeVar("F", bound=models.Field)


def plain(why: str, field: F) -> F:
    """A personal field that stays in the clear, with the reason beside it. A house test asks for one."""
    field.kizuna_plain = why  # type: ignore[attr-defined]
    return field


def blind_index(of: Callable[[Any], str], purpose: str, field: F) -> F:
    """The blind index of a sealed value: `of` gives a row's normalised value, for when the keys change."""
    field.kizuna_blind = (of, purpose)  # type: ignore[attr-defined]
    return field


class SealedText(models.TextField):
    """Text that the database never sees in the clear. It cannot be searched: keep a blind index beside it."""

    kizuna_sealed = True

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value, settings.SECRET_KEYS) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value, settings.SECRET_KEYS) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: look it up by its blind index")


class SealedJSON(SealedText):
    """A JSON value that the database never sees in the clear."""

    # What the type checker takes a row's value for: any JSON.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else None

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        return super().get_prep_value(json.dumps(value, ensure_ascii=False, sort_keys=True))

    def to_python(self, value: Any) -> Any:
        return value


class _Closed(ForwardManyToOneDescriptor):
    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        room = self.field.related_model._meta.app_label
        raise AttributeError(f"{self.field.name} belongs to another room: ask kizuna.{room}.queries")


class Key(models.ForeignKey):
    """A key to a row of a lower room: no way back up, no way past its doors, no silent cascade."""

    forward_related_accessor_class = _Closed

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["related_name"] = "+"
        super().__init__(to, on_delete, **kwargs)
