"""Who is looking, and what the doors answer."""

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "stranger", "resident", "worker", "organiser", "provider", "coordinator", "analyst", "admin", "system"
]
STAFF: frozenset[str] = frozenset({"worker", "organiser", "coordinator", "analyst", "admin"})


class NotFound(Exception):
    """There is nothing here for this viewer, whether or not the record exists."""


class LogInFirst(Exception):
    """A page for people with an account."""


class ConfirmFirst(Exception):
    """A deed that needs a recent sign-in: whoever signed in a while ago shows once more that it is them."""


class NotAllowed(Exception):
    """The viewer may know that it exists, and gets a reason."""


class Refused(Exception):
    """The request makes no sense as it stands; the message says how to go on."""


@dataclass(frozen=True)
class Viewer:
    """The one who looks or acts: built once a request, passed to every query and action."""

    role: Role = "stranger"
    account: str = ""
    person: str = ""
    areas: frozenset[str] = frozenset()
    """Ids of the areas this viewer works in, everything below them included."""
    around: frozenset[str] = frozenset()
    """Ids of the areas above those, up to the whole region."""
    organisations: frozenset[str] = frozenset()
    token: str = ""
    """What a signed link opens, as `room:id`; empty for everybody who logged in."""
    reason: str = ""
    fresh: bool = False
    """Whether this person showed within the last minutes that it is them."""

    @property
    def name(self) -> str:
        """How the ledger writes this viewer: a role and an identifier, never a name."""
        return f"{self.role}:{self.account or self.token or self.reason or '-'}"


STRANGER = Viewer()


def SYSTEM(reason: str) -> Viewer:
    """The house itself, at work in the background, with its reason."""
    return Viewer(role="system", reason=reason)
