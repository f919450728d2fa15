"""Flesch–Kincaid grade of English text: 0.39 × words a sentence + 11.8 × syllables a word − 15.59."""

import re

import pyphen

HYPHENS = pyphen.Pyphen(lang="en_GB", left=1, right=1)


def syllables(word: str) -> int:
    """Hyphenation finds too few in short words and none in silent endings: never below the vowel groups."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    vowels = len(
        re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$|(?<=[^dt])ed$|(?<=[aeiouy])r?es$", "", letters))
    )
    return max(1, vowels, len(HYPHENS.inserted(letters).split("-")))


def grade(text: str) -> float:
    """The school year in which most children can read it; 4 to 6 is an age of 9 to 11."""
    sentences = [part for part in re.split(r"[.?!:\n]+", text) if part.strip()]
    words = re.findall(r"[A-Za-z'’]+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
