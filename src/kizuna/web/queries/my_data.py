"""My data: what every room holds about a person, put together for that person."""

from datetime import datetime
from typing import Any

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.activities import queries as activities
from kizuna.bonds import queries as bonds
from kizuna.ledger import queries as ledger
from kizuna.outbox import queries as outbox
from kizuna.people import queries as people
from kizuna.people.consent import active
from kizuna.referrals import queries as referrals
from kizuna.referrals.case import Case
from kizuna.screening import queries as screening
from kizuna.screening.over_time import Course
from kizuna.signposting import queries as signposting
from kizuna.voice import queries as voice
from kizuna.web.my_data import MyData, agreed
from kizuna.web.topics import SCHEMA, role_only

LINES = 5
"""How many of the newest ledger lines the page shows; the export has all of them."""


ROOMS = {
    "screening": screening,
    "activities": activities,
    "signposting": signposting,
    "referrals": referrals,
    "bonds": bonds,
    "voice": voice,
}


def held_about(viewer: Viewer, person: str, ledger_lines: int = 100_000) -> dict[str, Any]:
    """Everything that is held about a person, room by room, as plain JSON values.

    Those merged into them are the same person; of others nothing but the role is told.
    """
    allow(viewer, "person.export", person=person)
    own = people.held_about(viewer, person)
    # The records that became theirs are of no use to anybody but them.
    house, ids = SYSTEM("my data of somebody merged"), [person, *(one["id"] for one in own["persons"])]
    ways = people.own_ways(viewer, person)
    lines = ledger.about_persons(house, dict.fromkeys(ids), limit=ledger_lines) if ledger_lines else []
    held = {
        "people": own,
        **{name: room.held_about(viewer, person) for name, room in ROOMS.items()},
        "outbox": outbox.held_about(house, dict.fromkeys(ids), ways),
        "ledger": [{"at": e.at.isoformat(), "what": e.verb, "subject": e.subject, "by": e.by} for e in lines],
    }
    return dict(role_only(held))


def exported(viewer: Viewer, person: str, now: datetime) -> dict[str, Any]:
    """The file that a person takes along: everything held, with the form's own number in front."""
    return {"schema": SCHEMA, "made_at": now.isoformat(), **held_about(viewer, person)}


def my_data(viewer: Viewer, now: datetime) -> MyData:
    """What the page shows the person who looks."""
    person = viewer.person
    known = people.record(viewer, person)
    asked = tuple(referrals.of_person(viewer, person))
    return MyData(
        profile=known.profile,
        details=people.details(viewer, person),
        consents=agreed((c for c in known.consents if active(c, now)), asked),
        counts={
            "screening": len(screening.history(viewer, person)),
            "referrals": len(asked),
            "activities": len(activities.attended(viewer, person)),
        },
        referrals=asked,
        lines=tuple(ledger.about_person(viewer, person, limit=LINES)),
    )


def own_scores(viewer: Viewer, person: str) -> tuple[Course, ...]:
    """The scores of the person who looks, over time."""
    return screening.over_time(viewer, person)


def asked_for(viewer: Viewer) -> tuple[Case, ...]:
    """What was asked for the person who looks and still goes on: their first page leads to it."""
    return tuple(case for case in referrals.of_person(viewer, viewer.person) if not case.closed)
