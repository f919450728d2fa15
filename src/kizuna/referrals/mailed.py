"""The form for referring somebody as lines of an e-mail: written out empty, and read as people fill it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kizuna.access.wording import N_

TOPIC = "referrals.mailed"
WAITS = timedelta(days=14)
"""How long a form that came by mail waits for its sender to say that it is theirs."""
LINES: dict[str, str] = {
    "name": N_("Their name"),
    "phone": N_("Their phone number"),
    "email": N_("Their e-mail address"),
    "shared": N_("Does someone else use this phone or read this e-mail?"),
    "area": N_("Where do they live?"),
    "need": N_("What do they need most?"),
    "note": N_("What should the link worker know?"),
    "agree": N_("They agreed that we keep this"),
    "how": N_("How did they say yes?"),
    "may_hear": N_("They agreed that we tell you"),
    "from_name": N_("Your name"),
}
"""Field of the form on the page → what stands before the colon."""
ENDS, MARKS, QUOTES = "?.:： \t", "*_-•· \t", "> \t"
LONGEST = 2000


@dataclass(frozen=True)
class Words:
    """What people may write, in any language of the site, in small letters, and what it means."""

    lines: Mapping[str, str]
    """What stands before the colon → field."""
    means: Mapping[str, Mapping[str, object]]
    """Field with a choice → what was written → its value."""


def bare(text: str) -> str:
    """Without what people and mail programs put around words; in small letters."""
    return " ".join(text.strip(ENDS + MARKS).casefold().split())


def read(text: str, words: Words) -> dict[str, str]:
    """What stands behind each line of the form that was found; the first answer that is not empty counts.

    Quoted and starred lines are read like others; what wraps belongs to the line before; brackets hold hints.
    """
    found: dict[str, str] = {}
    field, taken = "", frozenset[str]()
    for whole in text.splitlines():
        if whole.rstrip() == "--":
            break  # what follows is a signature
        line = whole.lstrip(QUOTES).strip()
        begun, rest = _line(line, words)
        if begun:
            field, taken = begun, frozenset(one for one, said in found.items() if said)
            if field not in taken:
                found[field] = rest
        elif not line:
            field = ""
        elif field and field not in taken and line[0] not in "([":
            found[field] = f"{found[field]} {line}".strip()[:LONGEST]
    return found


def _line(line: str, words: Words) -> tuple[str, str]:
    """The field that begins here and what stands behind its colon; nothing for any other line."""
    before, colon, rest = line.replace("：", ":").partition(":")
    return (words.lines.get(bare(before), ""), rest.strip(MARKS)[:LONGEST]) if colon else ("", "")


def is_form(found: Mapping[str, str]) -> bool:
    """Whether enough was found to take it for the form: whom it is about, and how to reach them."""
    return bool(found.get("name") and (found.get("phone") or found.get("email")))


def understood(found: Mapping[str, str], words: Words) -> dict[str, object]:
    """What the page is filled in with: a choice that nobody understands is left to be made there."""
    made: dict[str, object] = {}
    for field, said in found.items():
        choices = words.means.get(field)
        if not said:
            continue
        if choices is None:
            made[field] = said
        elif (value := choices.get(bare(said))) is not None:
            made[field] = value
    return made
