"""Feeds and what came of them, for those who keep them."""

from typing import cast

from django.db.models import QuerySet

from kizuna.access.deeds import allow, may
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.feeds import UNWELL, FeedValue, FetchValue, Outcome, ToFetch, too_few
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Feed, Fetch, Service

_SHOWN = 30


def _value(row: Feed) -> FeedValue:
    return FeedValue(
        str(row.pk),
        row.source,
        row.url,
        row.publisher,
        row.licence,
        row.rhythm,
        row.on,
        cast(Outcome, row.outcome),
        row.said,
        row.failures,
        row.fetched_at,
        row.next_at,
    )


def _rows(viewer: Viewer) -> QuerySet[Feed]:
    allow(viewer, "feed.keep")
    return Feed.objects.all()


def feeds(viewer: Viewer) -> tuple[FeedValue, ...]:
    """Every feed, those that fail first."""
    return tuple(map(_value, _rows(viewer).order_by("-on", "-failures", "source")))


def unwell_feeds(viewer: Viewer) -> tuple[FeedValue, ...]:
    """Feeds that failed several times one after the other; none for those who keep no feeds."""
    if not may(viewer, "feed.keep"):
        return ()
    rows = _rows(viewer).filter(on=True, failures__gte=UNWELL).order_by("-failures", "source")
    return tuple(map(_value, rows))


def feed(viewer: Viewer, id: object) -> FeedValue:
    """One feed; NotFound when there is none."""
    row = _rows(viewer).filter(pk__in=known_ids([id])).first()
    if row is None:
        raise NotFound("feed")
    return _value(row)


def fetches(viewer: Viewer, id: object) -> tuple[FetchValue, ...]:
    """The latest fetches of a feed, newest first."""
    allow(viewer, "feed.keep")
    rows = Fetch.objects.filter(feed__in=known_ids([id])).order_by("-at", "-pk")[:_SHOWN]
    return tuple(
        FetchValue(row.at, cast(Outcome, row.outcome), row.said, str(row.package_id or "")) for row in rows
    )


def lost_by_feed(viewer: Viewer, package: object, source: str, coming: int) -> int:
    """How many services of this source are here, when a feed brought far fewer; else 0."""
    allow(viewer, "feed.fetch")
    if not Fetch.objects.filter(package__in=known_ids([package])).exists():
        return 0
    here = Service.objects.filter(source__name=source, withdrawn=False).count()
    return here if too_few(here, coming) else 0


def feed_to_fetch(viewer: Viewer, id: object) -> ToFetch | None:
    """What a fetch needs to know; None when it was switched off since."""
    allow(viewer, "feed.fetch")
    row = Feed.objects.filter(pk__in=known_ids([id]), on=True).first()
    return ToFetch(str(row.pk), row.url, row.etag, row.modified) if row else None
