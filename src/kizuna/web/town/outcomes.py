"""What people of the demo town want to reach, and how they say they are when help begins and later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kizuna.web.town.life import Town, clamp
from kizuna.web.town.rows import Referral, Resident

SCALE = "ons-4"
WORDS = {
    "lead": "Four short questions about these days.",
    "item:satisfaction": "How content are you with your life these days?",
    "item:worthwhile": "How much does what you do feel worth doing?",
    "item:happiness": "How happy were you yesterday?",
    "item:anxiety": "How worried were you yesterday?",
    "answer:ladder:0": "0, not at all",
    **{f"answer:ladder:{n}": str(n) for n in range(1, 10)},
    "answer:ladder:10": "10, completely",
}
"""In the demo's own words: a site types those that it may use."""
WANTED = {
    "company": "To talk with somebody every week",
    "mood": "To sleep through the night, and worry less",
    "food": "To cook one warm meal a day",
    "money": "To know what I owe, and have a plan",
    "home": "To have a dry bedroom before winter",
    "health": "To walk to the shore and back",
    "moving": "To take the bus to town by myself",
    "new": "To know three neighbours by name",
    "caring": "To have one afternoon a week to myself",
    "practical": "To get the forms done and sent",
    "learning": "To write an e-mail to my daughter",
}
TWELVE_WEEKS = timedelta(days=84)


@dataclass(frozen=True)
class Wish:
    """One goal."""

    number: int
    resident: int
    words: str
    need: str
    at: datetime
    state: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Said:
    """Answers to the four questions."""

    code: str
    resident: int
    at: datetime
    answers: dict[str, str]


def _first(town: Town) -> list[Referral]:
    """The referral with which help began, of everybody who was referred."""
    found: dict[int, Referral] = {}
    for one in sorted(town.life.referrals, key=lambda each: each.at):
        found.setdefault(one.resident, one)
    return list(found.values())


def wishes(town: Town, rng: Random) -> Iterator[Wish]:
    """Most people say what they want; whoever had help mostly gets there."""
    for one in _first(town):
        words = WANTED.get(one.need.partition(".")[0])
        end = one.steps[-1] if one.steps else None
        luck = rng.random()
        if words is None or luck < 0.3:
            continue
        state = "open"
        if end and end.to == "completed":
            state = "attained" if luck < 0.85 else "not-attained"
        elif end and end.to == "failed":
            state = "not-attained" if luck < 0.8 else "open"
        ended_at = end.at if end and state != "open" else None
        yield Wish(one.number, one.resident, words, one.need, one.at, state, ended_at)


def said(town: Town, rng: Random) -> Iterator[Said]:
    """The first time mostly when help begins, the second twelve weeks on: fewer of those who are low.

    Where something came of it people are a little better off, and nobody is so by much.
    """
    for one in _first(town):
        who = town.people[one.resident]
        helped = bool(one.steps) and one.steps[-1].to == "completed"
        before = clamp(who.low + (0.14 if helped else 0.02) + rng.uniform(-0.05, 0.05))
        answers, at = _answers(who, before, rng), one.at + timedelta(hours=rng.uniform(1, 90))
        if rng.random() < 0.9 and at < town.now:
            yield Said(f"{one.number}-first", one.resident, at, answers)
        answers, at = _answers(who, who.low, rng), one.at + TWELVE_WEEKS + timedelta(days=rng.uniform(0, 9))
        if rng.random() < 0.85 - 0.5 * who.low and at < town.now:
            yield Said(f"{one.number}-again", one.resident, at, answers)


def _answers(who: Resident, low: float, rng: Random) -> dict[str, str]:
    def step(level: float) -> str:
        return str(min(10, max(0, round(10 * level + rng.gauss(0, 1)))))

    content = 0.85 - 0.6 * low - 0.15 * who.strain
    return {
        "satisfaction": step(content),
        "worthwhile": step(content + 0.05 * who.ties),
        "happiness": step(content),
        "anxiety": step(0.15 + 0.6 * low + 0.1 * who.strain),
    }
