"""Counts of what was shown and missing, without anybody; what was suggested to who agreed to that."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, plain
from kizuna.people.models import Person
from kizuna.places.models import Area
from kizuna.signposting.suggested import CAME


class UnmetNeed(models.Model):
    """How often nothing was found for a need, in an area, on a day. No row says who."""

    need = models.CharField(max_length=40)
    area = Key(Area, null=True)
    """None when the area is unknown."""
    day = models.DateField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["day"])]
        constraints = [
            models.UniqueConstraint(fields=["need", "area", "day"], name="unmet_need_counted_once"),
            models.UniqueConstraint(
                fields=["need", "day"],
                condition=Q(area__isnull=True),
                name="unmet_need_somewhere_counted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} {self.day} {self.n}"


class ListHour(models.Model):
    """How many lists left in an hour: so that nobody floods other people's phones from here."""

    hour = models.DateTimeField(unique=True)
    n = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.n}"


class ShownCount(models.Model):
    """How many lists were shown in a month to one kind of people, and for how many something was there.

    One row for each way of counting (area, age, language), never two together: no row says who.
    """

    month = models.DateField()
    side = models.CharField(max_length=10)
    value = models.CharField(max_length=40, blank=True)
    """Id of an area, band of an age or code of a language; empty when it is unknown."""
    n = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    suited = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "side", "value"], name="shown_counted_once")]

    def __str__(self) -> str:
        return f"{self.side} {self.month} {self.n}"


class Offer(models.Model):
    """One option that a link worker showed to a person who agreed to support, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    area = Key(Area)
    """Where they lived then: for counts."""
    kind = plain("by it the same is not kept twice", models.CharField(max_length=10))
    option = plain("by it the same is not kept twice", models.CharField(max_length=36))
    name = plain("a listing makes this known to everybody", models.CharField(max_length=300))
    group = plain("counted by need", models.CharField(max_length=40, blank=True))
    """The group of the need that it was shown for."""
    shown_at = models.DateTimeField()
    chosen_at = models.DateTimeField(null=True)
    came = models.CharField(max_length=10, blank=True)
    came_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["shown_at"], name="offer_shown")]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "option"], name="offer_once"),
            models.CheckConstraint(condition=Q(came__in=["", *CAME]), name="offer_came_known"),
            models.CheckConstraint(
                condition=Q(came="") | Q(chosen_at__isnull=False), name="offer_came_of_what_was_chosen"
            ),
        ]

    def __str__(self) -> str:
        return f"offer:{self.pk}"
