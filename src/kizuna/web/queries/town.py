"""The community as a whole: counts from the rooms, hidden where they are small."""

from datetime import datetime

from django.conf import settings

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities import queries as activities
from kizuna.directory import queries as directory
from kizuna.places import queries as places
from kizuna.referrals import queries as referrals
from kizuna.screening import queries as screening
from kizuna.screening.values import ConcernValue
from kizuna.web.town_figures import StateOfTown, component, counted


def state_of_town(viewer: Viewer, now: datetime) -> StateOfTown:
    """The coordinator's page: the figures of today, and the four components with what is known of each.

    A gap is shown as a gap; small figures are hidden before they leave here.
    """
    allow_some(viewer, "town.see")
    asked, sent = screening.figures(viewer, now), referrals.figures(viewer, now)
    parts = {
        "health": asked,
        "communication": {},
        "connection": activities.figures(viewer, now),
        "organisations": {**directory.figures(viewer, now), **sent},
    }
    return StateOfTown(
        today=tuple(counted(code, n) for code, n in {**asked, **sent}.items()),
        components=tuple(component(code, counts) for code, counts in parts.items()),
    )


def open_concerns(viewer: Viewer, now: datetime) -> list[ConcernValue]:
    """Safety concerns that this viewer can take: whoever is told by night must find them by night."""
    return screening.concerns(viewer, now) if may(viewer, "concern.take") else []


def area_names(viewer: Viewer) -> dict[str, str]:
    """Names of the areas this viewer works in, by id."""
    return {a.id: a.name for a in places.areas(viewer) if a.id in viewer.areas}


def provider_link(viewer: Viewer, now: datetime) -> str | None:
    """In the demo, the link that a provider got by e-mail: they have no account to sign in with."""
    if not settings.DEMO:
        raise NotFound("demo")
    return referrals.waiting_link(SYSTEM("the demo shows a provider's link"), now)
