"""What the search index holds of a service, and how a question is taken apart."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from kizuna.directory.synonyms import SYNONYMS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST_QUESTION = 300
MOST_WORDS = 24
_FAR_KM = 25.0


@dataclass(frozen=True)
class Entry:
    """One service as the index reads it."""

    id: str
    name: str
    alternate: str
    organisation: str
    terms: str
    needs: str
    """Labels of its needs, as people read them."""
    codes: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Hit:
    """One service found; scores compare within one answer only."""

    id: str
    score: float


def words(question: str) -> tuple[str, ...]:
    """The words of a question in lower case, each once, at most two dozen."""
    found = _WORD.findall(question[:LONGEST_QUESTION].lower().replace("’", "'"))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


@lru_cache(maxsize=2048)
def also(question: str) -> tuple[str, ...]:
    """Further words that listings use for what the question says; none that it says itself."""
    said = words(question)
    lower = f" {' '.join(said)} "
    more = [w for key, value in SYNONYMS.items() if f" {key} " in lower for w in value.split()]
    return tuple(word for word in dict.fromkeys(more) if word not in said)


def nearness(metres: float | None) -> float:
    """How much of its score a service keeps at this distance: all of it here, a third far away."""
    if metres is None:
        return 0.6
    return 1 / 3 + 2 / 3 * exp(-metres / 1000 / _FAR_KM)
