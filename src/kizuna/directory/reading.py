"""How hard a listing is to read, by published formulas. A language without one is not judged."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pyphen

from kizuna.access.wording import N_

Ease = Literal["easy", "middling", "hard"]
LABELS: Mapping[Ease, str] = {
    "easy": N_("Easy to read: most children of eleven can"),
    "middling": N_("Takes some care: for readers of about twelve to fifteen"),
    "hard": N_("Hard to read: shorter sentences and plainer words would help"),
}
NOT_KNOWN = N_("How hard it is to read is not known.")
LEAST_WORDS = 20
"""A text with fewer says too little: one long word would decide."""
_SENTENCE = re.compile(r"[.!?:;…\n]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS: Mapping[str, str] = {
    "en": "aeiouy",
    "es": "aeiouáéíóúü",
    "fr": "aeiouyàâéèêëîïôùûü",
    "de": "aeiouyäöü",
    "it": "aeiouàèéìòù",
}


@dataclass(frozen=True)
class Level:
    """How hard a text is. `ease` is None when nobody can say: too short, or a language without a formula."""

    ease: Ease | None
    words_a_sentence: float = 0.0
    score: float | None = None
    """By the formula of the language: for English a school grade, else an ease from 0 to 100."""

    @property
    def label(self) -> str:
        """In words (marked for translation)."""
        return LABELS[self.ease] if self.ease else NOT_KNOWN


@lru_cache(maxsize=8)
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=pyphen.language_fallback(language), left=1, right=1)


@lru_cache(maxsize=50_000)
def syllables(word: str, language: str) -> int:
    """About how many syllables a word has: never fewer than its groups of vowels, silent endings apart."""
    letters = word.lower()
    heard = letters
    if language == "en":
        heard = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^dt])ed$|(?<=[aeiouy])r?es$", "", letters)
    if language == "fr":
        heard = re.sub(r"(?<=[^aeiouy])(?:e|es|ent)$", "", letters)
    groups = len(re.findall(f"[{_VOWELS[language]}]+", heard))
    return max(1, groups, len(_hyphens(language).inserted(letters).split("-")) if language == "en" else 0)


def _english(words: float, beats: float) -> tuple[float, Ease]:
    """Flesch–Kincaid: a school grade."""
    grade = 0.39 * words + 11.8 * beats - 15.59
    return grade, "easy" if grade <= 6.5 else "middling" if grade <= 10 else "hard"


def _by_ease(a: float, sentence: float, syllable: float) -> Callable[[float, float], tuple[float, Ease]]:
    """A formula of Flesch's kind, with the weights of its language: 100 is very easy."""

    def formula(words: float, beats: float) -> tuple[float, Ease]:
        ease = a - sentence * words - syllable * beats
        return ease, "easy" if ease >= 65 else "middling" if ease >= 50 else "hard"

    return formula


_FORMULAS: Mapping[str, Callable[[float, float], tuple[float, Ease]]] = {
    "en": _english,
    "es": _by_ease(206.835, 1.0, 62.3),  # Szigriszt-Pazos, with the bands of INFLESZ
    "fr": _by_ease(207.0, 1.015, 73.6),  # Kandel and Moles
    "de": _by_ease(180.0, 1.0, 58.5),  # Amstad
    "it": _by_ease(217.0, 1.3, 60.0),  # Franchina and Vacca
}
JUDGED = frozenset(_FORMULAS)


def level(text: str, language: str) -> Level:
    """How hard a text is to read, in a language as `es` or `es-MX`."""
    bare = language.partition("-")[0].lower()
    words = _WORD.findall(text)
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    length = len(words) / max(1, len(sentences))
    if bare not in _FORMULAS or len(words) < LEAST_WORDS:
        return Level(None, round(length, 1))
    beats = sum(syllables(word, bare) for word in words) / len(words)
    score, ease = _FORMULAS[bare](length, beats)
    return Level(ease, round(length, 1), round(score, 1))
