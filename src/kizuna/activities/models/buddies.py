"""Newcomers who want to be met at the door, and who may join a group that is joined by referral."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key
from kizuna.activities.buddies import GREETINGS
from kizuna.activities.models.groups import Group
from kizuna.activities.models.seats import Seat
from kizuna.activities.models.talking import Member
from kizuna.people.models import Account, Person


class Greeting(models.Model):
    """A newcomer's wish to be met: of a place at a date, or of a new member. `person`: the buddy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE)
    seat = models.OneToOneField(Seat, models.CASCADE, null=True)
    member = models.OneToOneField(Member, models.CASCADE, null=True)
    person = Key(Person, null=True)
    shares = models.BooleanField(default=False)
    """Whether the buddy may know how to reach the newcomer."""
    state = models.CharField(max_length=10, default="open")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="greeting_of_group", fields=["group", "state"]),
            models.Index(name="greeting_of_buddy", fields=["person", "state"]),
        ]
        constraints = [
            models.CheckConstraint(name="greeting_state_known", condition=Q(state__in=list(GREETINGS))),
            models.CheckConstraint(
                name="greeting_of_one_newcomer", condition=Q(seat__isnull=True) | Q(member__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"greeting:{self.pk}"


class Introduction(models.Model):
    """A link worker thought of a group for somebody, or the group said yes: they may join it now."""

    group = models.ForeignKey(Group, models.CASCADE)
    person = Key(Person)
    account = Key(Account, null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="introduction_person", fields=["person"])]
        constraints = [models.UniqueConstraint(name="introduction_once", fields=["group", "person"])]

    def __str__(self) -> str:
        return f"introduction:{self.pk}"
