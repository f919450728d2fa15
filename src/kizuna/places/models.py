"""Areas, one inside the other, and the crisis numbers of the site."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.places.area import LEVELS
from kizuna.places.crisis import KINDS


class Area(models.Model):
    """A neighbourhood, a community or a region."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=20, choices=[(code, code) for code in LEVELS])
    above = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    lat = models.FloatField()
    lon = models.FloatField()
    boundary = models.JSONField(null=True, blank=True)
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

    def __str__(self) -> str:
        return f"{self.level}:{self.pk}"


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
