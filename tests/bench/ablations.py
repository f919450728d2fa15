"""What each part of the search adds: words, synonyms, needs, meaning, weights learned by cross-validation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from statistics import fmean

from kizuna.directory.finding import Entry
from kizuna.directory.index import Searchable, Weights
from kizuna.directory.index.meaning import AT_ONCE, Meaning, Vectors, load, problem, text_of
from tests.bench.run import Bench
from tests.quality import Judged, judge

FOLDS = 5
WORDS = Weights(synonym=0, need=0, meaning=0)
PARTS = {
    "words": WORDS,
    "with_synonyms": replace(WORDS, synonym=0.3),
    "with_needs": replace(WORDS, synonym=0.3, need=1.0),
}
MEANT = {"meaning_alone": Weights(meaning=1.0), "fused": Weights()}
Question = tuple[str, frozenset[str]]


def _grid(meaning: Sequence[float]) -> Iterator[Weights]:
    for synonym, need, share in product((0.15, 0.3, 0.5), (0.5, 1.0), meaning):
        yield Weights(synonym, need, share)


def _each(
    found: Searchable, ids: Mapping[str, str], asked: Sequence[Question], weights: Weights
) -> list[Judged]:
    """How good each answer is with these weights."""
    tuned = replace(found, weights=weights)

    def ask(question: str, limit: int) -> list[str]:
        return [ids[hit.id] for hit in tuned.find(question, limit)]

    return [judge([question], ask) for question in asked]


def _mean(judged: Sequence[Judged]) -> dict[str, float]:
    ndcg, hit = fmean(one.ndcg_10 for one in judged), fmean(one.hit_10 for one in judged)
    return {"ndcg_10": round(ndcg, 4), "hit_10": round(hit, 4)}


def _learned(runs: Sequence[list[Judged]]) -> list[Judged]:
    """Each fold of the questions judged with the weights that are best on all others."""
    out: list[Judged] = []
    for fold in range(FOLDS):
        others = [n for n in range(len(runs[0])) if n % FOLDS != fold]
        best = max(runs, key=lambda run: fmean(run[n].ndcg_10 for n in others))
        out += best[fold::FOLDS]
    return out


def _meaning(entries: Sequence[Entry], ids: Mapping[str, str], folder: str, bench: Bench) -> Meaning:
    model = load(folder)
    assert model is not None
    by_theirs = {theirs: ours for ours, theirs in ids.items()}
    rows = sorted(entries, key=lambda entry: len(text_of(entry)))
    vectors: list[Vectors] = []
    for first in range(0, len(rows), AT_ONCE):
        vectors += list(model.embed([text_of(entry) for entry in rows[first : first + AT_ONCE]]))
        if first % (16 * AT_ONCE) == 0:
            bench.progress(first, len(rows), "read by the model")
    import numpy as np

    return Meaning(model, tuple(by_theirs[e.id] for e in rows), ("",) * len(rows), np.array(vectors))


def _remembering(embed: Callable[[list[str]], Vectors]) -> Callable[[list[str]], Vectors]:
    known: dict[str, Vectors] = {}

    def again(texts: list[str]) -> Vectors:
        key = "\0".join(texts)
        if key not in known:
            known[key] = embed(texts)
        return known[key]

    return again


def ablations(
    found: Searchable,
    ids: Mapping[str, str],
    entries: Sequence[Entry],
    asked: Sequence[Question],
    bench: Bench,
) -> dict[str, float]:
    """Figures of each part; those of meaning only where a model was named that can be used."""
    parts, shares = dict(PARTS), (0.0,)
    folder = bench.settings.get("model", "")
    if folder and not problem(folder):
        known = _meaning(entries, ids, folder, bench)
        known = replace(known, model=replace(known.model, embed=_remembering(known.model.embed)))
        found = replace(found, means=lambda: known)
        parts, shares = {**PARTS, **MEANT}, (0.4, 0.5)
    figures: dict[str, float] = {}
    for name, weights in parts.items():
        bench.progress(0, len(parts), name)
        figures |= {f"{name}_{k}": v for k, v in _mean(_each(found, ids, asked, weights)).items()}
    runs = []
    for number, weights in enumerate(grid := list(_grid(shares))):
        bench.progress(number, len(grid), "weights tried")
        runs.append(_each(found, ids, asked, weights))
    learned = "learned_fused" if len(shares) > 1 else "learned_words"
    return figures | {f"{learned}_{k}": v for k, v in _mean(_learned(runs)).items()}
