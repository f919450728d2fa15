"""What a person depends on, what became of them, who must not be found, and whose records are one."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedJSON, SealedText, plain
from kizuna.people.models.accounts import Account
from kizuna.people.models.persons import Person
from kizuna.people.profile import STATUSES


class Dependence(models.Model):
    """Something that a person cannot be without: its kind and a note, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    what = SealedJSON()
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dependence_ends_later",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class StatusChange(models.Model):
    """What was said about a person's status, when and why. Rows are only ever added."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    on = models.DateField(null=True, blank=True)
    note = SealedText(blank=True)
    by = plain("a role and an id of ours", models.CharField(max_length=150))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="status_change_known", condition=Q(before__in=STATUSES, after__in=STATUSES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before}>{self.after}"


class Protection(models.Model):
    """This person must not be found: nobody sees them but their keepers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    reason = SealedText()
    by = plain("a role and an id of ours", models.CharField(max_length=150))
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="protected_once", fields=["person"], condition=Q(lifted_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Keeper(models.Model):
    """One of the two workers who see a protected person."""

    protection = models.ForeignKey(Protection, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(name="keeper_once", fields=["protection", "account"])]

    def __str__(self) -> str:
        return f"{self.protection_id}:{self.account_id}"


class Merge(models.Model):
    """Two records turned out to be one person: everything that it changed, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keep = models.ForeignKey(Person, on_delete=models.PROTECT)
    other = Key(Person)
    before = SealedJSON()
    after = SealedJSON()
    by = plain("a role and an id of ours", models.CharField(max_length=150))
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(keep=F("other"))),
            models.UniqueConstraint(
                name="merged_once", fields=["other"], condition=Q(undone_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Double(models.Model):
    """Two records that may be one person, as the last search found them, and what a human said to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Person, on_delete=models.CASCADE)
    two = Key(Person, models.CASCADE)
    score = models.PositiveSmallIntegerField()
    reasons = plain("codes of what two records share", models.JSONField(default=list))
    found_at = models.DateTimeField()
    different_by = plain("a role and an id of ours", models.CharField(max_length=150, blank=True))
    different_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="double_best", fields=["-score"])]
        constraints = [
            models.UniqueConstraint(name="double_once", fields=["one", "two"]),
            models.CheckConstraint(name="double_of_two", condition=~Q(one=F("two"))),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}:{self.two_id}"
