"""What the search index holds of a service, and how a question is taken apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from kizuna.directory.capacity import ROOM
from kizuna.directory.facets import NOTHING, Facets
from kizuna.directory.freshness import TRUST
from kizuna.directory.option import Option
from kizuna.directory.synonyms import FILLERS, SYNONYMS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST_QUESTION = 300
MOST_WORDS = 24
LONGEST_KEY = 3
"""Words that a synonym may be said with."""
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
    facets: Facets = NOTHING

    @property
    def whole(self) -> str:
        """Everything in one text; what says most of it stands there twice."""
        twice = (self.name, self.terms)
        return " . ".join((*twice, *twice, self.alternate, self.organisation, self.text))


@dataclass(frozen=True)
class Hit:
    """One service found; scores compare within one answer only."""

    id: str
    score: float


def words(text: str, most: int | None = MOST_WORDS) -> tuple[str, ...]:
    """The words of a text in lower case, each once; of a question at most two dozen."""
    some = text if most is None else text[:LONGEST_QUESTION]
    return tuple(dict.fromkeys(_WORD.findall(some.lower().replace("’", "'"))))[:most]


def telling(question: str) -> tuple[str, ...]:
    """The words of a question that say what it is about; all of them when none does."""
    said = words(question)
    return tuple(word for word in said if word not in FILLERS) or said


def also(question: str, synonyms: Mapping[str, str] = SYNONYMS) -> tuple[str, ...]:
    """Further words that listings use for what the question says; none that it says itself."""
    said = words(question)
    found: list[str] = []
    for size in range(1, LONGEST_KEY + 1):
        for first in range(len(said) - size + 1):
            found += synonyms.get(" ".join(said[first : first + size]), "").split()
    return tuple(word for word in dict.fromkeys(found) if word not in said)


def worth(one: Option) -> float:
    """How much of its score a service keeps, by when it was checked and whether it is full."""
    return TRUST[one.freshness] * ROOM[one.capacity]


def nearness(metres: float | None) -> float:
    """How much of its score a service keeps at this distance: all of it here, a third far away."""
    if metres is None:
        return 0.6
    return 1 / 3 + 2 / 3 * exp(-metres / 1000 / _FAR_KM)
