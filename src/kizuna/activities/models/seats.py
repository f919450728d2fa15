"""Places at a date, and calendars of one's own."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.activities.models.groups import Event
from kizuna.activities.seats import SEATS
from kizuna.people.models import Person


class Seat(models.Model):
    """A place at one date of an event, or the wait for one: of a person, or of anybody who gave a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE)
    starts_at = models.DateTimeField()
    person = Key(Person, null=True)
    name = SealedText()
    reach = SealedText(blank=True)
    needs = SealedText(blank=True)
    """What they need to come along, in their words, where they want the organiser to know it."""
    language = plain("the language of a page", models.CharField(max_length=10, blank=True))
    state = models.CharField(max_length=10)
    key = plain("made by chance", models.CharField(max_length=80, unique=True))
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["event", "starts_at", "state"]),
            models.Index(fields=["person"]),
            models.Index(fields=["starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SEATS)), name="seat_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.starts_at:%Y-%m-%d}"


class OwnCalendar(models.Model):
    """The secret address where somebody's calendar program asks for their dates; a new one ends the old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="own_calendar_once")]

    def __str__(self) -> str:
        return str(self.person_id)
