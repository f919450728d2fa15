"""Areas, one inside the other, with their posture; postcodes; the crisis numbers of the site."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.places.area import LEVELS
from kizuna.places.crisis import KINDS
from kizuna.places.posture import CHANGES


class Area(models.Model):
    """A neighbourhood, a community or a region."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=20, choices=[(code, code) for code in LEVELS])
    above = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    lat = models.FloatField()
    lon = models.FloatField()
    boundary = models.JSONField(null=True, blank=True)
    # The box around the outline: which areas may hold a point is told without opening their outlines.
    south = models.FloatField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    size_m2 = models.FloatField(null=True, blank=True)
    foreign_id = models.CharField(max_length=200, blank=True)
    emergency_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="area_level_known", condition=Q(level__in=LEVELS)),
            models.CheckConstraint(
                name="area_on_earth",
                condition=Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
            ),
            models.CheckConstraint(
                name="area_not_above_itself", condition=Q(above__isnull=True) | ~Q(above=F("id"))
            ),
        ]
        indexes = [
            models.Index(fields=["south", "north"], name="area_box"),
            models.Index(fields=["emergency_until"], name="area_emergency"),
        ]

    def __str__(self) -> str:
        return f"{self.level}:{self.pk}"


class PostureChange(models.Model):
    """Somebody put an area into an emergency, prolonged it, or ended it. Only ever added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=[(code, code) for code in CHANGES])
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["area", "-at"], name="posture_of_area")]
        constraints = [
            models.CheckConstraint(name="posture_change_known", condition=Q(kind__in=CHANGES)),
            models.CheckConstraint(
                name="posture_ends", condition=Q(kind="lowered", until__isnull=True) | Q(until__gt=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class PostcodeFile(models.Model):
    """One load of a country's postcodes. Only one load a country is in use; others wait or go."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)
    codes = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="postcodes_one_in_use", fields=["country"], condition=Q(in_use=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}:{self.pk}"


class Postcode(models.Model):
    """Where a postcode lies: its middle, in degrees."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(PostcodeFile, on_delete=models.CASCADE)
    key = models.CharField(max_length=16)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="postcode_once", fields=["file", "key"]),
            models.CheckConstraint(
                name="postcode_on_earth",
                condition=Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CrisisNumber(models.Model):
    """A number that people may need at once. Label and note are `{language: text}`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(code, code) for code in KINDS])
    number = models.CharField(max_length=40, blank=True)
    url = models.URLField(blank=True)
    label = models.JSONField()
    note = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField()
    reviewed_on = models.DateField()
    review_by = models.DateField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="crisis_kind_known", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="crisis_review_later", condition=Q(review_by__gt=F("reviewed_on"))),
            models.CheckConstraint(name="crisis_reachable", condition=~Q(number="") | ~Q(url="")),
            models.UniqueConstraint(name="crisis_position_once", fields=["position"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.number or self.url}"
