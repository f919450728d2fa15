"""What people write and how they are reached is sealed, or says beside it in the model why it is not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from kizuna.access.fields import SealedText, plain
from kizuna.house import ROOMS

TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField)


def personal(model: type[models.Model]) -> bool:
    """Whether rows of this table are about one person: the room of people, or a key to one of its tables."""
    others = [field.related_model for field in model._meta.concrete_fields if field.is_relation]
    ours = [model, *(other for other in others if isinstance(other, type))]
    return any(each._meta.app_label == "people" for each in ours)


def known_words(model: type[models.Model]) -> set[str]:
    """Fields that the database holds to a list of words: nobody can write a text there."""
    checks = [c.condition for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    return {
        name.removesuffix("__in") for check in checks for name in _looked_at(check) if name.endswith("__in")
    }


def _looked_at(condition: Any) -> Iterator[str]:
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            yield child[0]
        else:
            yield from _looked_at(child)


def _inherited(model: type[models.Model]) -> set[str]:
    """Fields that a library's class brings along: a password's hash."""
    others = [base for base in model.__mro__ if not base.__module__.startswith(("kizuna.", "tests."))]
    return {field.name for base in others if hasattr(base, "_meta") for field in base._meta.fields}


def in_the_clear(model: type[models.Model]) -> list[str]:
    """Its text fields that are neither sealed, nor a mark, nor held to words, nor explained."""
    words = known_words(model)
    return [
        f"{model._meta.label}.{field.name}"
        for field in model._meta.concrete_fields
        if isinstance(field, TEXT)
        and not isinstance(field, SealedText)
        and not hasattr(field, "kizuna_blind")
        and field.name not in words | _inherited(model)
        and not getattr(field, "kizuna_plain", "")
    ]


def test_every_personal_text_is_sealed_or_says_why_not() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS and personal(model)]
    assert len(ours) > 8
    assert not [name for model in ours for name in in_the_clear(model)], "seal it, or say plain(why, field)"


def test_a_reason_is_a_sentence() -> None:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if why := getattr(field, "kizuna_plain", ""):
                assert len(why.split()) > 2, f"{model._meta.label}.{field.name}: {why}"


@pytest.mark.parametrize("kind", [models.CharField, models.TextField, models.JSONField, models.EmailField])
def test_a_planted_text_is_found(kind: Any) -> None:
    class Diary(models.Model):
        person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
        entry = kind()
        sealed = SealedText()
        mood = models.CharField()
        code = plain("it is a code of ours", models.CharField())

        class Meta:
            app_label = "people"
            managed = False
            constraints = [models.CheckConstraint(name="m", condition=models.Q(mood__in=["well", "ill"]))]

        def __str__(self) -> str:
            return "diary"

    try:
        assert personal(Diary)
        assert in_the_clear(Diary) == ["people.Diary.entry"]
    finally:
        Diary._meta.apps.all_models["people"].pop("diary")
        Diary._meta.apps.clear_cache()
