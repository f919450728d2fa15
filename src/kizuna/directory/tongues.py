"""Questions in other languages: the words that people say, as listings in English say them.

Only words that English does not have are known here, so that an English question stays as it is. What is said
in the other language stays in the question, too: a listing or its translation may use it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product

from kizuna.directory.tongue_words import FILLERS, WORDS

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 5
_BENT = 3
"""Longer phrases are known only as they stand in the table."""
ENGLISH = "en"
"""Phrases of people that mean something else than their words do: these are not looked for."""
_ARABIC = re.compile("[\u0600-\u06ff]")
_LETTERS = str.maketrans({"ة": "ه", "ى": "ي", "ـ": "", "ı": "i"})
_IN_FRONT = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل")
"""The article and small words that Arabic writes together with the next one."""
_STEM = 3
MOST = 300


def folded(word: str) -> str:
    """No case, no accents and vowel signs, one form of the Arabic letters that people write in several."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_LETTERS)


def _words(text: str) -> list[str]:
    """Words as they were written, but for vowel signs, which would cut them in pieces."""
    whole = unicodedata.normalize("NFC", text[:MOST])
    return _WORD.findall("".join(char for char in whole if not unicodedata.combining(char)))


def _forms(word: str) -> Iterator[str]:
    """A word as it may stand in the table: without a plural, in the other gender, without an article."""
    yield word
    if _ARABIC.search(word):
        yield from (
            word[len(it) :] for it in _IN_FRONT if word.startswith(it) and len(word) - len(it) >= _STEM
        )
        return
    for end in ("s", "es", "x"):
        if word.endswith(end) and len(word) - len(end) > _STEM:
            yield word[: -len(end)]
    single = word.removesuffix("s")
    other = {"a": "o", "o": "a"}.get(single[-1:])
    if other and len(single) > _STEM:
        yield single[:-1] + other


@lru_cache(maxsize=1)
def _table() -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Folded words of one language → the language, and what listings say."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for language, lines in WORDS.items():
        for line in lines.strip().splitlines():
            listed, _, said = line.partition("=")
            for phrase in said.split(","):
                words = _WORD.findall(folded(phrase))
                each = (
                    [[*_forms(word)] for word in words] if len(words) <= _BENT else [[word] for word in words]
                )
                for some in product(*each):
                    found.setdefault(some, (language, listed.strip()))
    return found


@lru_cache(maxsize=1)
def _fillers() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(folded, some.split())) for name, some in FILLERS.items()}


def _phrase(said: list[str], at: int, size: int) -> tuple[str, str] | None:
    """What some words in a row mean; None when they are not known."""
    words, table = said[at : at + size], _table()
    each = [[*_forms(word)] for word in words] if size <= _BENT else [[word] for word in words]
    return next((table[some] for some in product(*each) if some in table), None)


def _read(said: list[str]) -> tuple[list[tuple[str, str]], set[int]]:
    """Every phrase that is known, the longest first, and the words that it takes up."""
    found: dict[int, tuple[str, str]] = {}
    used: set[int] = set()
    for size in range(min(_LONGEST, len(said)), 0, -1):
        for at in range(len(said) - size + 1):
            here = set(range(at, at + size))
            meaning = None if here & used else _phrase(said, at, size)
            if meaning and not (size == 1 and said[at] in _fillers()[meaning[0]]):
                found[at] = meaning
                used |= here
    return [found[at] for at in sorted(found)], used


@lru_cache(maxsize=4096)
def in_english(question: str) -> str:
    """What the words of a question mean in English, and the words themselves; one in English as it is."""
    written = _words(question)
    said = [folded(word) for word in written]
    meanings, used = _read(said)
    if not meanings:
        return question
    language = Counter(name for name, _ in meanings).most_common(1)[0][0]
    nothing = {at for at, word in enumerate(said) if word in _fillers()[language]}
    nothing |= used if language == ENGLISH else set()
    kept = [word for at, word in enumerate(written) if at not in nothing]
    listed = dict.fromkeys(word for _, some in meanings for word in some.split())
    return " ".join((*listed, *kept))


def is_foreign(word: str) -> bool:
    """Whether this is a word of another language that is known here: no slip of the pen."""
    return any((form,) in _table() for form in _forms(folded(word)))
