"""Entries that may be one, and those that were put together: rows point on, nothing is deleted."""

import uuid

from django.db import models

KINDS = ("service", "organization")


class Alike(models.Model):
    """Two entries that look like one. It waits for a curator; what they called two is not asked again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12)
    one = models.UUIDField()
    two = models.UUIDField(db_index=True)
    score = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=5, default="same")
    """same: one thing that stands here twice. sites: one service at two places."""
    reasons = models.JSONField(default=list)
    names = models.JSONField(default=list)
    """Of both, when somebody said that they are two."""
    found_at = models.DateTimeField()
    apart_by = models.CharField(max_length=200, blank=True)
    apart_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "alike"
        constraints = [
            models.UniqueConstraint(fields=["kind", "one", "two"], name="directory_alike_once"),
            models.CheckConstraint(name="directory_alike_kind_known", condition=models.Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="directory_alike_verdict_known", condition=models.Q(verdict__in=("same", "sites"))
            ),
        ]
        indexes = [models.Index(fields=["apart_at", "-score"], name="directory_alike_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.one} {self.two}"


class Joined(models.Model):
    """A merge, with all that it changed: what stood there before and what stands there since."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12)
    keep = models.UUIDField(db_index=True)
    other = models.UUIDField(db_index=True)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    """Values of the kept row that a curator chose from the other one, by column."""
    moves = models.JSONField(default=list)
    """Rows that went over, as [table, id, column, before, after]."""
    left = models.JSONField(default=dict)
    hours = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "joined"
        constraints = [
            models.CheckConstraint(name="directory_joined_kind_known", condition=models.Q(kind__in=KINDS)),
            models.UniqueConstraint(
                fields=["other"],
                condition=models.Q(undone_at__isnull=True),
                name="directory_joined_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.other} in {self.keep}"
