"""Why a service was found: which of the words stand in its name or its text, and what else was looked for."""

from collections.abc import Iterable

from kizuna.directory.finding import telling
from kizuna.directory.index import Searchable
from kizuna.directory.listing import Card
from kizuna.directory.models import Service
from kizuna.directory.needs import meets
from kizuna.directory.needs_map import needs_in
from kizuna.directory.tongues import in_english
from kizuna.directory.wanted import Why


class Reader:
    """Reads listings for the words of one question."""

    def __init__(self, searchable: Searchable, question: str) -> None:
        self.searchable = searchable
        said = in_english(question)
        self.said = self._by_stem(telling(said)) if question.strip() else {}
        self.meant = self._by_stem(other for _, other in searchable.meant(question))
        self.other = self._by_stem(searchable.synonyms(question))
        self.needs = sorted(needs_in(said))

    def _by_stem(self, words: Iterable[str]) -> dict[str, str]:
        return {stem: word for word in words for stem in self.searchable.stems(word)}

    def read(self, row: Service, card: Card) -> tuple[frozenset[str], frozenset[str]]:
        """The stems of a listing's name, and those of what else it says."""
        if not self.said:
            return frozenset(), frozenset()
        name = f"{row.name} {row.alternate_name}"
        text = f"{row.description} {card.summary} {card.organisation} {row.eligibility_description}"
        return frozenset(self.searchable.stems(name)), frozenset(self.searchable.stems(text))

    def why(
        self,
        original: tuple[frozenset[str], frozenset[str]],
        shown: tuple[frozenset[str], frozenset[str]],
        card: Card,
    ) -> tuple[Why, ...]:
        """The reasons, the strongest first, from the listing as it was written and as it is shown."""
        if not self.said:
            return ()
        name, text = original[0] | shown[0], original[1] | shown[1]
        words = self.said | self.meant
        found = [
            self._why("name", [word for stem, word in words.items() if stem in name]),
            self._why("text", [word for stem, word in words.items() if stem in text - name]),
        ]
        need = next((code for code in self.needs if meets(code, card.needs)), "")
        found.append(Why("need", need) if need else None)
        if not any(found):
            there = [word for stem, word in self.other.items() if stem in name | text]
            found.append(self._why("other", there[:3]))
        reasons = tuple(one for one in found if one)
        return reasons or (Why("alike" if self.searchable.means() else "kind"),)

    def _why(self, code: str, words: list[str]) -> Why | None:
        return Why(code, ", ".join(dict.fromkeys(words))) if words else None
