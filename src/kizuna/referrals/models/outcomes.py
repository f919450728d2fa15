"""What people want to reach, and when they are asked how they are."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.people.models import Account, Person
from kizuna.places.models import Area
from kizuna.referrals.goals import STATE_CODES
from kizuna.referrals.models.asking import Referral


class Goal(models.Model):
    """One thing that somebody wants to reach, in their own words."""

    id = models.UUIDField(primary_key=True)
    person = Key(Person)
    area = Key(Area)
    """Where they lived then: for counts."""
    words = SealedText()
    need = plain("a code of ours", models.CharField(max_length=60, blank=True))
    state = models.CharField(max_length=20, default="open")
    look_again_on = models.DateField(null=True, blank=True)
    set_by = Key(Account, null=True, blank=True)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="goal_of_person", fields=["person", "set_at"])]
        constraints = [
            models.CheckConstraint(name="goal_state_known", condition=Q(state__in=STATE_CODES)),
            models.CheckConstraint(
                name="goal_ended_and_when",
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"goal:{self.pk}"


class Measuring(models.Model):
    """That somebody is asked how they are when help begins, and again twelve weeks on.

    The answers themselves are check-ups: which of them count follows from their day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    area = Key(Area)
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.SET_NULL)
    """The referral with which it began; empty when a partner referred them to us."""
    scales = plain("codes of questionnaires", models.JSONField())
    begun_at = models.DateTimeField()
    again_at = models.DateTimeField()
    left_first_at = models.DateTimeField(null=True, blank=True)
    """When they said that they would rather not answer the first time; and below: the second."""
    left_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(name="measuring_person", fields=["person", "again_at"]),
            models.Index(name="measuring_again", fields=["again_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="measuring_again_later", condition=Q(again_at__gt=F("begun_at"))),
        ]

    def __str__(self) -> str:
        return f"measuring:{self.pk}"
