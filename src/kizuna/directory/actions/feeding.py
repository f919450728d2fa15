"""Feeds: kept by a curator, fetched in their rhythm; what came of each time is written down."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.destination import parts
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory.actions.bringing import bring_package
from kizuna.directory.actions.fetched import settle
from kizuna.directory.feeds import checked_rhythm
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Feed, Fetch
from kizuna.ledger.actions import note
from kizuna.work.actions import enqueue

LONGEST = 1800
"""Seconds that one fetch may take."""
_LOST = timedelta(hours=1)
"""A fetch of which nothing was heard is begun again after this."""


def keep_feed(
    *,
    source: str,
    url: str,
    rhythm: str = "24h",
    publisher: str = "",
    licence: str = "",
    on: bool = True,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Register a feed, or change the one of this source. A new address is fetched at once."""
    allow(by, "feed.keep")
    try:
        parts(url)
        when = checked_rhythm(rhythm)
    except Refused as refused:
        raise Refused(_(str(refused))) from None
    said = {"url": url, "rhythm": when, "publisher": publisher.strip(), "licence": licence.strip(), "on": on}
    with transaction.atomic():
        row = Feed.objects.select_for_update().filter(source=source).first() or Feed(source=source)
        anew = row.url != url
        for name, value in said.items():
            setattr(row, name, value)
        if anew:
            row.etag = row.modified = row.sha256 = ""
            row.failures, row.next_at = 0, now
        row.save()
        note(verb="feed.kept", subject=row, by=by, now=now)
    return row.pk


def _held(feed: object) -> Feed:
    row = Feed.objects.select_for_update().filter(pk__in=known_ids([feed])).first()
    if row is None:
        raise NotFound("feed")
    return row


def switch_feed(*, feed: object, on: bool, by: Viewer, now: datetime) -> None:
    """Fetch it no longer, or again. Its listings stay."""
    allow(by, "feed.keep")
    with transaction.atomic():
        row = _held(feed)
        row.on, row.failures, row.next_at = on, 0, now
        row.save(update_fields=["on", "failures", "next_at"])
        note(verb="feed.on" if on else "feed.off", subject=row, by=by, now=now)


def fetch_now(*, feed: object, by: Viewer, now: datetime) -> None:
    """A curator does not wait for its turn."""
    allow(by, "feed.keep")
    with transaction.atomic():
        row = _held(feed)
        _begin(row, uuid4().hex, now)
        note(verb="feed.wanted", subject=row, by=by, now=now)


def _begin(row: Feed, turn: str, now: datetime) -> None:
    row.next_at = now + _LOST
    row.save(update_fields=["next_at"])
    enqueue("directory.fetch_feed", key=f"feed:{row.pk}:{turn}", now=now, longest=LONGEST)


def begin_fetches(*, by: Viewer, now: datetime) -> int:
    """Put every feed whose turn has come into the queue; how many."""
    allow(by, "feed.fetch")
    with transaction.atomic():
        due = list(
            Feed.objects.select_for_update().filter(on=True, next_at__lte=now).order_by("next_at", "pk")
        )
        for row in due:
            _begin(row, f"{row.next_at:%Y%m%d%H%M%S}", now)
    return len(due)


def took_feed(
    *,
    key: str,
    feed: object,
    ending: str,
    content: bytes,
    etag: str,
    modified: str,
    by: Viewer,
    now: datetime,
) -> None:
    """Something came: it is read as every package is, unless it is what was read last. Once for each key."""
    allow(by, "feed.fetch")
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        row = _held(feed)
        if Fetch.objects.filter(key=key).exists():
            return
        if sha256 == row.sha256:
            settle(row, _fetch(row, key, now), "same", "", now)
            return
        brought = bring_package(
            ending=ending, source=row.source, content=content, at_once=True, by=by, now=now
        )
        marks = {"etag": etag[:500], "modified": modified[:100], "sha256": sha256}
        Fetch.objects.create(feed=row, key=key, at=now, package_id=brought, **marks)


def no_feed(*, key: str, feed: object, outcome: str, said: str = "", by: Viewer, now: datetime) -> None:
    """Nothing came: nothing is new (`same`), it did not answer (`failed`), it was not taken (`refused`)."""
    allow(by, "feed.fetch")
    with transaction.atomic():
        row = _held(feed)
        if not Fetch.objects.filter(key=key).exists():
            settle(row, _fetch(row, key, now), outcome, said, now)


def _fetch(row: Feed, key: str, now: datetime) -> Fetch:
    return Fetch(feed=row, key=key, at=now)
