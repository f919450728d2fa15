"""Calls to make: each caller gets to know of those whom they may find, and of nobody else."""

from datetime import datetime

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.outbox import queries as outbox
from kizuna.outbox.message import Callees, Calls
from kizuna.people import queries as people


def callees(viewer: Viewer) -> Callees:
    """A link worker calls those in their sight; others everybody in their areas who may be found by them."""
    allow_some(viewer, "call.make")
    if viewer.role == "worker":
        return Callees(only=people.visible(viewer))
    numbers = people.hidden_numbers(SYSTEM("calls"), viewer)
    hidden = people.visible_to_keepers(viewer)
    if viewer.role == "coordinator":
        hidden |= people.visible_elsewhere(viewer)
    return Callees(hidden=hidden, numbers=numbers)


def calls(viewer: Viewer, now: datetime) -> Calls:
    """The call in this viewer's hands, and how many wait for them."""
    return outbox.calls(viewer, callees(viewer), now)
