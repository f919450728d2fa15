"""My data: what every room holds about a person, put together for that person."""

from datetime import datetime
from typing import Any

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities import queries as activities
from kizuna.ledger import queries as ledger
from kizuna.people import queries as people
from kizuna.people.consent import active
from kizuna.referrals import queries as referrals
from kizuna.referrals.case import Case
from kizuna.screening import queries as screening
from kizuna.web.my_data import MyData, agreed, flat

LINES = 20
"""How many of the newest ledger lines the page shows; the export has all of them."""


def held_about(viewer: Viewer, person: str) -> dict[str, Any]:
    """Everything that is held about a person, room by room, as plain JSON values."""
    allow(viewer, "person.export", person=person)
    lines = ledger.about_person(viewer, person, limit=100_000)
    return {
        "people": people.held_about(viewer, person),
        "screening": screening.held_about(viewer, person),
        "activities": activities.held_about(viewer, person),
        "referrals": referrals.held_about(viewer, person),
        "ledger": [{"at": e.at.isoformat(), "what": e.verb, "subject": e.subject, "by": e.by} for e in lines],
    }


def my_data(viewer: Viewer, now: datetime) -> MyData:
    """What the page shows the person who looks."""
    person = viewer.person
    known = people.record(viewer, person)
    rooms = {"screening": screening, "referrals": referrals, "activities": activities}
    asked = tuple(referrals.of_person(viewer, person))
    return MyData(
        profile=known.profile,
        details=people.details(viewer, person),
        consents=agreed((c for c in known.consents if active(c, now)), asked),
        counts={name: flat(room.held_about(viewer, person)) for name, room in rooms.items()},
        referrals=asked,
        lines=tuple(ledger.about_person(viewer, person, limit=LINES)),
    )


def asked_for(viewer: Viewer) -> tuple[Case, ...]:
    """What was asked for the person who looks and still goes on: their first page leads to it."""
    return tuple(case for case in referrals.of_person(viewer, viewer.person) if not case.closed)
