"""Who lives with whom, who may speak for whom, and who does not want to meet whom."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.people.care import HOME_ROLES, SPEAKER_ROLES
from kizuna.people.models.accounts import Account
from kizuna.people.models.persons import Person
from kizuna.places.models import Area


class Household(models.Model):
    """People who live together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = Key(Area)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Membership(models.Model):
    """One person in one household, until they move out. A child of two homes has two."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="member_once", fields=["household", "person"], condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(name="member_role_known", condition=Q(role__in=list(HOME_ROLES))),
            models.CheckConstraint(
                name="member_leaves_later",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}:{self.person_id}"


class Speaking(models.Model):
    """Somebody may speak for `person`: another person we know, or somebody with a name only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    speaker = Key(Person, null=True, blank=True)
    name = SealedText(blank=True)
    role = models.CharField(max_length=20)
    evidence = SealedText()
    """What shows that they may, in words: which paper, who said so."""
    seen_by = plain("a role and an id of ours", models.CharField(max_length=150))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="speaker_role_known", condition=Q(role__in=list(SPEAKER_ROLES))),
            models.CheckConstraint(
                name="speaker_somebody_else", condition=Q(speaker__isnull=True) | ~Q(speaker=F("person"))
            ),
            models.CheckConstraint(
                name="speaker_ends_later", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}:{self.person_id}"


class Block(models.Model):
    """`person` does not want to meet `other`, or who works here by `account`; they never learn of it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    other = Key(Person, null=True, blank=True)
    account = Key(Account, null=True, blank=True)
    words = SealedText(null=True, blank=True)
    """Who it is in the person's own words: they are shown nothing else of the other."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="block_once", fields=["person", "other"]),
            models.UniqueConstraint(name="block_account_once", fields=["person", "account"]),
            models.CheckConstraint(
                name="block_one_of_two",
                condition=Q(other__isnull=False, account__isnull=True)
                | Q(other__isnull=True, account__isnull=False),
            ),
            models.CheckConstraint(
                name="block_somebody_else", condition=Q(other__isnull=True) | ~Q(person=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.other_id or self.account_id}"
