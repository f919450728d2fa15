"""The values that other rooms and pages get of a service."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from kizuna.directory.capacity import UNKNOWN, Capacity, Word
from kizuna.directory.freshness import Freshness
from kizuna.directory.hours import DayHours, Opening, State


@dataclass(frozen=True)
class PhoneValue:
    """A public number: as it is shown, as it is dialled, and what it is for."""

    number: str
    href: str = ""
    extension: str = ""
    type: str = ""
    description: str = ""


@dataclass(frozen=True)
class PlaceValue:
    """Where it happens; degrees are WGS 84, None when unknown."""

    address: str = ""
    lat: float | None = None
    lon: float | None = None
    step_free: bool | None = None
    name: str = ""
    transportation: str = ""
    secret: bool = False
    """It is known to those who work there, and told to nobody else."""


@dataclass(frozen=True)
class Card:
    """What a list shows of a service, gathered once when it changes."""

    organisation: str = ""
    summary: str = ""
    places: tuple[PlaceValue, ...] = ()
    phone: str = ""
    languages: frozenset[str] | None = None
    areas: frozenset[str] | None = None
    cost: Decimal | None = None
    remote: bool = False
    openings: tuple[Opening, ...] = ()
    capacity: tuple[Word, ...] = ()
    can_refer: bool = False
    needs: frozenset[str] = frozenset()
    name_language: str = ""
    """In which language the name is, when it is not the reader's."""
    summary_language: str = ""
    translated: tuple[str, ...] = ()
    """How what is shown was translated: by `human`, by `machine`."""
    ways: frozenset[str] | None = None
    """How it reaches people, of `whom.WAYS`."""
    genders: frozenset[str] | None = None
    """Only for these."""
    papers: bool | None = None
    """Whether papers have to be shown; `papers_text` says which."""
    papers_text: str = ""


@dataclass(frozen=True)
class Address:
    """Where a referral is sent."""

    email: str
    name: str


@dataclass(frozen=True)
class ServiceValue:
    """Everything the public page of a service shows."""

    id: str
    name: str
    alternate_name: str
    organisation: str
    organisation_website: str
    organisation_id: str
    description: str
    url: str
    email: str
    status: str
    alert: str
    eligibility: str
    min_age: float | None
    max_age: float | None
    how_to_get: str
    cost_text: str
    cost: Decimal | None
    wait_time: str
    languages: tuple[str, ...]
    """ISO 639 codes."""
    languages_text: tuple[str, ...]
    interpreting: str
    phones: tuple[PhoneValue, ...]
    places: tuple[PlaceValue, ...]
    needs: tuple[str, ...]
    terms: tuple[str, ...]
    areas: tuple[str, ...]
    hours: State
    when_text: str
    """Open or closed in words, in the reader's language."""
    week: tuple[DayHours, ...]
    hours_text: tuple[str, ...]
    confirmed_on: date | None
    source: str
    freshness: Freshness = "unknown"
    last_modified: datetime | None = None
    """When anything changed: no human need have looked."""
    capacity: Capacity = UNKNOWN
    units: tuple[Word, ...] = ()
    """What was said of each unit and still holds."""
    emergency_only: bool = False
    withdrawn: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    """Columns that are not in the reader's language, and in which."""
    translation: str = ""
    """What the reader must know of its translation; "" when nothing is translated."""
    holidays: dict[date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stats:
    """How large the directory is: for the home page and for checks."""

    organisations: int
    services: int
    locations: int
    with_need: int
    """Active services that meet at least one need."""
    with_referral_address: int


@dataclass(frozen=True)
class SourceValue:
    """Where listings come from and when that was read last."""

    name: str
    imported_at: datetime | None
    services: int
