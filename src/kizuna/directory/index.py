"""The search index: tantivy, one folder for each database, read-only in each process, written anew by a task.

A query never waits for the task: without a usable index on disk it builds one in memory from the database.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import tantivy
from django.conf import settings
from django.db import connection

from kizuna.directory.finding import Entry, Hit, also, telling
from kizuna.directory.models import Edition, Service, ServiceNeed, ServiceTerm, Translation
from kizuna.directory.needs import BY_CODE
from kizuna.directory.needs_map import needs_in
from kizuna.directory.spelling import Known, vocabulary

LAYOUT = 2
"""Change it when the fields or their analysis change: older folders are then left alone."""
_BOOSTS = {"whole": 1.0, "name": 0.3, "terms": 1.0, "needs": 0.2}
"""One field of everything ranks best; the others lift what says it in its name or terms. Measured: see the
table in docs/benchmarks.md (directory_search)."""
_SYNONYM = 0.3
_MEANT = 0.9
_NEED = 1.0
_TIE = 0.35
_KNOWN = "known.json"
_MEMORY = 60_000_000
_lock = Lock()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("code", stored=False, tokenizer_name="raw", index_option="basic")
    for name in _BOOSTS:
        builder.add_text_field(name, stored=False, tokenizer_name="words")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    """Words without accents and case, by their English stems; short common ones are left out."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


@dataclass
class Searchable:
    """An open index, and which edition of the directory it holds."""

    index: tantivy.Index
    edition: str
    known: Known
    schema: tantivy.Schema = field(default_factory=_schema)
    analyzer: tantivy.TextAnalyzer = field(default_factory=_analyzer)

    def find(self, question: str, limit: int) -> list[Hit]:
        """The best services for a question, best first. Slips of the pen are put right."""
        query = self._query(question)
        return self._search(query, limit) if query else []

    def _search(self, query: tantivy.Query, limit: int) -> list[Hit]:
        searcher = self.index.searcher()
        found = searcher.search(query, limit).hits
        return [Hit(searcher.doc(address)["id"][0], score) for score, address in found]

    def _stems(self, text: str) -> list[str]:
        return list(dict.fromkeys(self.analyzer.analyze(text)))

    def _word(self, stem: str) -> tantivy.Query:
        """A word in any field: the best field counts, the others a little."""
        each = [
            tantivy.Query.boost_query(tantivy.Query.term_query(self.schema, name, stem), boost)
            for name, boost in _BOOSTS.items()
        ]
        return tantivy.Query.disjunction_max_query(each, _TIE)

    def _words(self, question: str) -> dict[str, float]:
        """Stems to look for and how much each counts: those said, those meant, and other words for them."""
        said = telling(question)
        meant_instead = [word for word in (self.known.meant(each) for each in said) if word]
        weights = dict.fromkeys(self._stems(" ".join(said)), 1.0)
        for stem in self._stems(" ".join(meant_instead)):
            weights.setdefault(stem, _MEANT)
        for stem in self._stems(" ".join(also(" ".join((*said, *meant_instead))))):
            weights.setdefault(stem, _SYNONYM)
        return weights

    def _query(self, question: str) -> tantivy.Query | None:
        parts = [
            tantivy.Query.boost_query(self._word(stem), weight)
            for stem, weight in self._words(question).items()
        ]
        for code in sorted(needs_in(question)):
            met = tantivy.Query.term_query(self.schema, "code", code)
            parts.append(tantivy.Query.const_score_query(met, _NEED))
        return (
            tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts]) if parts else None
        )


