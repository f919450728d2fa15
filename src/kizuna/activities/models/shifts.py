"""Roles of volunteers in a group, their shifts, and who helps at each."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import SealedText, plain
from kizuna.activities.models.groups import Group
from kizuna.activities.models.volunteering import Volunteer
from kizuna.activities.shifts import HELPING, ROLE_KINDS, STINTS

PUBLIC = "a group makes this known to everybody"


class Role(models.Model):
    """Something that a group needs somebody for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE)
    name = plain(PUBLIC, models.CharField(max_length=200))
    about = plain(PUBLIC, models.TextField(blank=True))
    kind = models.CharField(max_length=10, default="help")
    skills = plain(PUBLIC, models.JSONField(default=list))
    checks = plain(PUBLIC, models.JSONField(default=list))
    languages = plain(PUBLIC, models.JSONField(default=list))
    remote = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(ROLE_KINDS)), name="role_kind_known")]

    def __str__(self) -> str:
        return self.name


class Helping(models.Model):
    """A volunteer in a role, from the first question to the end."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE)
    role = models.ForeignKey(Role, models.CASCADE)
    state = models.CharField(max_length=10)
    words = SealedText(blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "role"], name="helping_once"),
            models.CheckConstraint(condition=Q(state__in=list(HELPING)), name="helping_state_known"),
        ]

    def __str__(self) -> str:
        return self.state


class Shift(models.Model):
    """A time at which a role needs people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(Role, models.CASCADE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField(default=1)
    place = plain(PUBLIC, models.CharField(max_length=200, blank=True))
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class Stint(models.Model):
    """A volunteer at a shift. `minutes`: what they really helped, once it is over; empty: as planned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE)
    volunteer = models.ForeignKey(Volunteer, models.CASCADE)
    state = models.CharField(max_length=10)
    minutes = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    """How often it changed, for calendars that have it already."""

    class Meta:
        indexes = [models.Index(fields=["volunteer", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["shift", "volunteer"], name="stint_once"),
            models.CheckConstraint(condition=Q(state__in=list(STINTS)), name="stint_state_known"),
        ]

    def __str__(self) -> str:
        return self.state
