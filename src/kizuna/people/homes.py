"""Households as values."""

from dataclasses import dataclass
from datetime import date

from kizuna.people.care import HOME_ROLES
from kizuna.people.profile import Profile


@dataclass(frozen=True)
class Member:
    """Somebody who lives in a household."""

    id: int
    who: Profile
    role: str
    since: date | None = None

    @property
    def label(self) -> str:
        """Their part in the household in words, to be translated."""
        return HOME_ROLES.get(self.role, self.role)


@dataclass(frozen=True)
class Home:
    """One household of a person, with those who live there as far as the viewer may see them."""

    id: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Guard:
    """That a person must not be found, for those who keep it."""

    id: str
    reason: str
    keepers: tuple[str, ...]
    """Names of the two."""
    lifting: bool
    """One of two wants it lifted."""
    lifting_by: str = ""
    """The account of that one."""


@dataclass(frozen=True)
class Turn:
    """One change of a person's status."""

    before: str
    after: str
    on: date | None
    note: str
    at: date
