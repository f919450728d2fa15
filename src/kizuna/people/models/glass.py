"""Looks without an agreement: why, until when, and what a second person said."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText
from kizuna.people.glass import REASONS, VERDICTS, GlassValue
from kizuna.people.models.accounts import Account
from kizuna.people.models.persons import Person
from kizuna.places.models import Area


class Glass(models.Model):
    """One account looked at one person's record without an agreement, for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    area = Key(Area)
    reason = models.CharField(max_length=20)
    words = SealedText()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    quiet_until = models.DateTimeField(null=True, blank=True)
    """A second person agreed that telling them would put them in danger."""
    told_at = models.DateTimeField(null=True, blank=True)
    unreached_at = models.DateTimeField(null=True, blank=True)
    """Since when a human has to tell them: no message reaches them."""
    said_by = Key(Account, null=True, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = Key(Account, null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=20, blank=True)
    review_words = SealedText(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="glass_to_review", fields=["reviewed_at", "opened_at"])]
        constraints = [
            models.CheckConstraint(name="glass_reason_known", condition=Q(reason__in=list(REASONS))),
            models.CheckConstraint(name="glass_verdict_known", condition=Q(verdict__in=["", *VERDICTS])),
            models.CheckConstraint(name="glass_ends_later", condition=Q(until__gt=F("opened_at"))),
            models.CheckConstraint(
                name="glass_said_by_somebody",
                condition=Q(said_by__isnull=True, said_at__isnull=True)
                | Q(said_by__isnull=False, said_at__isnull=False),
            ),
            models.CheckConstraint(
                name="glass_reviewed_by_a_second",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, verdict="")
                | (
                    Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                    & ~Q(verdict="")
                    & ~Q(reviewed_by=F("account"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"glass:{self.pk}"

    def value(self, name: str = "") -> GlassValue:
        """As a value, without the person."""
        return GlassValue(
            id=str(self.pk),
            area=str(self.area_id),
            account=str(self.account_id),
            name=name,
            reason=self.reason,
            opened_at=self.opened_at,
            until=self.until,
            words=self.words,
            told_at=self.told_at,
            reviewed_at=self.reviewed_at,
            verdict=self.verdict,
            untold=self.unreached_at is not None and self.said_at is None,
        )
