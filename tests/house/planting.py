"""Which tables hold a person, found from the models, and a row of each, made without knowing it."""

import uuid
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import CheckConstraint, Field, Model, Q, fields
from django.db.models.fields.related import ForeignKey
from django.utils import timezone

from kizuna.access.fields import SealedJSON, SealedText
from kizuna.directory.models import Service
from kizuna.house import ROOMS
from kizuna.people.models import Person

CANARY = "qvwcanary"
"""A word that nobody else says."""
# What a table's constraints ask for, where a machine cannot guess it. No table is left out.
GIVEN: dict[str, dict[str, Any]] = {
    "ledger.Entry": {"verb": "looked", "subject": "people.Person", "by": "worker:1"},
    "people.Glass": {"told_at": timezone.now()},
    "people.Dependence": {"what": {"kind": CANARY}},
    "people.Account": {"role": "resident", "email": "canary@example.org"},
    "people.Consent": {"how": "spoken"},
    "people.Person": {"status": "living", "preferred_channel": ""},
    "referrals.Referral": {
        "status": "draft",
        "closed_at": None,
        "reason": "",
        "group": None,
        "due_step": "answer",
        "due_at": timezone.now(),
    },
    "referrals.ToDo": {"status": "ready", "closed_at": None, "kind": "make-contact"},
    "referrals.Talk": {"how": "phone"},
    "referrals.Intake": {"due_step": "contact", "due_at": timezone.now(), "outcome": "", "how": "spoken"},
    "referrals.Step": {"before": "", "after": "draft"},
    "outbox.Message": {"status": "queued", "channel": "email", "key": "k", "reference": "r"},
    # Of a closed worry, as of an open one somebody else told us of, only words of theirs could stay.
    "screening.Worry": {"told": {"name": "n", "worry": "w", "who": "x", "where": "y"}, "outcome": ""},
    "screening.Concern": {"kinds": ["life"]},
    "screening.ContactRequest": {"details": {"best_time": CANARY}},
    "screening.CheckUp": {"channel": "alone"},
    # What was decided about somebody is told to them once it is closed; who reported it never is.
    "voice.Report": {"state": "closed", "outcome": "warned", "kind": "hurtful", "tell": "page"},
    "activities.Attendance": {"status": "came"},
}


def _points_at(model: type[Model], found: set[type[Model]]) -> bool:
    """Whether a row of this table belongs to a person: by a key, a bare number, or a row of its own room.

    A key inside the room that may stay empty is a mention and not a home.
    """
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            target = field.related_model
            own_room = target._meta.app_label == model._meta.app_label
            if target is Person or (own_room and target in found and not field.null):
                return True
        if isinstance(field, fields.UUIDField) and field.name.startswith("person"):
            return True
    return False


def holding() -> list[type[Model]]:
    """Every table of the house that holds something about a person, in a fixed order."""
    models = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    found: set[type[Model]] = {Person}
    while more := {model for model in models if model not in found and _points_at(model, found)}:
        found |= more
    return sorted(found, key=lambda model: model._meta.label)


def _allowed(condition: object, field: str) -> list[str]:
    """Words that a check constraint lets a field hold."""
    if isinstance(condition, Q):
        return [word for child in condition.children for word in _allowed(child, field)]
    if isinstance(condition, tuple) and condition[0] == f"{field}__in":
        return [str(word) for word in condition[1] if word]
    return []


def _word(model: type[Model], field: str) -> str | None:
    found = [c.condition for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    words = [word for condition in found for word in _allowed(condition, field)]
    return words[0] if words else None


def _value(field: Field[Any, Any], model: type[Model], turn: int, person: Person) -> Any:
    if isinstance(field, ForeignKey):
        ways = [each.name for each in model._meta.concrete_fields if each.related_model is Person]
        needed = not field.null or (model._meta.label, field.name) == ("people.Block", "other")
        if field.related_model is Person and needed and field.name != ways[0]:
            return Person.objects.exclude(pk=person.pk).first()
        if field.related_model is Person:
            return person if not field.null or field.name == "person" else None
        if field.null:
            return None
        if field.related_model in holding() and field.related_model is not Person:
            return plant(field.related_model, person)
        return field.related_model._default_manager.first() or plant(field.related_model, person)
    if isinstance(field, fields.UUIDField):
        return person.pk if field.name.startswith("person") else uuid.uuid4()
    if isinstance(field, SealedJSON) and not field.null:
        return [CANARY]
    if field.null or field.has_default() or (field.blank and not isinstance(field, SealedText)):
        return field.get_default()
    if isinstance(field, fields.DateTimeField):
        return timezone.now() + timedelta(minutes=turn)
    if isinstance(field, fields.DateField):
        return timezone.now().date()
    if isinstance(field, fields.BooleanField):
        return False
    if isinstance(field, fields.IntegerField | fields.FloatField):
        return 1
    if word := _word(model, field.name):
        return word
    return f"{CANARY} {turn}"[: field.max_length or None]


def plant(model: type[Model], person: Person) -> Model:
    """One row of this table about the person."""
    label = model._meta.label
    if model is Person:
        return person
    given = GIVEN.get(label, {})
    once = label in {"people.Account", "people.Protection", "activities.Volunteer"}
    if once and (there := model._default_manager.filter(person=person).first()):
        return there
    row = model()
    for turn, field in enumerate(model._meta.concrete_fields):
        if field.name in given:
            setattr(row, field.name, given[field.name])
        elif not (field.primary_key and field.has_default()) and not isinstance(field, fields.AutoField):
            setattr(row, field.name, _value(field, model, turn, person))
    if label == "referrals.Referral":
        row.service = Service.objects.first() or Service.objects.create(name="Lunch")
    row.save(force_insert=True)
    return row


def texts(row: Model) -> list[str]:
    """What stands in the row's own words."""
    return [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
