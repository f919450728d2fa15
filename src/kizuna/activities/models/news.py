"""Newsletters of an area."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, plain
from kizuna.activities.models.groups import Group
from kizuna.activities.news import NEWS
from kizuna.people.models import Account
from kizuna.places.models import Area


class PosterUse(models.Model):
    """How often the square on a poster of a group or an area led somebody to its page: a number a month."""

    group = models.ForeignKey(Group, models.CASCADE, null=True)
    area = Key(Area, null=True)
    month = models.DateField()
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="poster_of_group_month", fields=["group", "month"]),
            models.UniqueConstraint(name="poster_of_area_month", fields=["area", "month"]),
            models.CheckConstraint(
                name="poster_of_one",
                condition=Q(group__isnull=True, area__isnull=False)
                | Q(group__isnull=False, area__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.opened}"


class Newsletter(models.Model):
    """What is told to everybody in an area who agreed to news; a draft until a human has checked it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = Key(Area)
    title = plain("everybody may read it", models.CharField(max_length=120))
    texts = plain("everybody may read it", models.JSONField(default=dict))
    groups = plain("ids of groups that were told of", models.JSONField(default=list))
    state = models.CharField(max_length=10, default="draft")
    by = Key(Account, null=True)
    at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    run = models.UUIDField(null=True)
    """The run of its messages."""

    class Meta:
        indexes = [models.Index(name="newsletter_of_area", fields=["area", "state", "-at"])]
        constraints = [
            models.CheckConstraint(name="newsletter_state_known", condition=Q(state__in=list(NEWS))),
        ]

    def __str__(self) -> str:
        return f"newsletter:{self.pk}"
