"""Needs that nothing suitable was found for: counted, without anybody in them."""

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key
from kizuna.places.models import Area


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
