"""How the lists of phrases are written: a line each, with names for words that stand in many of them.

    a/b        one of these words          a_b    one word or two
    a*  *a     any ending, any beginning   a?     or not at all
    ...        up to three words between   <who>  one of the words that the list names so
    .          the text ends here

A wrong alarm costs one page with numbers and a look; a missed one may cost a life. So the lists are wide,
know no "not", and can only ever raise concern.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kizuna.instruments.definition import DangerKind

Phrases = dict[DangerKind, tuple[str, ...]]


@dataclass(frozen=True)
class Language:
    """The phrases of one language, a line each, and what their names stand for."""

    life: str
    home: str
    other: str
    names: Mapping[str, str] = field(default_factory=dict)


def _lines(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    named = re.sub(r"<(\w+)>", lambda found: "/".join(names[found[1]].split()), text)
    whole = re.sub(r"/\s+", "/", named)  # a long line goes on in the next one
    return tuple(" ".join(line.split()) for line in whole.splitlines() if line.strip())


def written(language: Language) -> Phrases:
    """The phrases by kind, with the names written out."""
    return {
        "life": _lines(language.life, language.names),
        "home": _lines(language.home, language.names),
        "other": _lines(language.other, language.names),
    }
