"""Deeds that nobody does alone: proposed by one, decided by another."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedJSON, SealedText, plain
from kizuna.people.approval import DECISIONS, ApprovalValue
from kizuna.people.models.accounts import Account
from kizuna.people.models.persons import Person
from kizuna.places.models import Area


class Approval(models.Model):
    """A proposal and its decision. `task` is the work of the room that asked, run once it is approved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deed = plain("the name of a deed", models.CharField(max_length=60))
    subject = plain("the kind and identifier of a row", models.CharField(max_length=120))
    task = plain("the name of a task", models.CharField(max_length=80))
    area = Key(Area, null=True, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    arguments = SealedJSON()
    about = SealedText()
    why = SealedText()
    proposed_by = Key(Account)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=10, blank=True)
    decided_by = Key(Account, null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = SealedText(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="approval_waiting", fields=["decision", "expires_at"])]
        constraints = [
            models.UniqueConstraint(
                name="approval_waits_once",
                fields=["deed", "subject", "proposed_by"],
                condition=Q(decision=""),
            ),
            models.CheckConstraint(name="approval_decision_known", condition=Q(decision__in=DECISIONS)),
            models.CheckConstraint(
                name="approval_lapses_later", condition=Q(expires_at__gt=F("proposed_at"))
            ),
            models.CheckConstraint(
                name="approval_by_a_second",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~Q(decision="")
                    & ~Q(decided_by=F("proposed_by"))
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                )
                | Q(decision="lapsed", decided_by__isnull=True, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_done_when_approved",
                condition=Q(done_at__isnull=True) | Q(decision="approved"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed}:{self.pk}"

    def value(self) -> ApprovalValue:
        """The proposal as a value, without its arguments."""
        return ApprovalValue(
            id=str(self.pk),
            deed=self.deed,
            subject=self.subject,
            about=self.about,
            why=self.why,
            proposed_by=str(self.proposed_by_id),
            proposed_at=self.proposed_at,
            expires_at=self.expires_at,
            area=str(self.area_id or ""),
            person=str(self.person_id or ""),
            decision=self.decision,
            decided_by=str(self.decided_by_id or ""),
            decided_at=self.decided_at,
            reason=self.reason or "",
            done_at=self.done_at,
        )
