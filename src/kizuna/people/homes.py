"""Households as values."""

from dataclasses import dataclass
from datetime import date, datetime

from kizuna.people.care import HOME_ROLES, Dependence, KnownName, Speaker
from kizuna.people.merging import Merged
from kizuna.people.profile import Details, Profile


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
class Apart:
    """Whom somebody must not meet through us, in either direction: for rules, never for a page."""

    persons: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.persons or self.accounts)


@dataclass(frozen=True)
class Avoided:
    """Somebody whom a person does not want to meet; without a name when the viewer may not know them."""

    id: int
    name: str
    since: datetime
    words: str = ""
    """Who it is in the words of whoever asked for it."""


@dataclass(frozen=True)
class Guard:
    """That a person must not be found, for those who keep it."""

    id: str
    reason: str
    keepers: tuple[str, ...]
    """Names of the two."""
    lifting_by: str = ""
    """The account of the keeper who wants it lifted; empty while nobody does."""
    lifting_until: datetime | None = None
    """How long that waits for a second person."""


@dataclass(frozen=True)
class Whole:
    """One person with everything around them, as far as the viewer may see it."""

    who: Profile
    details: Details
    names: tuple[KnownName, ...]
    homes: tuple[Home, ...]
    dependences: tuple[Dependence, ...]
    speakers: tuple[Speaker, ...]
    avoided: tuple[Avoided, ...]
    guard: Guard | None
    merges: tuple[Merged, ...]


@dataclass(frozen=True)
class Turn:
    """One change of a person's status."""

    before: str
    after: str
    on: date | None
    note: str
    at: date
