"""People who want to lend a hand, what they can do, and what was checked about them."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedJSON, SealedText, plain
from kizuna.activities.shifts import HOWS, REFERENCES
from kizuna.people.models import Account, Person


class Volunteer(models.Model):
    """Somebody who wants to lend a hand: what with and when, in their own words and in ours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    can_do = SealedText(blank=True)
    times = SealedText(blank=True)
    parts = SealedJSON(null=True)
    """Parts of the week in which they can; None: they did not say."""
    km = models.PositiveSmallIntegerField(null=True)
    most_week = models.PositiveSmallIntegerField(null=True)
    most_month = models.PositiveSmallIntegerField(null=True)
    paused_until = models.DateField(null=True)
    thanked_at = models.DateTimeField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="volunteer_once")]

    def __str__(self) -> str:
        return str(self.person_id)


class PersonSkill(models.Model):
    """Something that a person can do, written down because they said so or agreed to it."""

    person = Key(Person)
    code = plain("a code of our list of skills", models.CharField(max_length=40))
    how = models.CharField(max_length=10)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["code"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "code"], name="person_skill_once"),
            models.CheckConstraint(condition=Q(how__in=list(HOWS)), name="person_skill_how_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Check(models.Model):
    """Something about a volunteer that a human saw on paper; after its last day it counts no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    kind = plain("a code of our list of checks", models.CharField(max_length=20))
    done_on = models.DateField()
    until = models.DateField(null=True)
    seen_by = Key(Account, null=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    """When its organiser was told that it runs out."""

    class Meta:
        indexes = [models.Index(fields=["person", "kind"]), models.Index(fields=["until"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "done_on"], name="check_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("done_on")), name="check_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Reference(models.Model):
    """Somebody who knows a volunteer, and what they said of them by a link, without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.CASCADE)
    name = SealedText()
    reach = SealedText(blank=True)
    """Emptied once they answered: nobody writes to them again."""
    state = models.CharField(max_length=10)
    said = SealedJSON(null=True)
    named_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(REFERENCES)), name="reference_state_known")
        ]

    def __str__(self) -> str:
        return self.state