def entries() -> Iterator[Entry]:
    """Every service that takes people, as the index reads it."""
    needs: dict[object, list[str]] = {}
    for service, need in ServiceNeed.objects.order_by("need").values_list("service_id", "need"):
        needs.setdefault(service, []).append(need)
    terms: dict[object, list[str]] = {}
    for service, term in ServiceTerm.objects.order_by("pk").values_list("service_id", "term__name"):
        terms.setdefault(service, []).append(term)
    others: dict[object, list[str]] = {}
    for service, value in Translation.objects.order_by("pk").values_list("service_id", "value"):
        others.setdefault(service, []).append(value)
    rows = Service.objects.filter(status="active").order_by("pk")
    columns = ("pk", "name", "alternate_name", "organization__name", "description", "eligibility_description")
    for pk, name, alternate, body, text, eligibility in rows.values_list(*columns).iterator(2000):
        codes = tuple(needs.get(pk, ()))
        labels = [f"{BY_CODE[c].label} {BY_CODE[c].hint}" for c in codes if c in BY_CODE]
        yield Entry(
            id=str(pk),
            name=name,
            alternate=alternate,
            organisation=body or "",
            terms=" . ".join(terms.get(pk, ())),
            needs=" . ".join(labels),
            codes=codes,
            text="\n".join((text, eligibility, *others.get(pk, ()))),
        )


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", entry.id)
    for code in entry.codes:
        document.add_text("code", code)
    document.add_text("whole", entry.whole)
    document.add_text("name", f"{entry.name} . {entry.alternate}")
    document.add_text("terms", entry.terms)
    document.add_text("needs", entry.needs)
    return document


def build(found: Iterable[Entry], edition: str, folder: Path | None = None) -> Searchable:
    """An index of these services, in memory or in an empty folder."""
    schema = _schema()
    index = tantivy.Index(schema, path=str(folder) if folder else None)
    index.register_tokenizer("words", _analyzer())
    writer = index.writer(heap_size=_MEMORY, num_threads=1)
    known: Counter[str] = Counter()
    for entry in found:
        writer.add_document(_document(entry))
        known.update(vocabulary(f"{entry.whole} {entry.needs}"))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    frequent = {word: number for word, number in known.items() if number > 1}
    if folder:
        (folder / _KNOWN).write_text(json.dumps(frequent, ensure_ascii=False))
    return Searchable(index, edition, Known(frequent), schema)


def _home() -> Path:
    """The folder of this database's index; in it one folder for each edition, and which is current."""
    where = f"{connection.vendor}:{connection.settings_dict['HOST']}:{connection.settings_dict['NAME']}"
    name = hashlib.sha256(where.encode()).hexdigest()[:16]
    return Path(settings.HOME) / "index" / f"{name}-{LAYOUT}"


def current_edition() -> str:
    """The edition of the directory; "" before any action wrote to it."""
    token = Edition.objects.values_list("token", flat=True).first()
    return token.hex if token else ""


def _current_on_disk() -> str:
    try:
        return (_home() / "current").read_text().strip()
    except OSError:
        return ""


def _open(edition: str) -> Searchable | None:
    folder = _home() / edition
    try:
        index = tantivy.Index.open(str(folder))
        known = Known(json.loads((folder / _KNOWN).read_text()))
    except (OSError, ValueError):
        return None
    index.register_tokenizer("words", _analyzer())
    return Searchable(index, edition, known)


def renew() -> bool:
    """Write the index of the current edition to disk, unless it is there; whether it was written.

    Built beside the old one and swapped by one rename: a reader sees the old or the new, never a half.
    """
    edition = current_edition()
    home = _home()
    if not edition or (_current_on_disk() == edition and (home / edition).is_dir()):
        return False
    home.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="new-", dir=home))
    try:
        build(entries(), edition, made)
        if not (home / edition).exists():
            made.rename(home / edition)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    pointer = home / f"current.{os.getpid()}"
    pointer.write_text(edition)
    pointer.replace(home / "current")
    _sweep(home, edition)
    return True


def _sweep(home: Path, keep: str) -> None:
    """Drop folders of older editions; a process that has one open goes on reading it."""
    with suppress(OSError):
        for folder in home.iterdir():
            if folder.is_dir() and folder.name != keep and not folder.name.startswith("new-"):
                shutil.rmtree(folder, ignore_errors=True)


@dataclass
class _Open:
    """The index that this process has open, and the database it is of."""

    home: Path
    searchable: Searchable


_open_now: list[_Open] = []


def searchable() -> Searchable:
    """The index of the directory as it is now: the one at hand, from disk, or built in memory."""
    edition, home = current_edition(), _home()
    with _lock:
        at_hand = next((o.searchable for o in _open_now if o.home == home), None)
        if edition and at_hand and at_hand.edition == edition:
            return at_hand
        found = _open(edition) if edition and _current_on_disk() == edition else None
        found = found or build(entries(), edition)
        if edition:
            _open_now[:] = [_Open(home, found)]
        return found
