"""Devices on which somebody wants our messages."""

import uuid

from django.db import models

from kizuna.access.fields import SealedText, blind_index
from kizuna.outbox.address import normal
from kizuna.people.models.persons import Person


def _place(row: "Device") -> str:
    """What the device is known by: the same for the outbox, which learns when it is gone."""
    return normal("push", row.subscription)


class Device(models.Model):
    """A browser's subscription to messages: whoever has it can write to this browser, with our key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    subscription = SealedText()
    place_index = blind_index(_place, "outbox.address", models.CharField(max_length=64, unique=True))
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
