"""Names and web addresses brought into one form, so that two ways of writing them compare as one."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_DOTTED = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_EMPTY = frozenset((
    "a", "an", "and", "at", "by", "de", "der", "des", "die", "el", "for", "fur", "fuer", "in", "la",
    "las", "le", "les", "los", "of", "on", "the", "und", "y", "co", "company", "corp", "corporation",
    "eg", "ev", "ggmbh", "gmbh", "inc", "incorporated", "limited", "llc", "llp", "ltd", "nfp", "pllc",
    "plc", "cic", "cio",
))  # fmt: skip
"""Words that say nothing of who somebody is: articles and legal forms."""
_LAST = frozenset((
    "ab", "ag", "asbl", "as", "bv", "kg", "lp", "nv", "oy", "pa", "pc", "pte", "pty", "sa", "sarl", "sl",
    "spa", "srl", "ug", "vzw", "501c3",
))  # fmt: skip
"""Legal forms that could be words: only at the end of a name are they left out."""
COMPASS = {
    "n": "north", "s": "south", "e": "east", "w": "west",
    "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
}  # fmt: skip
ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
}  # fmt: skip
_SHORT = {
    "assn": "association", "assoc": "association", "bros": "brothers", "cmty": "community",
    "centre": "center", "cntr": "center", "ctr": "center", "cnty": "county", "dept": "department",
    "dist": "district", "elem": "elementary", "fdn": "foundation", "fndn": "foundation", "ft": "fort",
    "govt": "government", "hosp": "hospital", "hs": "highschool", "intl": "international",
    "med": "medical", "mgmt": "management", "mt": "mount", "natl": "national",
    "organisation": "organization", "programme": "program", "rehab": "rehabilitation", "sch": "school",
    "ste": "sainte", "svc": "service", "svcs": "service", "univ": "university",
}  # fmt: skip
"""How names are shortened, and what is written in two ways."""
STREETS = {
    "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "rd": "road", "dr": "drive",
    "ln": "lane", "ct": "court", "pl": "place", "blvd": "boulevard", "hwy": "highway", "pkwy": "parkway",
    "sq": "square", "ter": "terrace", "terr": "terrace", "cir": "circle", "trl": "trail", "wy": "way",
    "cres": "crescent", "gdns": "gardens", "mt": "mount", "ft": "fort", "rte": "route", "fwy": "freeway",
    "expy": "expressway", "plz": "plaza", "ctr": "center", "centre": "center", "pky": "parkway",
    "bd": "boulevard", "bvd": "boulevard", "crt": "court", "cswy": "causeway", "tpke": "turnpike",
    "avda": "avenida", "avd": "avenida", "calz": "calzada", "pza": "plaza", "c": "calle",
}  # fmt: skip
_SHARED_HOSTS = (
    "facebook.com", "instagram.com", "twitter.com", "x.com", "linkedin.com", "youtube.com", "google.com",
    "wordpress.com", "wixsite.com", "weebly.com", "blogspot.com", "eventbrite.com", "linktr.ee",
)  # fmt: skip


def fold(text: str) -> str:
    """No case, no accents, no apostrophes, no dots within Y.M.C.A."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)


def words(text: str) -> list[str]:
    """The words of a text, folded; `&` is a word that says nothing."""
    return _WORD.findall(fold(text))


def ordinal(word: str) -> str:
    """7th, 1st and first as plain numbers."""
    found = _ORDINAL.fullmatch(word)
    return found[1] if found else ORDINALS.get(word, word)


def _one(word: str) -> str:
    """One of several: centers and center are the same word here."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def name_words(name: str) -> tuple[str, ...]:
    """The words that make a name, in their order; one that is made of words that say nothing keeps them."""
    return _counting(words(name))


def _full(said: list[str], at: int) -> str:
    """One word of a name, written out. St is a saint, and at the end a street."""
    word = said[at]
    if word == "st":
        return "saint" if at + 1 < len(said) else "street"
    return ordinal(_SHORT.get(word, COMPASS.get(word, word)))


def _counting(said: list[str]) -> tuple[str, ...]:
    last = len(said)
    while last > 1 and said[last - 1] in _LAST:
        last -= 1
    full = [_full(said[:last], at) for at in range(last)]
    return tuple(_one(word) for word in full if word not in _EMPTY) or tuple(map(_one, full))


def core_words(name: str, places: Iterable[str] = ()) -> tuple[str, ...]:
    """The same without what only tells one branch from another: brackets, and its place at the end.

    `places`: words of its streets and towns. "City of Linden" keeps its town: without it, it is no name.
    """
    said = words(_BRACKETS.sub(" ", name)) or words(name)
    here = {ordinal(word) for text in places for word in words(text)}
    kept = list(said)
    while kept and (ordinal(kept[-1]) in here or STREETS.get(kept[-1]) in here):
        kept.pop()
    if kept[-1:] and kept[-1] in {"at", "in"}:
        kept.pop()
    return _counting(kept if kept and kept[-1] != "of" else said)


def numbers(name: Iterable[str]) -> frozenset[str]:
    """The numbers among words: Level 1 is not Level 2."""
    return frozenset(word for word in name if word.isdigit())


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
