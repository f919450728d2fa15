"""Directories of others that are fetched again and again, and what came of each time."""

import uuid

from django.db import models

from kizuna.directory.feeds import OUTCOMES
from kizuna.directory.models.brought import BroughtPackage


class Feed(models.Model):
    """One address that a directory is fetched from. `source` is the name its rows are compared by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=100, unique=True)
    url = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=100, default="24h")
    """Hours, as 6h, or a cron expression."""
    on = models.BooleanField(default=True)
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    """Of what was read last: the same bytes again are not read again."""
    outcome = models.CharField(max_length=10, default="waiting")
    said = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    """One after the other; nothing that came in counts them from 0 again."""
    fetched_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_feed_outcome_known", condition=models.Q(outcome__in=list(OUTCOMES))
            ),
        ]

    def __str__(self) -> str:
        return self.source


class Fetch(models.Model):
    """One time that a feed was fetched; `key` is the work that did it, so that it counts once."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE)
    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, default="waiting")
    said = models.TextField(blank=True)
    package = models.ForeignKey(BroughtPackage, null=True, blank=True, on_delete=models.SET_NULL)
    """Its report."""
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "fetches"
        constraints = [
            models.CheckConstraint(
                name="directory_fetch_outcome_known", condition=models.Q(outcome__in=list(OUTCOMES))
            ),
        ]
        indexes = [models.Index(fields=["feed", "-at"], name="directory_fetches_of")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.outcome}"
