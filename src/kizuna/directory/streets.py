"""Postal addresses brought into one form, so that two ways of writing a house compare as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kizuna.directory.same_words import COMPASS, STREETS, ordinal, words

_ROOM = frozenset((
    "apartment", "apt", "basement", "bldg", "building", "bureau", "dept", "department", "fl", "flat",
    "floor", "lower", "office", "piso", "rm", "room", "ste", "suite", "unit", "upper", "wing",
))  # fmt: skip
_NUMBERED = frozenset(("highway", "route", "road", "rural", "county", "state", "us", "fm", "cr"))
"""Streets that are called by a number: it is no room."""
_NUMBER_SIGN = frozenset(("no", "nr", "num", "numero", "n°", "nº"))
_LONE_HOUSE = re.compile(r"(^|,)(\s*\d+\w?),\s*(?=[^\d\s])")
_LAST_HOUSE = re.compile(r"^([^\d,]+),\s*(\d+\w?)(?=\s*(?:$|,\s*\d))")
_BOX = re.compile(
    r"\b(?:p\W*o\W*box|post\s+office\s+box|postfach|apartado(?:\s+postal)?)\W*(\d+)", re.IGNORECASE
)
_GERMAN = re.compile(r"(\w{3,})str\b\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Spot:
    """Where something is: house and street in one form, the room if it is said, town, degrees (WGS 84)."""

    street: str = ""
    rooms: frozenset[str] = frozenset()
    town: str = ""
    code: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def place(self) -> str:
        """House, street and postcode or town; empty without a street."""
        return f"{self.street}|{self.code or self.town}" if self.street else ""


def spot(
    address_1: str,
    address_2: str = "",
    town: str = "",
    code: str = "",
    lat: float | None = None,
    lon: float | None = None,
) -> Spot:
    """An address in one form. Without a house number there is no street to compare."""
    house, street, rest = _read(address_1)
    said = [*rest, *words(address_2)]
    whole = " ".join((house, *street)) if house and street else ""
    return Spot(whole, _rooms(said), " ".join(words(town)), "".join(words(code))[:5], lat, lon)


def _rooms(said: Sequence[str]) -> frozenset[str]:
    """What names a room: a number, or the one letter behind the word suite."""
    before = ("", *said)
    return frozenset(
        word
        for at, word in enumerate(said)
        if any(map(str.isdigit, word)) or (len(word) == 1 and before[at] in _ROOM)
    )


def _read(text: str) -> tuple[str, list[str], list[str]]:
    """House number, street, and what else is said: a room, a building, the name of the house."""
    if box := _BOX.search(text):
        return box[1], ["po", "box"], []
    plain = _LAST_HOUSE.sub(r"\1 \2", _LONE_HOUSE.sub(r"\1\2 ", text))
    parts = _GERMAN.sub(r"\1strasse", plain).split(",")
    read = [_split(words(part)) for part in parts]
    at = next((at for at, (house, street, _rest) in enumerate(read) if house and street), 0)
    others = [word for other, part in enumerate(parts) if other != at for word in words(part)]
    house, street, rest = read[at]
    return house, street, rest + others


def _split(said: list[str]) -> tuple[str, list[str], list[str]]:
    """House number, street and room of one part: 5 Main Street Flat 2, or Calle Mayor 5."""
    cut = next((at for at, word in enumerate(said) if at and word in _ROOM), len(said))
    line, rest = said[:cut], said[cut:]
    line = [word for word in line if word not in _NUMBER_SIGN]
    if not line or line[0] in _ROOM:
        return "", [], said
    if line[0][0].isdigit():
        house, street = line[0], line[1:]
        if len(street) > 1 and street[-1].isdigit() and _type(street[-2]) not in _NUMBERED:
            rest.insert(0, street.pop())
    elif len(line) > 1 and line[-1][0].isdigit() and _type(line[-2]) not in _NUMBERED:
        house, street = line[-1], line[:-1]
    else:
        return "", line, rest
    return house, _street(street), rest


def _type(word: str) -> str:
    return STREETS.get(word, word)


def _street(said: list[str]) -> list[str]:
    """The words of a street: written out, ordinals as numbers, where it lies on the compass at the end."""
    full = []
    for at, word in enumerate(said):
        after = said[at + 1] if at + 1 < len(said) else ""
        saint = word == "st" and after and after not in COMPASS and after not in COMPASS.values()
        full.append("saint" if saint else COMPASS.get(word, ordinal(_type(word))))
    here = [word for word in full if word in COMPASS.values()]
    return [word for word in full if word not in here] + sorted(here) if len(here) < len(full) else full
