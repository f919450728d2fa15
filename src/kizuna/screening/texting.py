"""A questionnaire by text message, one question a message: what is asked, and what an answer means."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kizuna.access.wording import N_
from kizuna.instruments.answers import Answers
from kizuna.instruments.definition import Instrument, Item
from kizuna.outbox.segments import MOST_PARTS, cheaper, counted
from kizuna.outbox.stop import plain
from kizuna.screening.numbered import Places, WrongNumber, boxes, typed

KINDLY = 2
"""So often a reply that is no answer is met with a word of how to answer; then the question is left out."""
MOST_PLACES = 12
"""A longer list of places does not fit a message."""
MOST_WORDS = 2
"""A reply with more words that is no answer is shown to a human as well."""
STATES: dict[str, str] = {
    "asked": N_("Under way"),
    "done": N_("Answered to the end"),
    "expired": N_("Ended: no answer for some days"),
    "stopped": N_("Ended: they want no messages"),
    "declined": N_("Ended: they said no"),
}
"""How a round of questions by text message stands, and what that is called on pages."""
Which = Literal["skip", "yes", "no", "start"]
WORDS: dict[Which, dict[str, tuple[str, ...]]] = {
    "skip": {
        "en": ("skip", "0", "pass", "next"),
        "es": ("saltar", "0", "omitir", "paso", "siguiente"),
        "ar": ("تخطي", "0", "تجاوز", "التالي"),
    },
    "yes": {
        "en": ("yes", "y", "ok", "okay", "1", "begin", "go", "yes please", "yeah", "yep", "sure", "ok yes"),
        "es": ("si", "s", "vale", "claro", "si por favor", "bueno", "dale", "claro que si", "si quiero"),
        "ar": ("نعم", "موافق", "حسنا", "ايوه", "ايوا", "تمام", "طيب", "نعم من فضلك", "نعم من فضلكم"),
    },
    "no": {
        "en": ("no", "n", "no thanks", "no thank you", "not now", "nope"),
        "es": ("no", "no gracias", "ahora no"),
        "ar": ("لا", "لا شكرا", "ليس الان"),
    },
    "start": {
        "en": ("check up", "checkup", "check"),
        "es": ("chequeo", "como estoy"),
        "ar": ("اطمئنان", "فحص"),
    },
}
"""Words to reply with; the first of a language is the one that messages name. All are understood."""
_ALL: dict[Which, dict[str, str]] = {
    which: {plain(word): language for language, words in by_language.items() for word in words}
    for which, by_language in WORDS.items()
}


def word_for(which: Which, language: str) -> str:
    """The word that a message names, in this language or in English."""
    return WORDS[which].get(language, WORDS[which]["en"])[0].upper()


def means(which: Which, text: str) -> str:
    """The language in which a whole message says this; empty when it does not."""
    return _ALL[which].get(plain(text), "")


@dataclass(frozen=True)
class Talk:
    """Where somebody is. `item`: the question that waits for an answer; empty before they said yes."""

    answers: Answers = field(default_factory=dict)
    item: str = ""
    wrong: int = 0
    paused: bool = False
    """A danger was told: the next question waits until they write again."""


Kind = Literal["ask", "wrong", "how", "done", "declined", "silent"]


@dataclass(frozen=True)
class Turn:
    """What follows from a reply. `given`: what it answered; `strange`: a human should read it, too."""

    talk: Talk
    kind: Kind
    given: Answers = field(default_factory=dict)
    strange: bool = False


def asked_by_text(instrument: Instrument, places: Places, where_known: bool) -> tuple[Item, ...]:
    """The questions that fit a message. Where somebody lives is not asked when that is known."""
    return tuple(
        item
        for item in instrument.items
        if item.kind != "place" or (not where_known and 0 < len(places) <= MOST_PLACES)
    )


def following(instrument: Instrument, items: Sequence[Item], answers: Answers, after: str) -> str:
    """The next question after this one (the first one after none); empty when there is none."""
    names = [item.id for item in items]
    on = instrument.asked(answers)
    start = names.index(after) + 1 if after in names else 0
    return next((name for name in names[start:] if name in on), "")


def number_of_item(items: Sequence[Item], name: str) -> int:
    """Which of the questions this is, from 1."""
    return next((at for at, item in enumerate(items, 1) if item.id == name), len(items))


def heard(instrument: Instrument, items: Sequence[Item], talk: Talk, text: str, places: Places) -> Turn:
    """What a reply means for a round that is under way."""
    if not talk.item:
        return _before(instrument, items, talk, text)
    if talk.paused:
        return Turn(replace(talk, paused=False), "ask")
    item = next(one for one in items if one.id == talk.item)
    nought = item.kind == "number" and plain(text) == "0"
    if means("skip", text) and not nought and not _offered(item, text, places):
        return _on(instrument, items, talk, {})
    try:
        answer = typed(item, text, places)
    except WrongNumber:
        strange = len(text.split()) > MOST_WORDS
        if talk.wrong >= KINDLY:
            return replace(_on(instrument, items, talk, {}), strange=strange)
        return Turn(replace(talk, wrong=talk.wrong + 1), "wrong", strange=strange)
    return _on(instrument, items, talk, {item.id: answer} if answer else {})


def _offered(item: Item, text: str, places: Places) -> bool:
    """Whether the question has an answer that is called like this."""
    return any(plain(box.label) == plain(text) for box in boxes(item, places))


def _before(instrument: Instrument, items: Sequence[Item], talk: Talk, text: str) -> Turn:
    """Before they said yes nothing is asked."""
    if means("yes", text):
        return Turn(replace(talk, item=following(instrument, items, {}, ""), wrong=0), "ask")
    if means("no", text):
        return Turn(talk, "declined")
    if talk.wrong >= KINDLY:
        return Turn(talk, "silent", strange=True)
    return Turn(replace(talk, wrong=talk.wrong + 1), "how", strange=len(text.split()) > MOST_WORDS)


def _on(instrument: Instrument, items: Sequence[Item], talk: Talk, given: Answers) -> Turn:
    answers = {name: value for name, value in talk.answers.items() if name != talk.item} | given
    item = following(instrument, items, answers, talk.item)
    moved = Talk(answers, item)
    return Turn(moved, "ask" if item else "done", given)


def question(
    items: Sequence[Item], name: str, places: Places, language: str, say: Callable[[str], str]
) -> list[str]:
    """A question as messages: one, or as many as its words need. `say` translates."""
    at = number_of_item(items, name)
    item, before = items[at - 1], items[at - 2] if at > 1 else None
    offered = boxes(item, places)
    lead = say(item.hint) if item.hint and (before is None or before.hint != item.hint) else ""
    lines = [f"{at}/{len(items)}. {' '.join(filter(None, (lead, say(item.text))))}"]
    lines += [f"{box.number} {say(box.label)}" for box in offered]
    lines.append(how(item, language, say))
    return pieces("\n".join(lines))


HOW = {
    "one": N_("Reply with one number. %(skip)s leaves it out."),
    "many": N_("Reply with the numbers that fit, like 1 3. %(skip)s leaves it out."),
    "number": N_("Reply with a number. %(skip)s leaves it out."),
    "date": N_("Reply with a day, like 31.12.1950. %(skip)s leaves it out."),
    "text": N_("Reply in your own words. %(skip)s leaves it out."),
}


def how(item: Item, language: str, say: Callable[[str], str]) -> str:
    """How this question is answered by text message."""
    return say(HOW.get(item.kind, HOW["one"])) % {"skip": word_for("skip", language)}


def pieces(text: str) -> list[str]:
    """A text as messages that networks put together again: in a cheaper spelling, and cut between lines."""
    whole = cheaper(text) or text
    if counted(whole).segments <= MOST_PARTS:
        return [whole]
    found: list[str] = []
    for line in whole.split("\n"):
        for part in _cut(line):
            longer = f"{found[-1]}\n{part}" if found else part
            if found and counted(longer).segments <= MOST_PARTS:
                found[-1] = longer
            else:
                found.append(part)
    return found


def _cut(line: str) -> list[str]:
    """A line that is too long for a message, cut between words."""
    if counted(line).segments <= MOST_PARTS:
        return [line]
    parts = [""]
    for word in re.findall(r"\S{1,60}\s*", line):
        if counted(parts[-1] + word).segments > MOST_PARTS:
            parts.append("")
        parts[-1] += word
    return parts
