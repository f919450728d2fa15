"""Dates at which something is to be learnt, and how sure people feel of it."""

import uuid

from django.db import models

from kizuna.access.fields import SealedJSON, plain
from kizuna.activities.models.groups import Event
from kizuna.activities.models.seats import Seat


class Workshop(models.Model):
    """One date of an event with what is to be learnt and what to bring or read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE)
    starts_at = models.DateTimeField()
    skills = plain("codes, made known to everybody", models.JSONField(default=list))
    materials = plain("a group makes this known to everybody", models.TextField(blank=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "starts_at"], name="workshop_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class Rating(models.Model):
    """How sure somebody feels before and after. Once their place is forgotten, nobody knows whose it is."""

    workshop = models.ForeignKey(Workshop, models.CASCADE)
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True)
    before = SealedJSON(null=True)
    after = SealedJSON(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "seat"], name="rating_once")]

    def __str__(self) -> str:
        return str(self.pk)
