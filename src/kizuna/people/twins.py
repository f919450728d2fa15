"""Whether a newcomer on a list is probably somebody whom we know, and why."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from kizuna.access.wording import N_
from kizuna.people.profile import fold

ALIKE = 82.0
"""From this likeness of names on (0 to 100), two people with one phone or e-mail are taken for one."""

SAME_PHONE = N_("same phone number and a name that is alike")
SAME_EMAIL = N_("same e-mail address and a name that is alike")
SAME_BIRTH = N_("same name and same year of birth")


@dataclass(frozen=True)
class Known:
    """What of a person is compared. `phone` and `email` may be blind indexes: only equality counts."""

    id: str
    name: str
    birth_year: int | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class TwinFound:
    """A newcomer and whom they are like: another newcomer's id, or empty for somebody who is here already."""

    newcomer: str
    other: str
    reasons: tuple[str, ...]


def alike(one: str, other: str) -> float:
    """Likeness of two names, 0 to 100, whatever the order of their parts."""
    return fuzz.token_sort_ratio(fold(one), fold(other))


def reasons(one: Known, other: Known) -> tuple[str, ...]:
    """Why two records are probably one person; empty when they are not. The same name alone is no reason.

    Different known years of birth speak against it: a grandmother and her grandchild share phone and name.
    """
    years = {year for year in (one.birth_year, other.birth_year) if year is not None}
    if len(years) == 2:
        return ()
    likeness = alike(one.name, other.name)
    found = []
    if one.phone and one.phone == other.phone and likeness >= ALIKE:
        found.append(SAME_PHONE)
    if one.email and one.email == other.email and likeness >= ALIKE:
        found.append(SAME_EMAIL)
    if (
        one.birth_year is not None
        and one.birth_year == other.birth_year
        and fold(one.name) == fold(other.name)
    ):
        found.append(SAME_BIRTH)
    return tuple(found)
