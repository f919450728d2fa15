"""Safeguarding flags with who saw them, and visits with who is where until when."""

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText
from kizuna.people.models import Account, Person
from kizuna.places.models import Area


class Flag(models.Model):
    """Somebody is worried that a person is being harmed, or may be. It stays until somebody closes it."""

    id = models.UUIDField(primary_key=True)
    person = Key(Person)
    note = SealedText()
    raised_by = Key(Account)
    raised_at = models.DateTimeField()
    closed_by = Key(Account, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = SealedText(blank=True)

    class Meta:
        indexes = [models.Index(name="flag_person", fields=["person", "closed_at"])]
        constraints = [
            models.CheckConstraint(
                name="flag_closed_and_by_whom",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"flag:{self.pk}"


class FlagSeen(models.Model):
    """That somebody read a flag, the first time."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE)
    account = Key(Account)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="flag_seen_once", fields=["flag", "account"])]

    def __str__(self) -> str:
        return f"flag_seen:{self.pk}"


class Visit(models.Model):
    """Somebody who works here is out alone, and somebody knows where and until when."""

    id = models.UUIDField(primary_key=True)
    worker = Key(Account)
    person = Key(Person, null=True, blank=True)
    area = Key(Area)
    place = SealedText()
    reach = SealedText()
    """How to reach whoever is out."""
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = Key(Account, null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    team_alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(name="visit_out", fields=["until"], condition=Q(back_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(name="visit_ends_later", condition=Q(until__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"visit:{self.pk}"
