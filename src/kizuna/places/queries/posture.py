"""Reads about the posture of areas. Whether there is an emergency is public."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kizuna.access.deeds import allow, allow_some
from kizuna.access.memo import asked
from kizuna.access.models import Place, Prepared
from kizuna.access.viewer import Viewer
from kizuna.places.area import ALL_AREAS, LEVELS, Posture
from kizuna.places.identity import known
from kizuna.places.models import Area, PostureChange
from kizuna.places.posture import Emergency, PostureStep, holding
from kizuna.places.queries.areas import everywhere, tree

_NOW = Place("now", models.DateTimeField())
_ANY = Prepared(lambda: Area.objects.filter(emergency_until__gt=_NOW).values_list("pk")[:1])


def posture(viewer: Viewer, area: object, *, now: datetime) -> Posture:
    """`emergency` while this area or one above it is in an emergency, else `everyday`."""
    allow(viewer, "area.see")
    on = {one.id: until for one, until in everywhere() if until}
    above = {one.id: one.above_id for one, _until in everywhere()}
    return "emergency" if holding(above, on, str(area), now) else "everyday"


def any_emergency(viewer: Viewer, *, now: datetime) -> bool:
    """Whether there is an emergency anywhere: the one query of every page on an everyday."""
    allow(viewer, "area.see")
    if asked(ALL_AREAS):
        return any(until and until > now for _area, until in everywhere())
    return bool(_ANY.rows(now=now))


def emergencies(viewer: Viewer, areas: Iterable[object] | None, *, now: datetime) -> tuple[Emergency, ...]:
    """The emergencies that hold in any of these areas, each once; with None those of the whole site.

    One query while there is none anywhere, three otherwise.
    """
    allow(viewer, "area.see")
    if not any_emergency(viewer, now=now):
        return ()
    above = tree()
    on = {one.id: until for one, until in everywhere() if until and until > now}
    names = {one.id: one.name for one, _until in everywhere()}
    if areas is None:
        tops = [id for id, up in above.items() if up is None]
        # Whoever gave no area may live anywhere: only what holds everywhere is surely theirs.
        found = [top for top in tops if top in on] if len(tops) == 1 else []
    else:
        found = [one for area in areas for one in holding(above, on, str(area), now)]
    reasons = _reasons(found)
    return tuple(
        Emergency(id, names[id], on[id], reasons.get(id, ""))
        for id in sorted(dict.fromkeys(found), key=lambda id: (names[id], id))
    )


def emergency_areas(viewer: Viewer) -> models.Subquery:
    """Ids of the areas that are in an emergency now, themselves or by one above: a subquery.

    By the database's clock, so that no reader can forget it.
    """
    allow(viewer, "area.see")
    at, found = "emergency_until__gt", Q()
    for _level in LEVELS:
        found |= Q((at, Now()))
        at = f"above__{at}"
    return models.Subquery(Area.objects.filter(found).values("pk"))


def _reasons(ids: Iterable[str]) -> dict[str, str]:
    """Why each of these areas is in an emergency: what was said last."""
    found: dict[str, str] = {}
    changes = PostureChange.objects.filter(area__in=set(ids), until__isnull=False)
    for area, why in changes.values_list("area_id", "why"):
        found.setdefault(str(area), why)
    return found


def posture_history(viewer: Viewer, area: object, *, limit: int = 20) -> tuple[PostureStep, ...]:
    """What was done to an area's posture, newest first: for those who work on the site."""
    allow_some(viewer, "area.list")
    rows = PostureChange.objects.filter(area=known(area, "area"))[:limit]
    return tuple(
        PostureStep(row.kind, row.at, row.until, row.why, row.by.partition(":")[0], row.by == viewer.name)
        for row in rows
    )
