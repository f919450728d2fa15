"""Foreign words → needs: which needs of this site a service meets, and by which of its words.

First its terms and its name; only where these say nothing, its description. Where nothing is said the
answer is none: a guess would send people to the wrong door.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from kizuna.directory.needs import BY_CODE
from kizuna.directory.needs_words import EXCEPT, FOR_WHOM, TEXT, WORDS

OWN_TAXONOMY = "kizuna needs"
"""A package whose terms are needs of this site names their taxonomy so; `code` is the need."""
_FROM_TEXT = 2
"""A description gives at most this many needs: those that it speaks of most."""
_NOT_LETTERS = re.compile(r"[^\w*|-]+")
_AIRS_PEOPLE = re.compile(r"Y[A-Z]?(?:-\d{4}.*)?")


@dataclass(frozen=True)
class Term:
    """A term as a package has it."""

    name: str
    code: str = ""
    taxonomy: str = ""


def plain(text: str) -> str:
    """Lower case, words apart by one blank, nothing else: `Women's health/HIV` → `women s health hiv`."""
    return " ".join(_NOT_LETTERS.sub(" ", text.lower()).replace("|", " ").replace("_", " ").split())


def _pattern(words: str) -> re.Pattern[str]:
    """One pattern of a need's words; `*` is any ending."""
    each = [re.escape(word.strip()).replace(r"\*", r"\w*") for word in words.split("|") if word.strip()]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?![\w])")


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((need, _pattern(words)) for need, words in WORDS.items())


@lru_cache(maxsize=1)
def _except() -> dict[str, re.Pattern[str]]:
    return {need: _pattern(words) for need, words in EXCEPT.items()}


@lru_cache(maxsize=1)
def _texts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((need, _pattern(words)) for need, words in TEXT.items())


@lru_cache(maxsize=1)
def _people() -> re.Pattern[str]:
    return re.compile(rf"(?:{FOR_WHOM})(?: (?:and|or) (?:{FOR_WHOM}))*")


def _about_people(term: Term) -> bool:
    """Whether a term says whom a service is for rather than what it does."""
    airs = "airs" in term.taxonomy.lower() or "211" in term.taxonomy
    return (airs and bool(_AIRS_PEOPLE.fullmatch(term.code))) or bool(_people().fullmatch(plain(term.name)))


@lru_cache(maxsize=32_768)
def needs_in(words: str) -> frozenset[str]:
    """Needs that a name (of a term or a service) speaks of."""
    found = plain(words)
    not_this = _except()
    return frozenset(
        need
        for need, pattern in _names()
        if pattern.search(found) and not (need in not_this and not_this[need].search(found))
    )


def needs_of_text(text: str) -> frozenset[str]:
    """The needs that a description speaks of most, at most two."""
    found = plain(text)
    counts = Counter({need: len(pattern.findall(found)) for need, pattern in _texts()})
    best = [(need, number) for need, number in counts.most_common(_FROM_TEXT) if number]
    return frozenset(need for need, number in best if number * 2 >= best[0][1])


def own_needs(terms: Iterable[Term]) -> frozenset[str]:
    """Needs that the package names in this site's own words."""
    codes = (t.code or t.name for t in terms if t.taxonomy.strip().lower() == OWN_TAXONOMY)
    return frozenset(code for code in codes if code in BY_CODE)


def needs_of(terms: Sequence[Term], names: Sequence[str], description: str) -> frozenset[str]:
    """The needs a service meets: its own words for them, else its terms and names, else its description."""
    own = own_needs(terms)
    if own:
        return own
    said = [needs_in(term.name) for term in terms if not _about_people(term)]
    said += [needs_in(name) for name in names if name]
    found = frozenset().union(*said)
    return found or needs_of_text(description)


@dataclass(frozen=True)
class MappedTerm:
    """A term of somebody's taxonomy, and the needs that it stands for here."""

    id: str
    name: str
    code: str
    taxonomy: str
    services: int
    needs: tuple[str, ...]
    chosen: bool = False
    """A curator chose them; else they follow from the words."""


def mapped_needs(
    terms: Mapping[UUID, Term],
    chosen: Mapping[UUID, frozenset[str]],
    names: Sequence[str],
    description: str,
) -> frozenset[str]:
    """The needs of a service: what curators chose for its terms, else what its words say."""
    known = [id for id in terms if id in chosen]
    rest = [term for id, term in terms.items() if id not in chosen]
    if not known:
        return needs_of(rest, names, description)
    return needs_of(rest, names, "").union(*(chosen[id] for id in known))
