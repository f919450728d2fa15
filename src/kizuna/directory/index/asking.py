"""An open index, and how it is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians

import tantivy

from kizuna.directory.facets import BARE, EVERYWHERE, Narrow
from kizuna.directory.finding import Hit, also, nearness, telling
from kizuna.directory.index.schema import BOOSTS, analyzer, id_of, schema
from kizuna.directory.needs_map import needs_in
from kizuna.directory.spelling import Known

_SYNONYM = 0.3
_MEANT = 0.9
_NEED = 1.0
_TIE = 0.35
_LOOKED_AT = 8
"""So many times more are looked at when the distance may change their order."""
_M_A_DEGREE = 111_195.0
Clause = tuple[tantivy.Occur, tantivy.Query]


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _some(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


@dataclass
class Searchable:
    """An open index, and up to which change of the directory it goes: its number and its mark."""

    index: tantivy.Index
    upto: tuple[int, str]
    known: Known
    folder: str = ""
    """Its folder on disk; "" in memory."""
    schema: tantivy.Schema = field(default_factory=schema)
    analyzer: tantivy.TextAnalyzer = field(default_factory=analyzer)

    def find(
        self,
        question: str,
        limit: int,
        narrow: Narrow | None = None,
        near: tuple[float, float] | None = None,
    ) -> list[Hit]:
        """The best services for a question, best first. Slips of the pen are put right.

        `narrow` leaves out what certainly does not fit; where no word says anything, all that is left is
        found. With `near` (degrees) those near it come first, as far as the first place of each says.
        """
        words = self._query(question)
        if words is None and not (narrow and narrow.any):
            return []
        filters = list(self._filters(narrow)) if narrow else []
        query = _all([words or tantivy.Query.all_query(), *filters]) if filters or not words else words
        searcher = self.index.searcher()
        most = limit * _LOOKED_AT if near else limit
        found = searcher.search(query, most, count=False).hits
        if near:
            found = self._nearest(searcher, found, near)[:limit]
        addresses = [address for _, address in found]
        halves = [searcher.fast_field_values(name, addresses) for name in ("high", "low")]
        return [
            Hit(id_of(high or 0, low or 0), score)
            for (score, _), high, low in zip(found, *halves, strict=True)
        ]

    def _nearest(
        self,
        searcher: tantivy.Searcher,
        found: list[tuple[float, tantivy.DocAddress]],
        near: tuple[float, float],
    ) -> list[tuple[float, tantivy.DocAddress]]:
        """The same, sorted as their scores and their distances have it together."""
        addresses = [address for _, address in found]
        lats, lons = (searcher.fast_field_values(name, addresses) for name in ("lat", "lon"))
        shrinks = cos(radians(near[0]))

        def worth(at: int) -> float:
            lat, lon = lats[at], lons[at]
            if lat is None or lon is None:
                return found[at][0] * nearness(None)
            away = hypot(float(lat) - near[0], (float(lon) - near[1]) * shrinks) * _M_A_DEGREE
            return found[at][0] * nearness(away)

        return [found[at] for at in sorted(range(len(found)), key=worth, reverse=True)]

    def asks(self, question: str) -> bool:
        """Whether a question holds any word to look for."""
        return bool(self._words(question))

    def stems(self, text: str) -> list[str]:
        """The stems of a text, each once, as the index has them."""
        return list(dict.fromkeys(self.analyzer.analyze(text)))

    def meant(self, question: str) -> tuple[tuple[str, str], ...]:
        """Words with a slip of the pen, each with the word that was meant."""
        pairs = ((word, self.known.meant(word)) for word in telling(question))
        return tuple((word, other) for word, other in pairs if other)

    def synonyms(self, question: str) -> tuple[str, ...]:
        """Further words that listings use for what the question says."""
        said = (*telling(question), *(other for _, other in self.meant(question)))
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
        weights = dict.fromkeys(self.stems(" ".join(telling(question))), 1.0)
        for stem in self.stems(" ".join(other for _, other in self.meant(question))):
            weights.setdefault(stem, _MEANT)
        for stem in self.stems(" ".join(self.synonyms(question))):
            weights.setdefault(stem, _SYNONYM)
        return weights

    def _query(self, question: str) -> tantivy.Query | None:
        parts = [
            tantivy.Query.boost_query(self._word(stem), weight)
            for stem, weight in self._words(question).items()
        ]
        for code in sorted(needs_in(question)):
            parts.append(tantivy.Query.const_score_query(self._term("code", code), _NEED))
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
