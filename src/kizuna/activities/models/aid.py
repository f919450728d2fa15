"""What neighbours ask of each other and offer, and who was brought together with whom."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText, blind_index, plain
from kizuna.activities.aid import LIVE, MATCHES, SIDES, STATES
from kizuna.people.models import Account, Person
from kizuna.places.models import Area

MARK = "activities.aid"
"""For which purpose the blind index of a way to reach somebody is made."""


class Aid(models.Model):
    """An ask for help or an offer of it: of a person, or of anybody who gave a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    side = models.CharField(max_length=10)
    person = Key(Person, null=True)
    name = SealedText()
    reach = SealedText()
    mark = blind_index(lambda row: row.reach.casefold(), MARK, models.CharField(max_length=64, db_index=True))
    language = plain("the language of a page", models.CharField(max_length=10, blank=True))
    area = Key(Area)
    kinds = plain("codes of our list of kinds", models.JSONField(default=list))
    risks = plain("codes of our list of risks", models.JSONField(default=list))
    times = plain("codes of our list of times", models.JSONField(default=list))
    languages = plain("codes of languages, no names", models.JSONField(default=list))
    words = SealedText(blank=True)
    far_km = models.PositiveSmallIntegerField(default=8)
    room = models.PositiveSmallIntegerField(default=1)
    """To so many people at a time this offer can go; an ask has one."""
    state = models.CharField(max_length=10)
    key = models.UUIDField(unique=True)
    """Made with the form: sent twice it is kept once."""
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["side", "state", "area"]),
            models.Index(fields=["state", "until"]),
            models.Index(fields=["person"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=list(SIDES)), name="aid_side_known"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="aid_state_known"),
            models.CheckConstraint(condition=Q(room__gte=1), name="aid_has_room"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.state}"


class AidMatch(models.Model):
    """One ask and one offer that a human brought together. Both say yes before either can reach the other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(Aid, models.CASCADE, related_name="+")
    offer = models.ForeignKey(Aid, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10)
    ask_yes_at = models.DateTimeField(null=True)
    offer_yes_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = Key(Account, null=True)
    answer_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=10, blank=True)
    """Which of the two sides said how it ended."""
    words = SealedText(blank=True)
    """What did not work, in the words of whoever told it."""

    class Meta:
        indexes = [models.Index(fields=["state", "answer_by"])]
        constraints = [
            # One at a time: two humans who press at the same moment bring the ask together with one offer.
            models.UniqueConstraint(
                fields=["ask"], condition=Q(state__in=list(LIVE)), name="aid_match_one_live"
            ),
            models.CheckConstraint(condition=Q(state__in=list(MATCHES)), name="aid_match_state_known"),
            models.CheckConstraint(condition=Q(told_by__in=["", *SIDES]), name="aid_match_told_by_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "done"])
                | Q(ask_yes_at__isnull=False, offer_yes_at__isnull=False),
                name="aid_match_both_said_yes",
            ),
        ]

    def __str__(self) -> str:
        return self.state
