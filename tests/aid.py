"""Asks and offers of the test town, and keys to them: what the doors are tried with."""

from uuid import UUID, uuid5

from django.conf import settings

from kizuna.access.viewer import Viewer
from kizuna.activities.actions import give_aid
from kizuna.activities.aid import ASK, NewAid, aid_token
from tests.town import SPACE, Town


def asked(town: Town, person: UUID) -> UUID:
    """A lift that somebody of the town asks for."""
    area = town.north if person == town.ana else town.south
    new = NewAid(ASK, ("lift",), "Somebody", f"{person.hex}@linden.example", str(area))
    by = Viewer(role="resident", person=str(person))
    return give_aid(new=new, key=uuid5(SPACE, f"ask of {person}"), by=by, now=town.now)


def aid_link(town: Town) -> str:
    """The key to what Ana asks for."""
    return aid_token(asked(town, town.ana), settings.SECRET_KEYS, town.now)
