"""Everything that is kept about somebody comes out in words: each personal field of each table."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from kizuna.access.fields import SealedJSON, SealedText
from kizuna.access.secrets import blind
from kizuna.access.viewer import Viewer
from kizuna.people.actions import correct_person
from kizuna.people.models import Person
from kizuna.screening.worry import OUTCOMES
from kizuna.web import queries
from tests.house.planting import holding, plant
from tests.town import HOUSE, build

WORD = "zqxcanary"
CLEAR = {
    "people.Person": ("name", "called", "pronouns", "gender"),
    "people.Account": ("email", "name"),
    "referrals.Referral": ("option_name",),
}
"""Personal words that are not sealed; tests/web/test_canaries.py looks for others."""
PHONE = "+13055550123"
WAYS = {"email": f"{WORD}@example.org", "phone": PHONE}
"""They are looked up, so the room's own action writes them."""
NOW = timezone.now()
CLOSED = {"taken_at": NOW + timedelta(days=1), "closed_at": NOW + timedelta(days=1)}
ALSO: dict[str, dict[str, Any]] = {
    "outbox.Message": {"address": WAYS["email"]},
    "screening.Concern.closed_what": CLOSED,
    "screening.Worry.closed_what": {**CLOSED, "outcome": next(iter(OUTCOMES))},
}
"""What a row has to hold beside it: a message went to the person themself, what was done is over."""
KEPT_BACK: dict[str, str] = {
    "outbox.Message.address": "it is one of their own ways, or somebody else's",
    "outbox.Reply.address": "it is one of their own ways, which stand with who they are",
    "people.Approval.arguments": "numbers for the program",
    "people.Approval.reason": "what one who works here wrote to another; it may name who is a danger to them",
    "people.Approval.why": "what one who works here wrote to another; it may name who is a danger to them",
    "people.Device.subscription": "a machine's address with its keys: whoever has it can write to the device",
    "people.Glass.review_words": "it judges whoever looked; the verdict stands there",
    "people.Merge.after": "it is the record itself",
    "referrals.Referral.send_to": "the address of a place",
    "referrals.Referral.send_sms": "the number of a place",
    "referrals.Referral.link_code": "a key for the place, which opens its page",
    "referrals.Visit.reach": "the number of a colleague",
    "screening.Concern.reach": "it is there only when they are erased",
    "screening.Worry.closed_what": "it may name who told us",
    "screening.Worry.told": "somebody else told it in confidence",
    "voice.Report.told_them": "it is for whoever it is about, and not for whoever reported it",
}
"""Fields that their person does not read there, with the reason."""


def personal() -> list[tuple[type[Model], str]]:
    """Every field of every table that holds a person in which somebody's own words stand."""
    return [
        (model, field.name)
        for model in holding()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedText) or field.name in CLEAR.get(model._meta.label, ())
    ]


def said(value: Any) -> Any:
    """The same value with the word in place of every text in it."""
    if isinstance(value, dict):
        return {key: said(each) for key, each in value.items()}
    if isinstance(value, list):
        return [said(each) for each in value]
    return WORD if isinstance(value, str) else value


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name"), personal(), ids=lambda each: getattr(each, "__name__", each))
def test_what_stands_in_a_field_comes_out(model: type[Model], name: str) -> None:
    town = build(NOW)
    label = f"{model._meta.label}.{name}"
    if (model is Person and name in WAYS) or model._meta.label == "outbox.Message":
        correct_person(person=town.ben, changes=WAYS | {"shared_contact": False}, by=HOUSE, now=NOW)
    person = Person.objects.get(pk=town.ben)
    row = plant(model, person)
    for also, value in {**ALSO.get(model._meta.label, {}), **ALSO.get(label, {})}.items():
        setattr(row, also, value)
    if name == "closed_what":
        row.owner = town.accounts["worker"]
    empty = [""] if isinstance(model._meta.get_field(name), SealedJSON) else ""
    if model._meta.label == "outbox.Message":
        of, purpose = model._meta.get_field("address_index").kizuna_blind
        row.address_index = blind(of(row), settings.SECRET_KEYS, purpose)
    if name not in WAYS or model is not Person:
        setattr(row, name, said(getattr(row, name) or empty))
        row.save()
    viewer = Viewer(role="resident", person=str(person.pk))
    held = queries.held_about(viewer, str(person.pk))
    if model._meta.label == "outbox.Message":
        held = held["outbox"]
    word = PHONE if label == "people.Person.phone" else WORD
    found = word in json.dumps(held, default=str)
    assert found is (label not in KEPT_BACK), KEPT_BACK.get(label, label)
