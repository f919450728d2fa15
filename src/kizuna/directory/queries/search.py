"""Finding services by words, and by how near they are."""

from datetime import datetime
from uuid import UUID

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory import index
from kizuna.directory.capacity import ACCEPTING
from kizuna.directory.finding import Hit, nearness, worth
from kizuna.directory.models import Service
from kizuna.directory.option import Option
from kizuna.directory.queries.options import COLUMNS, Emergency, option, readable
from kizuna.places.geometry import distance_m

_WIDER = 4
"""How many more are looked at when the distance may change their order."""


def hits(viewer: Viewer, text: str, *, limit: int) -> list[Hit]:
    """Ids and scores alone, best first."""
    allow(viewer, "directory.see")
    return index.searchable().find(text, limit)


def _near(one: Option, lat: float, lon: float) -> float:
    if one.remote:
        return nearness(0)
    if one.lat is None or one.lon is None:
        return nearness(None)
    return nearness(distance_m(lat, lon, one.lat, one.lon))


def search(
    viewer: Viewer,
    text: str,
    *,
    now: datetime,
    limit: int = 50,
    lat: float | None = None,
    lon: float | None = None,
    accepting: bool = False,
) -> list[Option]:
    """Services that fit the words, best first; with a place (degrees, WGS 84) near ones rank higher.

    What nobody has checked for long, and what is full, ranks lower.
    `accepting`: only where somebody said lately that there is room.
    """
    allow(viewer, "directory.see")
    here = lat is not None and lon is not None
    found = hits(viewer, text, limit=limit * _WIDER if here or accepting else limit)
    scores = {UUID(hit.id): hit.score for hit in found}
    rows = Service.objects.filter(pk__in=scores, status="active").only(*COLUMNS)
    emergency = Emergency(viewer, now, None)
    shown = [(r, c) for r, c in readable(viewer, rows) if emergency.shows(r, c)]
    found_now = ((scores[row.pk], option(row, card, emergency)) for row, card in shown)
    options = [
        (score * worth(one), one) for score, one in found_now if not accepting or one.capacity in ACCEPTING
    ]
    if lat is not None and lon is not None:
        options = [(score * _near(one, lat, lon), one) for score, one in options]
    options.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].id))
    return [one for _, one in options[:limit]]
