"""An open index, and how it is asked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import TypeVar

import tantivy

from kizuna.directory.facets import BARE, EVERYWHERE, Narrow
from kizuna.directory.finding import Hit, also, nearness, telling
from kizuna.directory.fusing import SHARE, fuse
from kizuna.directory.index.meaning import Meaning
from kizuna.directory.index.schema import BOOSTS, analyzer, id_of, schema
from kizuna.directory.needs_map import needs_in
from kizuna.directory.spelling import Known
from kizuna.directory.tongues import in_english, is_foreign

_MEANT = 0.9
_TIE = 0.35
_LOOKED_AT = 8
"""So many times more are looked at when the distance may change their order."""
_FUSED = 1000
"""So many that share words are looked at where meaning may change their order."""
_M_A_DEGREE = 111_195.0
Key = TypeVar("Key", int, str)


def nothing() -> Meaning | None:
    """A site without a model."""
    return None


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _some(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


@dataclass(frozen=True)
class Weights:
    """How much counts what was not said in so many words. Measured: see docs/methods/search.md."""

    synonym: float = 0.3
    need: float = 1.0
    meaning: float = SHARE


WEIGHTS = Weights()


@dataclass
class Searchable:
    """An open index, and up to which change of the directory it goes: its number and its mark."""

    index: tantivy.Index
    upto: tuple[int, str]
    known: Known
    folder: str = ""
    """Its folder on disk; "" in memory."""
    means: Callable[[], Meaning | None] = nothing
    """What listings mean, where this site has a model."""
    weights: Weights = WEIGHTS
    schema: tantivy.Schema = field(default_factory=schema)
    analyzer: tantivy.TextAnalyzer = field(default_factory=analyzer)

    def find(
        self,
        question: str,
        limit: int,
        narrow: Narrow | None = None,
        near: tuple[float, float] | None = None,
    ) -> list[Hit]:
        """The best services for a question, best first. Slips of the pen are put right, and words of other
        languages are looked for in English, too.

        `narrow` leaves out what certainly does not fit; where no word says anything, all that is left is
        found. With `near` (degrees) those near it come first, as far as the first place of each says.
        """
        words = self._query(question)
        if words is None and not (narrow and narrow.any):
            return []
        means = self.means() if words and self.weights.meaning else None
        filters = list(self._filters(narrow)) if narrow else []
        query = _all([words or tantivy.Query.all_query(), *filters]) if filters or not words else words
        searcher = self.index.searcher()
        most = max(limit, _FUSED) if means else limit * _LOOKED_AT if near else limit
        found = searcher.search(query, most, count=False).hits
        if means:
            return self._fused(searcher, found, means, question, near)[:limit]
        if near:
            found = self._nearest(searcher, found, near)[:limit]
        return self._hits(searcher, found)

    def _hits(self, searcher: tantivy.Searcher, found: list[tuple[float, tantivy.DocAddress]]) -> list[Hit]:
        addresses = [address for _, address in found]
        halves = [searcher.fast_field_values(name, addresses) for name in ("high", "low")]
        return [
            Hit(id_of(high or 0, low or 0), score)
            for (score, _), high, low in zip(found, *halves, strict=True)
        ]

    def _fused(
        self,
        searcher: tantivy.Searcher,
        found: list[tuple[float, tantivy.DocAddress]],
        means: Meaning,
        question: str,
        near: tuple[float, float] | None,
    ) -> list[Hit]:
        """What the words found and what means most alike, by both together; near ones first when asked."""
        words = {hit.id: hit.score for hit in self._hits(searcher, found)}
        scores = fuse(words, means.likeness(question), means.ids, searcher.num_docs, self.weights.meaning)
        order = dict(scores)
        if near:
            fused = [(scores.get(id, 0.0), address) for id, (_, address) in zip(words, found, strict=True)]
            far = {id: score * nearness(None) for id, score in scores.items() if id not in words}
            order = {**self._worths(searcher, fused, list(words), near), **far}
        best = sorted(scores, key=lambda id: (-order.get(id, 0.0), id))
        return [Hit(id, scores[id]) for id in best]

    def _nearest(
        self,
        searcher: tantivy.Searcher,
        found: list[tuple[float, tantivy.DocAddress]],
        near: tuple[float, float],
    ) -> list[tuple[float, tantivy.DocAddress]]:
        """The same, sorted as their scores and their distances have it together."""
        worths = self._worths(searcher, found, range(len(found)), near)
        return [found[at] for at in sorted(worths, key=lambda at: worths[at], reverse=True)]

    def _worths(
        self,
        searcher: tantivy.Searcher,
        found: list[tuple[float, tantivy.DocAddress]],
        names: Iterable[Key],
        near: tuple[float, float],
    ) -> dict[Key, float]:
        """What each is worth at its distance, by these names."""
        addresses = [address for _, address in found]
        lats, lons = (searcher.fast_field_values(name, addresses) for name in ("lat", "lon"))
        shrinks, out = cos(radians(near[0])), {}
        for name, (score, _), lat, lon in zip(names, found, lats, lons, strict=True):
            away = None
            if lat is not None and lon is not None:
                away = hypot(float(lat) - near[0], (float(lon) - near[1]) * shrinks) * _M_A_DEGREE
            out[name] = score * nearness(away)
        return out

    def asks(self, question: str) -> bool:
        """Whether a question holds any word to look for."""
        return bool(self._words(question))

    def stems(self, text: str) -> list[str]:
        """The stems of a text, each once, as the index has them."""
        return list(dict.fromkeys(self.analyzer.analyze(text)))

    def meant(self, question: str) -> tuple[tuple[str, str], ...]:
        """Words with a slip of the pen, each with the word that was meant."""
        said = (word for word in telling(in_english(question)) if not is_foreign(word))
        pairs = ((word, self.known.meant(word)) for word in said)
        return tuple((word, other) for word, other in pairs if other)

    def synonyms(self, question: str) -> tuple[str, ...]:
        """Further words that listings use for what the question says."""
        said = (*telling(in_english(question)), *(other for _, other in self.meant(question)))
        return also(" ".join(said), self.known.synonyms)

    def _word(self, stem: str) -> tantivy.Query:
        """A word in any field: the best field counts, the others a little."""
        each = [
            tantivy.Query.boost_query(tantivy.Query.term_query(self.schema, name, stem, "freq"), boost)
            for name, boost in BOOSTS.items()
        ]
        return tantivy.Query.disjunction_max_query(each, _TIE)

    def _words(self, question: str) -> dict[str, float]:
        """Stems to look for and how much each counts: those said, those meant, and other words for them."""
        weights = dict.fromkeys(self.stems(" ".join(telling(in_english(question)))), 1.0)
        for stem in self.stems(" ".join(other for _, other in self.meant(question))):
            weights.setdefault(stem, _MEANT)
        also = self.synonyms(question) if self.weights.synonym else ()
        for stem in self.stems(" ".join(also)):
            weights.setdefault(stem, self.weights.synonym)
        return weights

    def _query(self, question: str) -> tantivy.Query | None:
        parts = [
            tantivy.Query.boost_query(self._word(stem), weight)
            for stem, weight in self._words(question).items()
        ]
        for code in sorted(needs_in(in_english(question)) if self.weights.need else ()):
            parts.append(tantivy.Query.const_score_query(self._term("code", code), self.weights.need))
        return _some(parts) if parts else None

    def _term(self, name: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, name, value, "basic")

    def _any(self, name: str, values: Sequence[str]) -> tantivy.Query:
        return _some(self._term(name, value) for value in values)

    def _between(self, name: str, low: float | None, high: float | None) -> tantivy.Query:
        kind = tantivy.FieldType.Unsigned if name == "assured" else tantivy.FieldType.Float
        return tantivy.Query.range_query(self.schema, name, kind, low, high)

    def _filters(self, narrow: Narrow) -> Iterable[tantivy.Query]:
        """What must be there, adding nothing to the score."""
        bare = self._term("mark", BARE)
        found = [self._any("mark", sorted(some | {BARE})) for some in narrow.marks]
        if narrow.needs:
            found.append(self._any("code", sorted(narrow.needs)))
        if narrow.box:
            box = narrow.box
            inside = [self._between("lat", box.south, box.north)]
            if box.west is not None:
                inside.append(self._between("lon", box.west, box.east))
            found.append(_some([_all(inside), self._term("mark", EVERYWHERE), bare]))
        if narrow.age is not None:
            found.append(self._between("youngest", None, narrow.age))
            found.append(self._between("oldest", narrow.age - 1, None))
        if narrow.since:
            found.append(self._between("assured", narrow.since, None))
        if narrow.only is not None:
            found.append(tantivy.Query.term_set_query(self.schema, "id", sorted(narrow.only)))
        return [tantivy.Query.const_score_query(one, 0.0) for one in found]
