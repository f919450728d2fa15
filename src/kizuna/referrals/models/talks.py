"""Talks with people, as their link workers write them down: counted and timed."""

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedJSON, SealedText, plain
from kizuna.people.models import Account, Person
from kizuna.referrals.models.asking import Referral
from kizuna.referrals.talks import HOW_CODES, LONGEST


class Talk(models.Model):
    """One talk with a person, or one try to reach them."""

    id = models.UUIDField(primary_key=True)
    person = Key(Person)
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.SET_NULL)
    """The referral that it was about."""
    how = plain("a code of ours", models.CharField(max_length=10))
    minutes = models.PositiveSmallIntegerField()
    note = SealedText(blank=True)
    by = Key(Account)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="talk_person", fields=["person", "at"])]
        constraints = [
            models.CheckConstraint(name="talk_how_known", condition=Q(how__in=HOW_CODES)),
            models.CheckConstraint(name="talk_not_endless", condition=Q(minutes__lte=LONGEST)),
        ]

    def __str__(self) -> str:
        return f"talk:{self.pk}"


class Draft(models.Model):
    """What a link worker has written of a talk so far. It lies here, sealed, and on no device."""

    id = models.UUIDField(primary_key=True)
    """The attempt of the talk that it becomes."""
    person = Key(Person)
    account = Key(Account)
    said = SealedJSON()
    turn = models.PositiveIntegerField()
    """Counts up on the page: what arrives late does not undo what was kept after it."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="draft_mine", fields=["account", "person", "at"])]

    def __str__(self) -> str:
        return f"draft:{self.pk}"
