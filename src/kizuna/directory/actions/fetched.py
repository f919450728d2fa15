"""What came of fetching a feed: for its history, and for when it is fetched again."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kizuna.directory.feeds import next_turn
from kizuna.directory.models import BroughtPackage, Feed, Fetch

_KEPT = 30
"""Fetches of one feed that are remembered, with their reports."""


def settle(row: Feed, fetch: Fetch, outcome: str, said: str, now: datetime) -> None:
    """Write it down, in the caller's transaction."""
    fetch.outcome = row.outcome = outcome
    fetch.said = row.said = said
    fetch.save()
    row.failures = row.failures + 1 if outcome in {"failed", "refused"} else 0
    row.fetched_at, row.next_at = now, next_turn(row.rhythm, timezone.localtime(now), row.failures)
    if outcome == "imported":
        row.etag, row.modified, row.sha256 = fetch.etag, fetch.modified, fetch.sha256
    row.save()
    old = Fetch.objects.filter(feed=row).order_by("-at", "-pk").values_list("pk", flat=True)[_KEPT:]
    past = Fetch.objects.filter(pk__in=list(old))
    BroughtPackage.objects.filter(pk__in=list(past.values_list("package", flat=True))).delete()
    past.delete()


def package_settled(brought: UUID, outcome: str, said: str, now: datetime) -> None:
    """What a feed brought was written or refused; in the caller's transaction."""
    fetch = Fetch.objects.filter(package=brought, outcome="waiting").select_related("feed").first()
    if fetch is not None:
        settle(fetch.feed, fetch, outcome, said, now)
