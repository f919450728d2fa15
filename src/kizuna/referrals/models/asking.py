"""Referrals, and every step that each of them took."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText, blind_index, plain
from kizuna.activities.models import Group
from kizuna.directory.models import Service
from kizuna.people.models import Account, Person
from kizuna.places.models import Area
from kizuna.referrals.due import DUE_STEPS
from kizuna.referrals.handing import CODE_PURPOSE, HANDOVER_CODES
from kizuna.referrals.outreach import HOWS
from kizuna.referrals.pathway import CLOSED, CODES, NEEDS_REASON, REASON_BY_CODE, START

REASONS = ("", *REASON_BY_CODE)


def _code(row: "Referral") -> str:
    return row.link_code


class Referral(models.Model):
    """One question to one service or group: have you a place for this person?"""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    service = Key(Service, null=True, blank=True)
    group = Key(Group, null=True, blank=True)
    option_name = plain("lists show which service or group it is", models.CharField(max_length=300))
    area = Key(Area)
    status = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True)
    need = plain("a code of ours, by which referrals are counted", models.CharField(max_length=60))
    note = SealedText(blank=True)
    consent = models.UUIDField(null=True, blank=True)
    requested_by = Key(Account, null=True, blank=True)
    requested_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    owner = Key(Account, null=True, blank=True)
    """Who looks after it; empty: everybody who works in its area."""
    due_step = models.CharField(max_length=10, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    told_of = models.DateTimeField(null=True, blank=True)
    """When its owner was told that it is overdue; the team is told a working day later."""
    told_team_of = models.DateTimeField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    estimate_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    """The one that it was opened instead of."""
    assessment = models.BooleanField(default=False)
    """They are asked to look what is needed first, and to say so."""
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    """When the other side last answered; empty once a link worker has seen it."""
    send_to = SealedText(blank=True)
    """Where this one goes when the listing has no address; empty: where the listing says."""
    send_sms = SealedText(blank=True)
    """The number that gets its link as a text message; empty: the link goes by e-mail."""
    link_code = SealedText(blank=True)
    code_index = blind_index(
        _code, CODE_PURPOSE, models.CharField(max_length=64, blank=True, default="", db_index=True)
    )
    """The short form of the link, which fits into a text message; empty when there is none."""
    handover = plain("a code of ours", models.CharField(max_length=10, blank=True, default=""))
    """How the person gets there: by themselves, or introduced by their link worker."""
    link_nonce = plain("a random number, no key", models.CharField(max_length=32, blank=True))
    link_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "status"], name="referral_of_person"),
            models.Index(fields=["status", "answer_by"], name="referral_waiting"),
            models.Index(fields=["due_at"], name="referral_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["news_at"], name="referral_news", condition=Q(news_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="referral_status_known", condition=Q(status__in=CODES)),
            models.CheckConstraint(name="referral_reason_known", condition=Q(reason__in=REASONS)),
            models.CheckConstraint(
                name="referral_reason_given", condition=~Q(status__in=NEEDS_REASON) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="referral_to_one_option",
                condition=Q(service__isnull=False, group__isnull=True)
                | Q(service__isnull=True, group__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_closed_and_when",
                condition=Q(status__in=CLOSED, closed_at__isnull=False)
                | (~Q(status__in=CLOSED) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="referral_link_and_until",
                condition=Q(link_nonce="", link_until__isnull=True)
                | (~Q(link_nonce="") & Q(link_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="referral_open_and_due",
                condition=Q(status__in=CLOSED, due_step="", due_at__isnull=True)
                | (~Q(status__in=CLOSED) & Q(due_step__in=DUE_STEPS, due_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="referral_handover_known", condition=Q(handover__in=["", *HANDOVER_CODES])
            ),
            models.CheckConstraint(
                name="referral_answer_later", condition=Q(answer_by__gt=F("requested_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def kind(self) -> str:
        """Whether it went to a service or to a group."""
        return "service" if self.service_id else "group"

    @property
    def option(self) -> str:
        """The id of the service or group."""
        return str(self.service_id or self.group_id)


class Step(models.Model):
    """One step that a referral took. Rows are only ever added."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    reason = plain("a code of ours", models.CharField(max_length=20, blank=True))
    note = SealedText(blank=True)
    by_role = plain("the name of a role", models.CharField(max_length=20))
    by_account = Key(Account, null=True, blank=True)
    as_told = models.BooleanField(default=False)
    """The provider said it and a link worker wrote it down."""
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="step_before_known", condition=Q(before__in=[START, *CODES])),
            models.CheckConstraint(name="step_after_known", condition=Q(after__in=CODES)),
            models.CheckConstraint(name="step_moves", condition=~Q(before=F("after"))),
            models.CheckConstraint(
                name="step_reason_given", condition=~Q(after__in=NEEDS_REASON) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before}>{self.after}"


class Reached(models.Model):
    """That a link worker rang, wrote to or visited somebody, or leaves them be; and when to look again."""

    id = models.UUIDField(primary_key=True)
    person = Key(Person)
    how = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = Key(Account)
    next_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="reached_person", fields=["person", "at"])]
        constraints = [models.CheckConstraint(name="reached_how_known", condition=Q(how__in=list(HOWS)))]

    def __str__(self) -> str:
        return f"reached:{self.pk}"
