"""A slip of the pen: the word that was meant, out of the words that listings use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kizuna.directory.finding import words
from kizuna.directory.synonyms import FILLERS, SYNONYMS

SHORTEST = 4
"""Shorter words have too many neighbours to guess."""


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap with their neighbour (OSA); `most` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


def vocabulary(text: str) -> frozenset[str]:
    """Words of a text that a slip of the pen may have been meant as."""
    return frozenset(word for word in words(text, most=None) if len(word) >= SHORTEST and word.isalpha())


class Known:
    """Words that listings use, each with the number of listings, ready to be compared with."""

    def __init__(self, found: Mapping[str, int], synonyms: Mapping[str, str] = SYNONYMS) -> None:
        self.found, self.synonyms = found, synonyms
        self.counts = {**found, **{word: 10**6 for word in synonyms if word not in found}}
        self.by_first: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            self.by_first[word[0]].append(word)

    def meant(self, word: str) -> str:
        """The known word nearest to this one, the more frequent of equals; "" when it is known.

        One slip in words of 4 to 7 letters, two in longer ones. Words with the same first letter come first.
        """
        if len(word) < SHORTEST or not word.isalpha() or word in self.counts or word in FILLERS:
            return ""
        near = self._nearest(word, self.by_first[word[0]])
        if near:
            return near
        others = (w for first, found in self.by_first.items() if first != word[0] for w in found)
        return self._nearest(word, others)

    def _nearest(self, word: str, candidates: Iterable[str]) -> str:
        most = 1 if len(word) < 8 else 2
        best, best_key = "", (most + 1, 0)
        for candidate in candidates:
            if abs(len(candidate) - len(word)) > most:
                continue
            key = (distance(word, candidate, most), -self.counts[candidate])
            if key < best_key:
                best, best_key = candidate, key
        return best if best_key[0] <= most else ""
