"""Two rankings made one: each as distances from its own mean (z-scores), added with a share of each."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

SHARE = 0.5
"""Of meaning; the rest is words. Measured: see docs/methods/search.md."""
CANDIDATES = 200
"""So many that mean most alike stand beside those that share a word."""


def fuse(
    words: Mapping[str, float],
    likeness: NDArray[np.float32],
    ids: Sequence[str],
    total: int,
    share: float = SHARE,
) -> dict[str, float]:
    """One score for each candidate, above 0. `likeness` has one number for each of `ids`, of `total`.

    A listing without any of the words has 0 of them; one without a vector means as much as the average.
    """
    mean = sum(words.values()) / max(total, 1)
    spread = (sum(score**2 for score in words.values()) / max(total, 1) - mean**2) ** 0.5 or 1.0
    alike = (likeness - likeness.mean()) / (float(likeness.std()) or 1.0) if len(ids) else likeness
    at = {id: number for number, id in enumerate(ids)}
    best = np.argsort(-alike)[:CANDIDATES].tolist() if len(ids) else []
    found = {}
    for id in dict.fromkeys((*words, *(ids[number] for number in best))):
        # What both rankings think nothing of has 0: a listing without a word that means the average.
        by_words = (1 - share) * words.get(id, 0.0) / spread
        by_meaning = share * float(alike[at[id]]) if id in at else 0.0
        found[id] = by_words + by_meaning
    return {id: score for id, score in found.items() if score > 0}
