"""The emergencies that concern whoever looks: shown on every page."""

from datetime import datetime

from kizuna.access.viewer import NotFound, Viewer
from kizuna.people.queries import profile
from kizuna.places import queries as places
from kizuna.places.posture import Emergency


def emergencies_of(viewer: Viewer, now: datetime) -> tuple[Emergency, ...]:
    """The emergencies where this viewer works or lives; for those of whom we know neither, the whole site's.

    One query while there is none.
    """
    if not places.any_emergency(viewer, now=now):
        return ()
    return places.emergencies(viewer, _areas_of(viewer), now=now)


def _areas_of(viewer: Viewer) -> frozenset[str] | None:
    if viewer.areas:
        return viewer.areas
    if not viewer.person:
        return None
    try:
        return frozenset({profile(viewer, viewer.person).area_id})
    except NotFound:
        return None
