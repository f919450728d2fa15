"""Asks and offers of the test town, and keys to them: what the doors are tried with."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings

from kizuna.access.viewer import Viewer
from kizuna.activities.actions import give_aid, look_at_aid
from kizuna.activities.aid import ASK, NewAid, aid_token
from tests.meetings import seat_body
from tests.town import HOUSE, SPACE, Town


def asked(town: Town, person: UUID) -> UUID:
    """A lift that somebody of the town asks for."""
    area = town.north if person == town.ana else town.south
    new = NewAid(ASK, ("lift",), "Somebody", f"{person.hex}@linden.example", str(area))
    by = Viewer(role="resident", person=str(person))
    return give_aid(new=new, key=uuid5(SPACE, f"ask of {person}"), by=by, now=town.now)


def aid_link(town: Town) -> str:
    """The key to what Ana asks for."""
    return aid_token(asked(town, town.ana), settings.SECRET_KEYS, town.now)


def open_ask(town: Town, person: UUID) -> UUID:
    """The same, read and passed on."""
    id = asked(town, person)
    look_at_aid(aid=id, good=True, by=HOUSE, now=town.now)
    return id


def aid_bodies(town: Town) -> dict[str, dict[str, Any]]:
    """What is sent along with operations of the API, by how they end."""
    who = {"name": "Dee", "reach": "dee@linden.example", "area": str(town.north)}
    return {
        "activities/seats": {**seat_body(town), "reach": f"{uuid4()}@linden.example"},
        "{ask}/matches": {"offer": str(uuid4())},
        "activities/aid": {"side": "ask", "kinds": ["lift"], **who},
    }
