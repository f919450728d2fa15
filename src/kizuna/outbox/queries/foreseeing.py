"""What many messages would take that nobody has written yet."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import Viewer
from kizuna.outbox.forecast import Forecast, Load, foretold
from kizuna.outbox.models import FailedAddress, Message
from kizuna.outbox.queries.paces import _learned


def foreseen(viewer: Viewer, loads: Iterable[Load], people: int, now: datetime) -> Forecast:
    """Channels, parts, cost, and when the last would have it if it started now: what waits goes before."""
    allow_some(viewer, "run.see")
    waiting = Message.objects.filter(status="queued", next_try__isnull=False, next_try__lte=now).order_by()
    others = waiting.filter(Q(run=None) | Q(run__state="running"))
    told = others.values_list("channel", "zone").annotate(number=Count("id"))
    ahead = [Load(channel, zone, number, ahead=True) for channel, zone, number in told]
    return foretold(
        [*loads, *ahead],
        settings.OUTBOX_WAYS,
        _learned(),
        people=people,
        quiet=settings.QUIET_HOURS,
        zone=settings.TIME_ZONE,
        now=now,
    )


def failed_marks(viewer: Viewer, channel: str) -> frozenset[str]:
    """The marks of this channel's addresses that failed for good: for the room that keeps them."""
    allow(viewer, "outbox.see")
    rows = FailedAddress.objects.filter(channel=channel)
    return frozenset(rows.values_list("address_index", flat=True))
