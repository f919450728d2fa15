"""What a search asks for, from the words in an address; what it does not know is refused, never left out."""

import base64
import binascii
import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from kizuna.exchange.outcome import Wrong

MOST, USUAL = 100, 20
PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le")
DATE = re.compile(
    r"(?P<prefix>[a-z]{2})?(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)"
    r"(?:T(?P<hh>\d\d):(?P<mm>\d\d)(?::(?P<ss>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)
COMMON = frozenset({"_count", "_id", "_format", "_pretty", "cursor"})


@dataclass(frozen=True)
class Span:
    """A condition on a moment: not before `start`, before `end`; `outside` turns it round."""

    start: datetime | None
    end: datetime | None
    outside: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page goes on: after the row of this moment and id, and after so many parts of the next."""

    at: datetime
    id: UUID
    parts: int = 0


@dataclass(frozen=True)
class Asked:
    """A search: the words as they came, how many at a time, and after what."""

    words: Mapping[str, Sequence[str]]
    count: int
    after: Place | None

    def one(self, name: str) -> str:
        """The only value of a word; empty when it was not said. Raises Wrong when it was said twice."""
        found = self.words.get(name, ())
        if len(found) > 1:
            raise Wrong(f"{name} can be given once only.")
        return found[0] if found else ""


def asked(words: Mapping[str, Sequence[str]], known: frozenset[str]) -> Asked:
    """The search in the words of an address. Raises Wrong for a word that this search does not know."""
    strange = sorted(set(words) - known - COMMON)
    if strange:
        raise Wrong(f"This search does not know {', '.join(strange)}. It knows {', '.join(sorted(known))}.")
    count = next(iter(words.get("_count", ())), str(USUAL))
    if not count.isdecimal() or len(count) > 6:
        raise Wrong("_count is a whole number.")
    cursor = next(iter(words.get("cursor", ())), "")
    return Asked(words, min(int(count), MOST), _place(cursor) if cursor else None)


def cursor_of(place: Place) -> str:
    """A place as it stands in an address."""
    text = f"{place.at.isoformat()} {place.id} {place.parts}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        at, id, parts = text.split(" ")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(at)
        return Place(moment, UUID(id), int(parts))
    except (ValueError, binascii.Error):
        raise Wrong("This page is none of ours. Start without a cursor.") from None


def span(text: str, zone: tzinfo) -> Span:
    """A FHIR date with its prefix, like ge2026-05, as the time that it covers. Raises Wrong."""
    found = DATE.fullmatch(text)
    prefix = (found and found["prefix"]) or "eq"
    if not found or prefix not in PREFIXES:
        raise Wrong(f"“{text}” is no date of FHIR like 2026-05, ge2026-05-03 or lt2026-05-03T10:00:00Z.")
    try:
        start, end = _covered({name: found[name] for name in ("y", "m", "d", "hh", "mm", "ss", "zone")}, zone)
    except (ValueError, OverflowError):
        raise Wrong(f"“{text}” is no date that there is.") from None
    return {
        "eq": Span(start, end),
        "ne": Span(start, end, outside=True),
        "gt": Span(end, None),
        "ge": Span(start, None),
        "lt": Span(None, start),
        "le": Span(None, end),
    }[prefix]


def _covered(part: Mapping[str, str | None], zone: tzinfo) -> tuple[datetime, datetime]:
    """From when to before when: a year, a month, a day, a minute or a second."""
    year, month, day = int(part["y"] or 1), int(part["m"] or 1), int(part["d"] or 1)
    hour, minute, second = int(part["hh"] or 0), int(part["mm"] or 0), int(part["ss"] or 0)
    start = datetime(year, month, day, hour, minute, second, tzinfo=_zone(part["zone"], zone))
    if part["ss"]:
        return start, start + timedelta(seconds=1)
    if part["hh"]:
        return start, start + timedelta(minutes=1)
    days = (
        1 if part["d"] else calendar.monthrange(year, month)[1] if part["m"] else 365 + calendar.isleap(year)
    )
    following = (datetime(year, month, day) + timedelta(days=days)).replace(tzinfo=start.tzinfo)
    return start, following


def _zone(text: str | None, usual: tzinfo) -> tzinfo:
    if not text:
        return usual
    return UTC if text == "Z" else datetime.fromisoformat(f"2000-01-01T00:00:00{text}").tzinfo or usual


def reference(text: str, kind: str) -> UUID | None:
    """The id in a reference like Patient/…, or in a plain id; None when it can be nobody's here."""
    plain = text.partition("?")[0].removesuffix("/").rpartition("/")
    if plain[0] and plain[0].rpartition("/")[2] != kind:
        return None
    try:
        return UUID(plain[2])
    except ValueError:
        return None


def bundle(
    address: str, asked: Asked, found: Sequence[Mapping[str, Any]], base: str, following: Place | None
) -> dict[str, Any]:
    """What was found as a page of a Bundle, with the address of the next one."""
    words = {name: list(values) for name, values in asked.words.items()}
    links = [{"relation": "self", "url": _address(address, words)}]
    if following is not None:
        links.append(
            {"relation": "next", "url": _address(address, words | {"cursor": [cursor_of(following)]})}
        )
    entries = [
        {
            "fullUrl": f"{base}/{one['resourceType']}/{one['id']}",
            "resource": one,
            "search": {"mode": "match"},
        }
        for one in found
    ]
    made: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "link": links}
    return made | ({"entry": entries} if entries else {})


def _address(address: str, words: Mapping[str, Sequence[str]]) -> str:
    return f"{address}?{urlencode(words, doseq=True)}" if words else address
