"""Who is answering, who types, and which questionnaire it is."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.queries import instrument
from kizuna.people.profile import Profile
from kizuna.people.queries import profile
from kizuna.places.queries import areas
from kizuna.screening.flow import CHECK_UP, State
from kizuna.screening.forms import Places
from kizuna.screening.values import HELPED, RELATIONS, Manner


def asked(viewer: Viewer, code: str) -> Instrument:
    """The questionnaire in the language of the page."""
    return instrument(viewer, code, "" if code == CHECK_UP else get_language() or "")


def places_of(viewer: Viewer) -> Places:
    """The parts of town to choose from: neighbourhoods, or whatever areas there are."""
    found = areas(viewer)
    near = [area for area in found if area.level == "neighbourhood"] or found
    return [(area.id, area.name) for area in near]


def with_person_of(viewer: Viewer, person: object) -> Profile:
    """The person that a worker does the check-up with; the doors answer for everybody else."""
    who = profile(viewer, person)
    allow(viewer, "check_up.record", area=who.area_id, person=who.id)
    return who


def person_of(viewer: Viewer, state: State) -> str:
    """Whose record the answers go to at the end; empty for people we do not know."""
    if state.person:
        return with_person_of(viewer, state.person).id
    return viewer.person if viewer.role == "resident" else ""


def acting(viewer: Viewer, person: str) -> Viewer:
    """Who acts: staff who look at the public check-up do it as anybody could."""
    return viewer if person or viewer.role == "resident" else STRANGER


def manner_of(request: HttpRequest, state: State) -> Manner:
    """Who typed, and who answered: a link worker with them, somebody beside them, or they themselves."""
    if state.person:
        channel: Any = state.channel or "with a worker"
        who: Any = state.who
        return Manner(channel, who, state.relation)
    return Manner(HELPED if request.helped else "alone")


def name_of(viewer: Viewer, state: State) -> str:
    """What a worker calls the person they do it with; empty when people do it for themselves."""
    return with_person_of(viewer, state.person).call_them if state.person else ""


def relation_of(state: State) -> str:
    """What whoever answers for the person is called, to be translated; empty when they answer themselves."""
    return RELATIONS.get(state.relation, "")
