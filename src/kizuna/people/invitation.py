"""Invitations: who may invite whom, and how long an invitation holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(days=7)
PURPOSE = "invitation"
"""What the link of an invitation is sealed for."""
INVITES: dict[str, tuple[str, ...]] = {
    "admin": ("worker", "organiser", "provider", "coordinator", "analyst", "admin"),
    "coordinator": ("worker", "organiser"),
    "system": ("worker", "organiser", "provider", "coordinator", "analyst", "admin"),
}
"""The roles that each role may invite for. An administrator needs a second one besides."""
NEEDS_AREA = frozenset({"worker", "organiser", "coordinator", "analyst"})
NEEDS_ORGANISATION = frozenset({"provider"})
"""Roles that speak for organisations."""


@dataclass(frozen=True)
class InvitationValue:
    """One invitation, for those who made it or may."""

    id: str
    email: str
    name: str
    role: str
    areas: tuple[str, ...]
    organisations: tuple[str, ...]
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None

    def state(self, now: datetime) -> str:
        """Accepted, withdrawn, lapsed or waiting."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "lapsed" if now >= self.expires_at else "waiting"
