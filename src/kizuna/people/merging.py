"""Two records of one person as values: which values are chosen, and what an undo gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuna.access.wording import N_
from kizuna.people.profile import Profile

FIELDS = {
    "name": N_("Name"),
    "called": N_("Likes to be called"),
    "pronouns": N_("Pronouns"),
    "birth_year": N_("Year of birth"),
    "gender": N_("Gender"),
    "languages": N_("Languages"),
    "area": N_("Part of town"),
    "lives_alone": N_("Lives alone"),
    "access_needs": N_("What makes it easier to come and to understand"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "address": N_("Postal address"),
    "preferred_channel": N_("Best way to reach them"),
    "preferred_language": N_("Language for messages"),
    "contact_times": N_("Good times"),
    "interpreter": N_("Needs an interpreter"),
}
"""What can be chosen, field by field, when two records become one."""
WITH = {
    "phone": ("phone_index", "shared_contact"),
    "email": ("email_index",),
    "address": ("address_index",),
    "area": ("lat", "lon"),
}
"""What goes along with a chosen field."""
GRAVITY = ("living", "moved_away", "died")


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person, for those who may see both."""

    id: str
    one: Profile
    two: Profile
    score: int
    reasons: tuple[str, ...]
    """In words, to be translated."""


@dataclass(frozen=True)
class Line:
    """One field of two records beside each other."""

    field: str
    label: str
    one: str
    two: str


@dataclass(frozen=True)
class Merged:
    """A merge that can be undone."""

    id: str
    name: str
    """The name in the record that was merged in."""
    at: datetime


def taken(fields: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The columns that go over when these fields are taken from the other record."""
    return tuple(name for field in fields for name in (field, *WITH.get(field, ())))


def given_back(before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What an undo restores: values that still are as the merge left them. What changed since stays."""
    return {name: before[name] for name, value in after.items() if now[name] == value}
