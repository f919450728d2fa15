"""What a person may need, depend on and be to others: the lists that pages offer, and rules about them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.places.address import Address, format_lines, from_text, normal

NAME_USES = {
    "usual": N_("Everyday name"),
    "official": N_("Name on papers"),
    "former": N_("Former name: shown to nobody else"),
}
HOME_ROLES = {
    "": N_("Lives here"),
    "parent": N_("Parent"),
    "child": N_("Child"),
    "partner": N_("Partner"),
    "relative": N_("Relative"),
    "lodger": N_("Lodger"),
    "carer": N_("Carer who lives in"),
}
SPEAKER_ROLES = {
    "parent": N_("Parent"),
    "guardian": N_("Guardian"),
    "proxy": N_("Somebody they authorised, or a court did"),
    "carer": N_("Carer: passes on, does not decide"),
    "interpreter": N_("Interpreter: passes on, does not decide"),
}
DECIDES = frozenset({"parent", "guardian", "proxy"})
"""Those who may say yes or no for the person. Carers and interpreters pass on what the person says."""
DEPENDENCES = {
    "power": N_("Electric power"),
    "oxygen": N_("Oxygen"),
    "dialysis": N_("Dialysis"),
    "medicine": N_("Medicine that must not stop"),
    "lift": N_("A lift that works"),
    "carer": N_("A carer who comes"),
    "other": N_("Something else"),
}
ACCESS_NEEDS = {
    "step-free": N_("No steps"),
    "wheelchair": N_("Room for a wheelchair"),
    "hearing": N_("Speak clearly, or use a hearing loop"),
    "sign": N_("Sign language"),
    "large-print": N_("Large print"),
    "read-aloud": N_("Read aloud"),
    "easy-words": N_("Easy words and time"),
    "quiet": N_("A quiet place"),
    "company": N_("Somebody comes with them"),
}
DECLINED = {
    "pronouns": N_("Pronouns"),
    "birth_year": N_("Year of birth"),
    "gender": N_("Gender"),
    "languages": N_("Languages they speak"),
    "lives_alone": N_("Whether they live alone"),
    "access_needs": N_("What makes it easier for them"),
    "interpreter": N_("Whether they need an interpreter"),
    "address": N_("Postal address"),
}
MAY_DECLINE = tuple(DECLINED)
"""What somebody may prefer not to say. That is neither "no" nor "unknown"."""


@dataclass(frozen=True)
class Dependence:
    """Something that a person cannot be without."""

    id: str
    kind: str
    note: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def label(self) -> str:
        """The kind in words, to be translated."""
        return DEPENDENCES.get(self.kind, self.kind)


@dataclass(frozen=True)
class Speaker:
    """Somebody who may speak for a person; `person` is empty for one whom we do not know."""

    id: str
    name: str
    role: str
    evidence: str
    seen_by: str
    since: date
    person: str = ""
    until: date | None = None

    @property
    def decides(self) -> bool:
        """Whether they may say yes or no for the person."""
        return self.role in DECIDES

    @property
    def label(self) -> str:
        """The role in words, to be translated."""
        return SPEAKER_ROLES.get(self.role, self.role)


@dataclass(frozen=True)
class KnownName:
    """One of the names of a person; `language` as in BCP 47, or empty."""

    id: str
    text: str
    use: str
    language: str = ""

    @property
    def label(self) -> str:
        """The use in words, to be translated."""
        return NAME_USES.get(self.use, self.use)


def postal(value: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    """An address as its parts are kept: those of `places.address.Address`; a text becomes its lines.

    None for an empty one; raises Refused with a sentence.
    """
    if not value or isinstance(value, str):
        found = from_text(value if isinstance(value, str) else "")
    else:
        try:
            found = normal(Address(**{**value, "lines": tuple(value.get("lines", ()))}))
        except TypeError:
            raise Refused(N_("An address has lines, a place, a region, a postcode and a country.")) from None
    return {**asdict(found), "lines": list(found.lines)} if found else None


def postal_text(address: Mapping[str, Any] | None) -> str:
    """An address as its country writes it, one part a line."""
    return (
        "\n".join(format_lines(Address(**{**address, "lines": tuple(address["lines"])}))) if address else ""
    )


def times(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """When somebody wants to hear from us: `windows` and `not_at_night`.

    A window has `days` (0 is Monday), `from` and `until`.
    None when they said nothing of it; raises Refused with a sentence.
    """
    if not value:
        return None
    try:
        windows = [_window(each) for each in value.get("windows", ())]
    except (KeyError, TypeError, ValueError):
        raise Refused(N_("Write times like 09:00, the first before the last.")) from None
    if len(windows) > 14:
        raise Refused(N_("Write at most 14 times."))
    return {"windows": windows, "not_at_night": bool(value.get("not_at_night"))}


def _window(value: Mapping[str, Any]) -> dict[str, Any]:
    days = sorted({int(day) for day in value["days"]})
    starts, ends = (datetime.strptime(value[key], "%H:%M").strftime("%H:%M") for key in ("from", "until"))
    if not days or not set(days) <= set(range(7)) or starts >= ends:
        raise ValueError(value)
    return {"days": days, "from": starts, "until": ends}


NIGHT = ("21:00", "08:00")
"""From when until when "not at night" asks for quiet, in the time of the place."""


def welcome_at(times: Mapping[str, Any] | None, local: datetime) -> bool:
    """Whether the person wants to hear from us at this moment, given in the time of the place."""
    if not times:
        return True
    clock = local.strftime("%H:%M")
    if times["not_at_night"] and (clock >= NIGHT[0] or clock < NIGHT[1]):
        return False
    windows = times["windows"]
    return not windows or any(
        local.weekday() in each["days"] and each["from"] <= clock < each["until"] for each in windows
    )
