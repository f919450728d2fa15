"""An option: one thing a person could turn to. Services and groups are compared as these."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from kizuna.directory.capacity import State
from kizuna.directory.freshness import Freshness


@dataclass(frozen=True)
class Option:
    """A service or a group as matching sees it. `None` means unknown, everywhere: never "no"."""

    kind: Literal["service", "group"]
    id: str
    name: str
    organisation: str
    summary: str
    needs: frozenset[str]
    """Codes of `directory.needs`; a group code such as `company` or a finer one such as `company.friend`."""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    """Degrees, WGS 84; None when there is no place or it is not known."""
    remote: bool = False
    """Comes by telephone or on-line: distance does not matter."""
    ways: frozenset[str] | None = None
    """How it reaches people, of `whom.WAYS`; None when nothing says so."""
    phone: str = ""
    url: str = ""
    min_age: float | None = None
    max_age: float | None = None
    genders: frozenset[str] | None = None
    """Only for these, as `female` or `male`; None when it is for everybody or nobody said."""
    eligibility: str = ""
    """Who it is for, in the provider's words, when that could not be read by machine."""
    papers: bool | None = None
    """Whether papers have to be shown; `papers_text` says which."""
    papers_text: str = ""
    languages: frozenset[str] | None = None
    """ISO 639 codes of languages spoken."""
    step_free: bool | None = None
    cost: Decimal | None = None
    """Price of one visit in the site's currency; 0 is free."""
    cost_text: str = ""
    areas: frozenset[str] | None = None
    """Ids of areas served; None when nobody said."""
    open_now: bool | None = None
    next_start: datetime | None = None
    """When it opens or starts next, UTC."""
    when_text: str = ""
    times: frozenset[str] | None = None
    """When in a week it is open or meets, as `hours.PARTS_OF_THE_WEEK` has it."""
    places_left: int | None = None
    capacity: State | None = None
    """Whether they take people now, as far as that was said lately."""
    waiting_days: int | None = None
    group_size: int | None = None
    gentle: bool | None = None
    """A small, welcoming first step for someone who has not been out for long."""
    confirmed_on: date | None = None
    """The last day a human confirmed the listing."""
    freshness: Freshness = "unknown"
    """What that day says now."""
    name_language: str = ""
    """In which language the name is, when it is not the reader's."""
    summary_language: str = ""
    machine: bool = False
    """A machine translated some of what is shown."""
    can_refer: bool = False
    """There is an address that a referral can be sent to."""

    @property
    def full(self) -> bool:
        """Whether they said that they take nobody now."""
        return self.capacity in ("none", "waiting") or (self.capacity is None and self.places_left == 0)
