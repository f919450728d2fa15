"""A role of the test town's group with a shift, somebody who helps, and their links: for doors and pages."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from kizuna.access.viewer import STRANGER, Viewer
from kizuna.activities.actions import (
    answer_helping,
    ask_reference,
    keep_role,
    keep_shifts,
    name_reference,
    offer_help,
)
from kizuna.activities.models import Reference
from kizuna.activities.shifts import NewRole, NewShift, Offer, mine_token, opens_mine, reference_token
from tests.town import HOUSE, Town, identifier

OFFER = Offer("Dee", "dee.helps@linden.example", "", "doors")


def kept_role(town: Town, **more: object) -> UUID:
    """Pouring tea at the group of the North."""
    role = NewRole(str(identifier("tea")), str(town.group), "Pouring tea", "An hour a week", **more)  # type: ignore[arg-type]
    return keep_role(role=role, by=HOUSE, now=town.now)


def kept_shift(town: Town, days: float = 7, places: int = 1, hours: float = 2) -> UUID:
    """A shift of that role in so many days."""
    role, id = kept_role(town), identifier(f"shift in {days} days")
    starts = town.now.replace(microsecond=0) + timedelta(days=days)
    shift = NewShift(str(id), str(role), starts, starts + timedelta(hours=hours), places)
    keep_shifts(shifts=[shift], by=HOUSE, now=town.now)
    return id


def who_helps(town: Town, offer: Offer = OFFER, state: str = "welcome", by: Viewer = STRANGER) -> UUID:
    """Somebody without an account who pours tea; their id as a volunteer."""
    role = kept_role(town)
    volunteer = offer_help(role=role, offer=offer, by=by, now=town.now)
    if state != "asked":
        how = {"group": town.group, "volunteer": volunteer, "role": role, "state": state}
        answer_helping(**how, by=HOUSE, now=town.now)
    return volunteer


def own_page(volunteer: UUID) -> Viewer:
    """Whoever has the key to this volunteer's page."""
    return Viewer(role="resident", token=opens_mine(volunteer))


def own_key(town: Town, volunteer: UUID | None = None) -> str:
    """That key, as it stands in an address."""
    return mine_token(volunteer or who_helps(town), settings.SECRET_KEYS, town.now)


def reference_link(town: Town, reach: str = "eve@linden.example") -> str:
    """The key of somebody who was asked about Dee."""
    who = who_helps(town)
    name_reference(volunteer=who, name="Eve", reach=reach, by=own_page(who), now=town.now)
    row = Reference.objects.get(volunteer=who)
    how = {"group": town.group, "volunteer": who, "reference": row.pk}
    ask_reference(**how, by=HOUSE, now=town.now)
    return reference_token(row.pk, settings.SECRET_KEYS, town.now)


def of_volunteers(town: Town) -> dict[str, tuple[object, object]]:
    """What stands for a parameter: ours, and nobody's."""
    nothing = identifier("nothing")
    return {
        "role": (kept_role(town), nothing),
        "shift": (kept_shift(town), nothing),
        "volunteer": (who_helps(town), nothing),
    }
