"""Names, streets and web addresses brought into one form, so that two ways of writing them compare as one."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "der",
        "die",
        "for",
        "fur",
        "in",
        "la",
        "le",
        "of",
        "on",
        "the",
        "und",
        "y",
        "co",
        "company",
        "corp",
        "corporation",
        "eg",
        "ev",
        "gmbh",
        "inc",
        "incorporated",
        "limited",
        "llc",
        "ltd",
        "nfp",
        "plc",
        "cic",
        "cio",
    ]
)
"""Words that say nothing of who somebody is: articles and legal forms."""
_COMPASS = {
    "n": "north", "s": "south", "e": "east", "w": "west",
    "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
}  # fmt: skip
_STREET = {
    "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "rd": "road", "dr": "drive",
    "ln": "lane", "ct": "court", "pl": "place", "blvd": "boulevard", "hwy": "highway", "pkwy": "parkway",
    "sq": "square", "ter": "terrace", "terr": "terrace", "cir": "circle", "trl": "trail", "wy": "way",
    "cres": "crescent", "gdns": "gardens", "mt": "mount", "ft": "fort", "rte": "route", "fwy": "freeway",
    "expy": "expressway", "plz": "plaza", "ctr": "center", "centre": "center",
}  # fmt: skip
_ROOM = frozenset(
    [
        "apartment",
        "apt",
        "basement",
        "bldg",
        "building",
        "box",
        "dept",
        "department",
        "fl",
        "flat",
        "floor",
        "lower",
        "office",
        "po",
        "rm",
        "room",
        "ste",
        "suite",
        "unit",
        "upper",
        "wing",
    ]
)
_NUMBERED = frozenset(("highway", "route", "road", "rural", "county", "state", "us", "fm", "cr"))
"""Streets that are called by a number: it is no room."""
_SHARED_HOSTS = (
    "facebook.com", "instagram.com", "twitter.com", "x.com", "linkedin.com", "youtube.com", "google.com",
    "wordpress.com", "wixsite.com", "weebly.com", "blogspot.com", "eventbrite.com", "linktr.ee",
)  # fmt: skip


def fold(text: str) -> str:
    """No case, no accents, no apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    return "".join(char for char in plain if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The words of a text, folded; `&` is a word that says nothing."""
    return _WORD.findall(fold(text))


def _one(word: str) -> str:
    """One of several: centers and center are the same word here."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def name_words(name: str) -> tuple[str, ...]:
    """The words that make a name, in their order; one that is made of words that say nothing keeps them."""
    return _counting(words(name))


def _counting(said: Iterable[str]) -> tuple[str, ...]:
    full = [_COMPASS.get(word, word) for word in said]
    return tuple(_one(word) for word in full if word not in _EMPTY) or tuple(map(_one, full))


def core_words(name: str, places: Iterable[str] = ()) -> tuple[str, ...]:
    """The same without what only tells one branch from another: brackets, and its place at the end.

    `places`: words of its streets and towns. "City of Linden" keeps its town: without it, it is no name.
    """
    said = words(_BRACKETS.sub(" ", name)) or words(name)
    here = {word for text in places for word in words(text)}
    kept = list(said)
    while kept and (kept[-1] in here or _STREET.get(kept[-1]) in here):
        kept.pop()
    if kept[-1:] and kept[-1] in {"at", "in"}:
        kept.pop()
    return _counting(kept if kept and kept[-1] != "of" else said)


def numbers(name: Iterable[str]) -> frozenset[str]:
    """The numbers among words: Level 1 is not Level 2."""
    return frozenset(word for word in name if word.isdigit())


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


def _split(text: str) -> tuple[list[str], list[str]]:
    """House and street, and what comes after them: a room, a building."""
    head, _, tail = text.partition(",")
    said = [_COMPASS.get(word, _STREET.get(word, word)) for word in words(head)]
    cut = next((at for at, word in enumerate(said) if at and word in _ROOM), len(said))
    street, rest = said[:cut], said[cut:] + words(tail)
    if len(street) > 2 and street[-1].isdigit() and street[-2] not in _NUMBERED:
        rest.insert(0, street.pop())
    return street, rest


def spot(
    address_1: str,
    address_2: str = "",
    town: str = "",
    code: str = "",
    lat: float | None = None,
    lon: float | None = None,
) -> Spot:
    """An address in one form. Without a house number there is no street to compare."""
    street, rest = _split(address_1)
    house = any(char.isdigit() for word in street[:1] for char in word)
    rooms = [word for word in (*rest, *words(address_2)) if any(char.isdigit() for char in word)]
    return Spot(
        " ".join(street) if house and len(street) > 1 else "",
        frozenset(rooms),
        " ".join(words(town)),
        "".join(words(code))[:5],
        lat,
        lon,
    )


def host(url: str) -> str:
    """The name of the machine without `www`; empty for one that many share."""
    try:
        found = (urlsplit(url if "://" in url else f"https://{url}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if any(found == name or found.endswith(f".{name}") for name in _SHARED_HOSTS) else found


def page(url: str) -> str:
    """A web address without what changes nothing: scheme, `www`, a slash at the end, a question."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        found = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{found}{path}" if found and (path or host(url)) else ""
