"""What is printed: a booklet of services by need, or the sheet of one person's list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.directory.hours import DayHours
from kizuna.directory.layout import FONTS

Kind = Literal["booklet", "sheet"]
State = Literal["making", "ready", "refused"]
STATES: Mapping[str, frozenset[str]] = {
    "making": frozenset({"ready", "refused"}),
    "ready": frozenset(),
    "refused": frozenset(),
}
"""From each state of a booklet that is made in the background, those that may follow."""
AT_ONCE = 200
"""So many services are printed while somebody waits; more are made in the background."""
A_VOLUME = 500
"""So many services fill one volume: more would be too heavy to hold, and memory stays bounded."""
LASTS = timedelta(days=1)
SIZES = {False: 10.5, True: 18.0}
"""Points: ordinary, and large print."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "yi"})


@dataclass(frozen=True)
class Chosen:
    """What somebody wants printed. "" is everything."""

    need: str = ""
    area: str = ""
    language: str = ""
    large: bool = False

    def id(self, edition: str, day: date) -> UUID:
        """The same booklet of the same directory on the same day is made once."""
        parts = ("booklet", self.need, self.area, self.language, str(self.large), edition, day.isoformat())
        return uuid5(NAMESPACE_URL, "|".join(parts))


@dataclass(frozen=True)
class Said:
    """Words and the language they are in; "" is the language of the booklet."""

    text: str = ""
    language: str = ""
    ltr: bool = False
    """Runs from left to right in every language: telephone numbers, web addresses."""


@dataclass(frozen=True)
class Line:
    """One thing to know, under its name."""

    label: str
    said: Said


@dataclass(frozen=True)
class Printed:
    """One service or group."""

    name: Said
    organisation: str = ""
    about: Said = Said()
    lines: tuple[Line, ...] = ()
    note: str = ""
    """That a machine translated it, and the like."""
    url: str = ""
    """Its live page."""
    alt: str = ""
    """What its QR code is, for those who hear the page."""


@dataclass(frozen=True)
class Part:
    """The services for one need."""

    title: str
    about: str
    entries: tuple[Printed, ...]
    url: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Booklet:
    """Everything that is printed, in one language."""

    title: str
    site: str
    language: str
    lead: str
    parts: tuple[Part, ...]
    kind: Kind = "booklet"
    large: bool = False
    notes: tuple[str, ...] = ()
    contents: str = ""
    crisis_title: str = ""
    crisis: tuple[Line, ...] = ()
    url: str = ""
    alt: str = ""
    address: str = ""
    """What is written beside its QR code, when the address itself is too long to type."""

    @property
    def count(self) -> int:
        """How many services or groups are in it."""
        return sum(len(part.entries) for part in self.parts)

    @property
    def rtl(self) -> bool:
        """Whether its language is written from right to left."""
        return self.language.partition("-")[0] in RIGHT_TO_LEFT


@dataclass(frozen=True)
class BookletState:
    """A booklet that is made in the background, for its page."""

    id: str
    chosen: Chosen
    state: State
    said: str
    services: int
    size: int
    volumes: int
    at: datetime
    percent: int | None = None

    @property
    def working(self) -> bool:
        """Whether it is still being made."""
        return self.state == "making"


def task_of(id: object) -> str:
    """The key of the work that makes this booklet."""
    return f"booklet:{id}"


def volumes(booklet: Booklet, most: int = A_VOLUME) -> list[tuple[Part, ...]]:
    """The parts, put into volumes of at most so many services; a long part goes on in the next."""
    found: list[list[Part]] = [[]]
    room = most
    for part in booklet.parts:
        rest = part.entries
        while rest:
            if not room:
                found.append([])
                room = most
            now, rest = rest[:room], rest[room:]
            found[-1].append(Part(part.title, part.about, now, part.url, part.alt))
            room -= len(now)
    return [tuple(one) for one in found if one]


def told_apart(entries: Sequence[Printed]) -> tuple[Printed, ...]:
    """Names that stand there several times, each with who offers it: in the contents they look alike."""
    times = Counter(one.name.text for one in entries)
    return tuple(
        replace(one, name=replace(one.name, text=f"{one.name.text} · {one.organisation}"))
        if times[one.name.text] > 1 and one.organisation
        else one
        for one in entries
    )


def _said(said: Said) -> dict[str, Any]:
    return {"text": said.text, "lang": said.language, "ltr": said.ltr}


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [{"label": one.label, **_said(one.said)} for one in lines]


class Codes:
    """Addresses that get a QR code: each once, under the name of its picture."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def of(self, url: str, alt: str) -> dict[str, str]:
        """What the layout needs to draw one; nothing is drawn without an address."""
        name = self.names.setdefault(url, f"qr{len(self.names)}.svg") if url else ""
        return {"url": url, "qr": name, "alt": alt}


def as_data(booklet: Booklet) -> tuple[dict[str, Any], Codes]:
    """What the layout reads, and the pictures that it needs."""
    codes = Codes()
    parts = [
        {
            "title": part.title,
            "about": part.about,
            **codes.of(part.url, part.alt),
            "entries": [
                {
                    "name": _said(one.name),
                    "organisation": one.organisation,
                    "about": _said(one.about),
                    "lines": _lines(one.lines),
                    "note": one.note,
                    **codes.of(one.url, one.alt),
                }
                for one in told_apart(part.entries)
            ],
        }
        for part in booklet.parts
    ]
    data = {
        "kind": booklet.kind,
        "title": booklet.title,
        "site": booklet.site,
        "keywords": [part.title for part in booklet.parts if part.title][:20],
        "lang": booklet.language.partition("-")[0],
        "rtl": booklet.rtl,
        "large": booklet.large,
        "size": SIZES[booklet.large],
        "fonts": list(FONTS),
        "count": booklet.count,
        "url": booklet.url,
        "live": codes.of(booklet.url, booklet.alt),
        "words": {
            "lead": booklet.lead,
            "notes": list(booklet.notes),
            "contents": booklet.contents,
            "crisis": booklet.crisis_title,
            "footer": f"{booklet.site} · {booklet.title}",
            "address": booklet.address or booklet.url,
        },
        "crisis": _lines(booklet.crisis),
        "parts": parts,
    }
    return data, codes


@dataclass(frozen=True)
class Run:
    """Days after one another with the same hours; `known` is False when nobody can say."""

    first: date
    last: date
    spans: tuple[tuple[time, time], ...]
    known: bool


def runs(week: Sequence[DayHours]) -> tuple[Run, ...]:
    """A week with days that are alike put together."""
    found: list[Run] = []
    for day in week:
        before = found[-1] if found else None
        if before and (before.spans, before.known) == (day.spans, day.known):
            found[-1] = Run(before.first, day.day, day.spans, day.known)
        else:
            found.append(Run(day.day, day.day, day.spans, day.known))
    return tuple(found)
