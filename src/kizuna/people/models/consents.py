"""What a person has agreed to: for what, with whom, from when until when, and how we know."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import SealedText, plain
from kizuna.people.consent import BEST_INTEREST, HOWS, SPEAKER, ConsentValue
from kizuna.people.models.persons import Person


class Consent(models.Model):
    """One agreement. It is never changed: it ends, or it is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    purpose = plain("a word of ours", models.CharField(max_length=40))
    recipient = plain("a word of ours or an identifier", models.CharField(max_length=120))
    what = plain("words of ours", models.JSONField(default=list, blank=True))
    emergency_only = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=20)
    recorded_by = plain("a role and an identifier", models.CharField(max_length=150))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    evidence = SealedText(null=True, blank=True)
    decided_by = SealedText(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(name="consent_asked", fields=["person", "purpose", "recipient"]),
            models.Index(name="consent_ends", fields=["until"]),
        ]
        constraints = [
            models.CheckConstraint(name="consent_for_something", condition=~Q(purpose="") & ~Q(recipient="")),
            models.CheckConstraint(name="consent_how_known", condition=Q(how__in=HOWS)),
            models.CheckConstraint(
                name="consent_spoken_for_with_evidence",
                condition=~Q(how=SPEAKER) | Q(evidence__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_best_interest_is_reviewed",
                condition=~Q(how=BEST_INTEREST)
                | Q(evidence__isnull=False, decided_by__isnull=False, review_on__isnull=False),
            ),
            models.CheckConstraint(name="consent_recorded", condition=~Q(recorded_by="")),
            models.CheckConstraint(
                name="consent_ends_later", condition=Q(until__isnull=True) | Q(until__gt=F("given_at"))
            ),
            models.CheckConstraint(
                name="consent_withdrawn_later",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}:{self.person_id}"

    def value(self) -> ConsentValue:
        """The agreement as a value."""
        return ConsentValue(
            id=str(self.pk),
            person=str(self.person_id),
            purpose=self.purpose,
            recipient=self.recipient,
            given_at=self.given_at,
            how=self.how,
            recorded_by=self.recorded_by,
            what=tuple(self.what),
            emergency_only=self.emergency_only,
            until=self.until,
            withdrawn_at=self.withdrawn_at,
            evidence=self.evidence or "",
            decided_by=self.decided_by or "",
            review_on=self.review_on,
        )
