"""What the generator makes: plain values that the rooms' loaders take in."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Neighbourhood:
    """A part of town. Latitude and longitude in degrees; `boundary` is a ring of (lon, lat)."""

    code: str
    name: str
    lat: float
    lon: float
    boundary: tuple[tuple[float, float], ...]
    share: float
    """Share of the town's people who live here, 0–1."""


@dataclass
class Resident:
    """One person of the town and the hidden state that the rest follows from."""

    number: int
    name: str
    called: str
    birth_year: int
    gender: str
    languages: tuple[str, ...]
    neighbourhood: str
    household: int
    lives_alone: bool
    lat: float
    lon: float
    email: str
    phone: str
    less_mobile: bool
    new_here: bool
    ties: float
    """How connected, 0 (nobody) to 1 (many and close)."""
    strain: float
    """Money, housing and health worries, 0 (none) to 1 (many)."""
    low: float
    """Low mood and worry, 0 to 1."""
    known: bool = False
    """Has left a way to be reached, and so has a link worker."""


@dataclass(frozen=True)
class CheckUp:
    """Answers that somebody gave; `reached` when they left a way to be contacted."""

    number: int
    resident: int
    at: datetime
    answers: dict[str, str | list[str]]
    reached: bool


@dataclass(frozen=True)
class Step:
    """One step of a referral."""

    to: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Referral:
    """A referral and everything that happened to it."""

    number: int
    resident: int
    option: str
    kind: str
    need: str
    at: datetime
    steps: list[Step]


@dataclass(frozen=True)
class Visit:
    """Somebody at one meeting of a group."""

    resident: int
    group: str
    at: datetime
    came: bool


@dataclass
class Life:
    """Half a year of the town."""

    check_ups: list[CheckUp] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
