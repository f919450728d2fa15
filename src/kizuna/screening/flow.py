"""The way through the questions. The state travels in the page, sealed: the server remembers nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kizuna.instruments.answers import Answer, Answers
from kizuna.instruments.definition import Instrument, Item

CHECK_UP = "check-up"


@dataclass(frozen=True)
class State:
    """Where somebody is: `page` counts from 0; one past the last page means that all are done."""

    attempt: str
    """A random id made at the start: whatever is kept later is kept once for it."""
    answers: Answers = field(default_factory=dict)
    page: int = 0
    counted: bool = False
    """A danger in this attempt that reached nobody has been counted."""
    told: bool = False
    """A person has been told of a danger in this attempt."""
    person: str = ""
    """Whom a link worker is doing this with; empty when people do it for themselves."""
    instrument: str = CHECK_UP
    """Which questionnaire this is."""
    channel: str = ""
    """How a link worker asks; empty when people do it for themselves."""
    who: str = "self"
    relation: str = ""
    """Who answers for the person, when somebody else does."""

    def packed(self) -> dict[str, Any]:
        """The state as JSON, to be sealed."""
        return {
            "attempt": self.attempt,
            "answers": self.answers,
            "page": self.page,
            "counted": self.counted,
            "told": self.told,
            "person": self.person,
            "instrument": self.instrument,
            "channel": self.channel,
            "who": self.who,
            "relation": self.relation,
        }


def unpacked(payload: Mapping[str, Any]) -> State:
    """The state from what was sealed; KeyError or TypeError when it is something else."""
    return State(
        attempt=payload["attempt"],
        answers=dict(payload["answers"]),
        page=int(payload["page"]),
        counted=bool(payload["counted"]),
        told=bool(payload["told"]),
        person=payload["person"],
        instrument=payload.get("instrument", CHECK_UP),  # pages sealed before this was kept are check-ups
        channel=payload.get("channel", ""),
        who=payload.get("who", "self"),
        relation=payload.get("relation", ""),
    )


def questions(instrument: Instrument, state: State) -> tuple[Item, ...]:
    """The questions of the page that is next; empty when all pages are done."""
    pages = instrument.pages
    return pages[state.page] if 0 <= state.page < len(pages) else ()


def _without(answers: Mapping[str, Answer], items: Iterable[Item]) -> Answers:
    names = {item.id for item in items}
    return {code: value for code, value in answers.items() if code not in names}


def _next(instrument: Instrument, answers: Mapping[str, Answer], page: int, step: int) -> int:
    """The nearest page in this direction that asks something after these answers."""
    pages, asked = instrument.pages, instrument.asked(answers)
    page += step
    while 0 <= page < len(pages) and not any(item.id in asked for item in pages[page]):
        page += step
    return min(max(page, 0), len(pages))


def answered(instrument: Instrument, state: State, given: Mapping[str, Answer]) -> State:
    """This page's answers in, and on to the next page. What was left empty is taken out."""
    here = questions(instrument, state)
    kept = _without(state.answers, here)
    new = {item.id: given[item.id] for item in here if given.get(item.id)}
    whole = {**kept, **new}
    ordered = {item.id: whole[item.id] for item in instrument.items if item.id in whole}
    return replace(state, answers=ordered, page=_next(instrument, ordered, state.page, 1))


def skipped(instrument: Instrument, state: State) -> State:
    """On to the next page without an answer to this one."""
    return answered(instrument, state, {})


def back(instrument: Instrument, state: State) -> State:
    """One page back; the answers stay."""
    return replace(state, page=_next(instrument, state.answers, state.page, -1))


def progress(instrument: Instrument, state: State) -> tuple[int, int]:
    """Which page this is, from 1, and of how many."""
    return min(state.page + 1, len(instrument.pages)), len(instrument.pages)


def sealed_heard(state: State, needs: Iterable[str], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What goes on to the suggestions, to be sealed for the purpose "heard"."""
    return {
        "attempt": state.attempt,
        "answers": state.answers,
        "needs": list(needs),
        "facts": dict(facts),
        "told": state.told,
        "instrument": state.instrument,
    }
