"""The door for professionals: organisations that may refer somebody to us, and whom they referred."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.people.models import Account, Person
from kizuna.places.models import Area
from kizuna.referrals.due import DUE_STEPS
from kizuna.referrals.front_door import HOW_CODES, OUTCOME_CODES


class Partner(models.Model):
    """An organisation whose people may refer somebody to us by a link of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = plain("the name of an organisation", models.CharField(max_length=200))
    email = SealedText()
    """Its known address: the link goes there, and so does what became of a referral, and nowhere else."""
    area = Key(Area)
    link_nonce = plain("a random number, no key", models.CharField(max_length=32))
    opened_by = Key(Account, null=True, blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"partner:{self.pk}"


class Intake(models.Model):
    """Somebody whom a partner referred to us. They agreed to it; a link worker gets in touch."""

    id = models.UUIDField(primary_key=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT)
    person = Key(Person)
    area = Key(Area)
    need = plain("a code of ours", models.CharField(max_length=60))
    note = SealedText(blank=True)
    from_name = SealedText()
    """Who sent it, of the partner's people."""
    how = plain("how they agreed, a code of ours", models.CharField(max_length=20))
    may_hear = models.BooleanField()
    """They agreed that the partner hears when they were reached and what came of it."""
    received_at = models.DateTimeField()
    owner = Key(Account, null=True, blank=True)
    due_step = models.CharField(max_length=10, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    told_of = models.DateTimeField(null=True, blank=True)
    told_team_of = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    contacted_by = Key(Account, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = plain("a code of ours", models.CharField(max_length=20, blank=True))

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="intake_of_person"),
            models.Index(fields=["due_at"], name="intake_due", condition=Q(due_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_open_and_due",
                condition=Q(closed_at__isnull=False, due_step="", due_at__isnull=True)
                | Q(closed_at__isnull=True, due_step__in=DUE_STEPS, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="intake_closed_and_outcome",
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False, outcome__in=OUTCOME_CODES),
            ),
            models.CheckConstraint(name="intake_how_known", condition=Q(how__in=HOW_CODES)),
        ]

    def __str__(self) -> str:
        return f"intake:{self.pk}"
