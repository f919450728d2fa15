"""Groups, their events, and who came."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.activities.group import JOINS, MOST_QUIET, QUIET_WEEKS, STATUSES
from kizuna.people.models import Account, Person
from kizuna.places.models import Area


class Group(models.Model):
    """People who meet. Empty columns mean unknown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = plain("a group makes this known to everybody", models.CharField(max_length=200))
    description = plain("a group makes this known to everybody", models.TextField(blank=True))
    welcome_note = plain("a group makes this known to everybody", models.TextField(blank=True))
    area = Key(Area)
    place_name = plain("a group makes this known to everybody", models.CharField(max_length=200, blank=True))
    address = plain("a group makes this known to everybody", models.CharField(max_length=300, blank=True))
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    languages = plain("a group makes this known to everybody", models.JSONField(null=True))
    step_free = models.BooleanField(null=True)
    cost = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    cost_text = plain("a group makes this known to everybody", models.CharField(max_length=200, blank=True))
    size = models.PositiveIntegerField(null=True)
    places_left = models.PositiveIntegerField(null=True)
    join = models.CharField(max_length=10, default="open")
    organiser = Key(Account, null=True)
    email = SealedText(null=True)
    phone = plain("a group makes this known to everybody", models.CharField(max_length=40, blank=True))
    url = plain("a group makes this known to everybody", models.CharField(max_length=400, blank=True))
    min_age = models.PositiveSmallIntegerField(null=True)
    max_age = models.PositiveSmallIntegerField(null=True)
    genders = plain("a group makes this known to everybody", models.JSONField(null=True))
    remote = models.BooleanField(default=False)
    gentle = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True)
    active = models.BooleanField(default=True)
    quiet_weeks = models.PositiveSmallIntegerField(default=QUIET_WEEKS)

    class Meta:
        indexes = [models.Index(fields=["active", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_weeks__gte=1, quiet_weeks__lte=MOST_QUIET), name="group_quiet_sensible"
            ),
            models.CheckConstraint(condition=Q(join__in=list(JOINS)), name="group_join_known"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="group_point_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """Another token means that a group or an event was written: what is kept in memory is out of date."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(name="activities_one_edition", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.token.hex


class GroupNeed(models.Model):
    """What a group helps with: a code of `directory.needs`."""

    group = models.ForeignKey(Group, models.CASCADE)
    code = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["code"])]
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="group_need_once")]

    def __str__(self) -> str:
        return self.code


class Event(models.Model):
    """Something a group does at a time, once or by a rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rule = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    places = models.PositiveIntegerField(null=True)
    skips = plain("dates of a public meeting", models.JSONField(default=list))
    """Dates that were called off, as moments (UTC) in ISO form."""
    sequence = models.PositiveIntegerField(default=0)
    """How often it changed, for calendars that have it already."""
    photos = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """A person at one date of an event; `starts_at` says which date."""

    event = models.ForeignKey(Event, models.CASCADE)
    starts_at = models.DateTimeField()
    person = Key(Person)
    status = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person"]), models.Index(fields=["event", "starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at", "person"], name="attendance_once"),
            models.CheckConstraint(condition=Q(status__in=list(STATUSES)), name="attendance_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.starts_at:%Y-%m-%d}"


class Absence(models.Model):
    """An organiser asks a link worker to see after somebody who has stayed away. Open until somebody did."""

    id = models.UUIDField(primary_key=True)
    group = models.ForeignKey(Group, models.CASCADE)
    person = Key(Person)
    last_came_at = models.DateTimeField()
    passed_on_at = models.DateTimeField()
    passed_on_by = Key(Account, null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = Key(Account, null=True)

    class Meta:
        indexes = [models.Index(name="absence_open", fields=["answered_at", "person"])]
        constraints = [
            models.UniqueConstraint(name="absence_once", fields=["group", "person", "last_came_at"]),
            models.CheckConstraint(
                name="absence_answered_by_somebody",
                condition=Q(answered_at__isnull=False) | Q(answered_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"absence:{self.pk}"
