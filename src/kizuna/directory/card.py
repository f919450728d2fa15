"""A service's card: gathered from its rows, kept beside it as JSON, read back for lists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from kizuna.directory.capacity import Word, state_of
from kizuna.directory.hours import Opening
from kizuna.directory.listing import Card, PlaceValue

VERSION = 4
_DATES = {"until", "dtstart", "valid_from", "valid_to"}
_TIMES = {"opens_at", "closes_at"}
_DEFAULTS = {f.name: f.default for f in fields(Opening)}
_SUMMARY = 220
_FREE = re.compile(r"(no (fees?|cost|charges?)|free|none|free of charge|free service)\.?", re.IGNORECASE)
_NO_PAPERS = re.compile(
    r"(none|no (documents?|papers|id|identification)|nothing|not needed|n/?a)"
    r"( (is|are))?( ?(needed|required))?\.?",
    re.IGNORECASE,
)
_ACCESSIBLE = re.compile(
    r"accessib|wheelchair|\bramps?\b|step[- ]free|elevator|\blift\b|\bwheelchair\b", re.IGNORECASE
)
_NOT_ACCESSIBLE = re.compile(
    r"\b(not|no|without|limited|partial\w*|in)[ -]?\w*[ -]?accessib|\bno (lift|ramp|elevator)", re.IGNORECASE
)
_REMOTE = re.compile(
    r"\b((hot|help|warm) ?-?line|call line|phone line|on-?line (chat|service|support)|web-based)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def _opening_out(opening: Opening) -> dict[str, Any]:
    """Only what differs from an empty row: most have a day and two times."""
    out: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(opening, name)
        if value != default:
            out[name] = value.isoformat() if name in _DATES | _TIMES else value
    return out


def _read(name: str, value: Any) -> Any:
    if name in _DATES:
        return date.fromisoformat(value)
    return time.fromisoformat(value) if name in _TIMES else value


def _opening_in(found: Mapping[str, Any]) -> Opening:
    read: dict[str, Any] = {name: _read(name, value) for name, value in found.items() if name in _DEFAULTS}
    return Opening(**read)


def _place_out(p: PlaceValue) -> list[Any]:
    return [p.address, p.lat, p.lon, p.step_free, p.name, p.transportation, p.secret]


def _word_out(word: Word) -> list[Any]:
    updated = word.updated and word.updated.isoformat()
    return [word.state or "", word.unit, word.available, word.maximum, word.waiting_days, updated]


def _word_in(found: Sequence[Any]) -> Word:
    said, unit, available, maximum, waiting, updated = found
    when = datetime.fromisoformat(updated) if updated else None
    return Word(state_of(said, None), unit, available, maximum, waiting, when)


def _listed(values: frozenset[str] | None) -> list[str] | None:
    return None if values is None else sorted(values)


def _set(found: Sequence[str] | None) -> frozenset[str] | None:
    return None if found is None else frozenset(found)


def to_json(card: Card) -> dict[str, Any]:
    """The card as JSON-able values."""
    return {
        "v": VERSION,
        "organisation": card.organisation,
        "summary": card.summary,
        "places": [_place_out(place) for place in card.places],
        "phone": card.phone,
        "languages": _listed(card.languages),
        "areas": _listed(card.areas),
        "cost": None if card.cost is None else str(card.cost),
        "remote": card.remote,
        "openings": [_opening_out(opening) for opening in card.openings],
        "capacity": [_word_out(word) for word in card.capacity],
        "can_refer": card.can_refer,
        "needs": sorted(card.needs),
        "ways": _listed(card.ways),
        "genders": _listed(card.genders),
        "papers": card.papers,
        "papers_text": card.papers_text,
    }


def from_json(found: Mapping[str, Any]) -> Card:
    """The card that `to_json` wrote."""
    return Card(
        organisation=found["organisation"],
        summary=found["summary"],
        places=tuple(PlaceValue(*place) for place in found["places"]),
        phone=found["phone"],
        languages=_set(found["languages"]),
        areas=_set(found["areas"]),
        cost=None if found["cost"] is None else Decimal(found["cost"]),
        remote=found["remote"],
        openings=tuple(_opening_in(opening) for opening in found["openings"]),
        capacity=tuple(_word_in(word) for word in found["capacity"]),
        can_refer=found["can_refer"],
        needs=frozenset(found["needs"]),
        ways=_set(found["ways"]),
        genders=_set(found["genders"]),
        papers=found.get("papers"),
        papers_text=found.get("papers_text", ""),
    )


def papers_of(documents: Sequence[str]) -> tuple[bool | None, str]:
    """Whether papers are asked for, and which; unknown when nobody wrote of any."""
    said = [" ".join(text.split()) for text in documents if text.strip()]
    asked = [text for text in said if not _NO_PAPERS.fullmatch(text)]
    if not said:
        return None, ""
    return bool(asked), summary(" · ".join(asked)) if asked else ""


def summary(text: str, longest: int = _SUMMARY) -> str:
    """The first sentences of a description, at most `longest` characters."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    kept = ""
    for sentence in _SENTENCE.split(words):
        if len(kept) + len(sentence) + 1 > longest:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or words[: longest - 1].rsplit(" ", 1)[0] + "…"


def cost_of(amounts: Sequence[Decimal], fees: str) -> Decimal | None:
    """The lowest price somebody wrote; 0 when they wrote that it is free; None when that is not clear."""
    if amounts:
        return min(amounts)
    return Decimal(0) if _FREE.fullmatch(fees.strip()) else None


def step_free(texts: Sequence[str]) -> bool | None:
    """Whether one gets in without steps, from what is written; None when nothing clear is."""
    said = [text for text in texts if text.strip()]
    if any(_NOT_ACCESSIBLE.search(text) for text in said):
        return False
    return True if any(_ACCESSIBLE.search(text) for text in said) else None


def is_remote(location_types: Sequence[str], name: str) -> bool:
    """Whether it comes by telephone or on-line: every place is virtual, or its name says so."""
    virtual = bool(location_types) and all(kind == "virtual" for kind in location_types)
    return virtual or bool(_REMOTE.search(name))
