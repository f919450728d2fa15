"""Listings in the reader's language: what was translated, with a mark; the original, marked as such, else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language, gettext

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.card import summary
from kizuna.directory.listing import Card
from kizuna.directory.models import Service, Translation
from kizuna.directory.translated import FIELDS, How, Translated


def _bare(language: str) -> str:
    return language.partition("-")[0].lower()


def is_original(language: str) -> bool:
    """Whether listings are written in this language: the first that the site speaks."""
    return not language or _bare(language) == _bare(settings.LANGUAGE_CODE)


def original_language(reader: str) -> str:
    """The language in which listings are written, for whoever reads another one; else ""."""
    return "" if is_original(reader) else _bare(settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class Spoken:
    """What listings say in one language."""

    language: str
    found: Mapping[UUID, Mapping[str, Translated]]

    def of(self, row: Service, field: str) -> tuple[str, str]:
        """The words of a field, and their language when it is not the reader's."""
        source = str(getattr(row, field) or "")
        there = self.found.get(row.pk, {}).get(field)
        if there and source:
            return there.value, ""
        return source, original_language(self.language) if source else ""

    def how(self, row: Service, fields: Sequence[str] = FIELDS) -> frozenset[How]:
        """Who translated what is shown of it: people, a machine, both or nobody."""
        there = self.found.get(row.pk, {})
        return frozenset(one.how for name, one in there.items() if name in fields and getattr(row, name))

    def stale(self, row: Service, fields: Sequence[str] = FIELDS) -> bool:
        """Whether something that is shown was made from words that have changed since."""
        there = self.found.get(row.pk, {})
        return any(name in there and not there[name].holds(str(getattr(row, name))) for name in fields)

    def mark(self, row: Service, fields: Sequence[str] = FIELDS) -> str:
        """What readers must know of the translation, in a sentence or two; "" when nothing was translated."""
        hows = self.how(row, fields)
        said = []
        if "machine" in hows:
            said.append(gettext("A machine translated this. It may be wrong."))
        elif hows:
            said.append(gettext("A person translated this."))
        if self.stale(row, fields):
            said.append(gettext("The original has changed since: ring first."))
        return " ".join(said)


def values_of(rows: Iterable[Translation]) -> dict[UUID, dict[str, Translated]]:
    """Translations by listing and field."""
    found: dict[UUID, dict[str, Translated]] = defaultdict(dict)
    for row in rows:
        how: How = "machine" if row.how == "machine" else "human"
        found[row.service_id][row.field_name] = Translated(row.value, how, row.by, row.at, row.source_text)
    return found


def spoken(viewer: Viewer, ids: Iterable[object], language: str) -> Spoken:
    """What these listings say in a language; nothing is read for the one that they are written in."""
    allow(viewer, "directory.see")
    if is_original(language):
        return Spoken(language, {})
    rows = Translation.objects.filter(service__in=list(ids), language=_bare(language))
    return Spoken(language, values_of(rows))


def in_readers_words(viewer: Viewer, found: Sequence[tuple[Service, Card]]) -> list[tuple[Service, Card]]:
    """The same services as the reader's language says them, each with what is to be known of that."""
    language = get_language() or ""
    if is_original(language):
        return list(found)
    words = spoken(viewer, [row.pk for row, _card in found], language)
    return [_reworded(row, card, words) for row, card in found]


def _reworded(row: Service, card: Card, words: Spoken) -> tuple[Service, Card]:
    there = words.found.get(row.pk, {})
    original = original_language(words.language)
    languages = {name: "" if name in there else original for name in ("name", "description")}
    shown = ("name", "description", "fees_description", "eligibility_description")
    card = replace(
        card,
        summary=summary(there["description"].value) if "description" in there else card.summary,
        name_language=languages["name"],
        summary_language=languages["description"],
        translated=tuple(sorted(one.how for name, one in there.items() if name in shown)),
    )
    for name in ("name", "fees_description", "eligibility_description"):
        if name in there:  # the row is shown, never saved
            setattr(row, name, there[name].value)
    return row, card
