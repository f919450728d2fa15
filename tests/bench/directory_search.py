"""How good and how quick service search is on a real directory: `make bench NAME=directory_search`.

506 questions of 211 Miami with the services that specialists tagged as right. `terms_…` is the index as it
is; `hidden_…` has the specialists' terms taken out (and needs mapped without them), so that only names and
descriptions are left: the harder and more honest figure; `words_…` to `learned_…` are the table of what each
part adds to it (`ARGS="model=FOLDER"` adds meaning). The peer is SQLite's FTS5 on the same words, with
its porter stemmer: any word (`or`), and all words (`and`).
"""

import csv
import random
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from statistics import quantiles
from uuid import NAMESPACE_URL, uuid5

from kizuna.directory import files, index
from kizuna.directory.finding import Entry, words
from kizuna.directory.needs import BY_CODE
from kizuna.directory.needs_map import Term, needs_of
from kizuna.directory.package import Package, read
from tests.bench.ablations import ablations
from tests.bench.run import Bench
from tests.machine import OUTSIDE
from tests.quality import judge

FOLDER = OUTSIDE / "directory" / "miami"
Ask = Callable[[str, int], list[str]]


def _entries(package: Package) -> list[Entry]:
    """Every service as the index reads it, under its id in the package."""
    bodies = {r.id: r.values["name"] for r in package.records["organization"]}
    terms = {r.id: Term(r.values["name"], r.values["code"], "AIRS") for r in package.records["taxonomy_term"]}
    given: dict[object, list[Term]] = {}
    for record in package.records["attribute"]:
        given.setdefault(record.values["service_id"], []).append(terms[record.values["term_id"]])
    return [_entry(r.foreign_id, r.values, bodies, given.get(r.id, [])) for r in package.records["service"]]


def _entry(id: str, values: object, bodies: object, given: list[Term]) -> Entry:
    v, names = dict(values), dict(bodies)  # type: ignore[call-overload]
    needs = sorted(needs_of(given, (v["name"], v["alternate_name"]), v["description"]))
    return Entry(
        id=id,
        name=v["name"],
        alternate=v["alternate_name"],
        organisation=names.get(v["organization_id"], ""),
        terms=" . ".join(term.name for term in given),
        needs=_labels(needs),
        codes=tuple(needs),
        text=v["description"],
    )


def _labels(needs: Iterable[str]) -> str:
    return " . ".join(f"{BY_CODE[code].label} {BY_CODE[code].hint}" for code in needs)


def _hidden(entry: Entry) -> Entry:
    needs = sorted(needs_of((), (entry.name, entry.alternate), entry.text))
    return replace(entry, terms="", codes=tuple(needs), needs=_labels(needs))


def _fts5(entries: list[Entry], joined: str) -> Ask:
    """The peer: SQLite's own full-text search with BM25."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table s using fts5(id unindexed, name, rest, tokenize='porter unicode61')")
    rows = [(e.id, e.name, f"{e.alternate} {e.organisation} {e.terms} {e.text}") for e in entries]
    base.executemany("insert into s values (?, ?, ?)", rows)

    def ask(question: str, limit: int) -> list[str]:
        match = f" {joined} ".join(f'"{word}"' for word in words(question))
        sql = "select id from s where s match ? order by bm25(s, 0, 3, 1) limit ?"
        return [id for (id,) in base.execute(sql, (match, limit))] if match else []

    return ask


def _slip(question: str, rng: random.Random) -> str:
    """The same question with a letter dropped from its longest word."""
    said = question.split()
    at = max(range(len(said)), key=lambda n: len(said[n]))
    if len(said[at]) >= 5:
        letter = rng.randrange(1, len(said[at]) - 1)
        said[at] = said[at][:letter] + said[at][letter + 1 :]
    return " ".join(said)


def _index(entries: list[Entry]) -> Ask:
    found, ids = _searchable(entries)
    return lambda question, limit: [ids[hit.id] for hit in found.find(question, limit)]


def _searchable(entries: list[Entry]) -> tuple[index.Searchable, dict[str, str]]:
    """The index, and the ids in the package by those in the index."""
    ids = {str(uuid5(NAMESPACE_URL, entry.id)): entry.id for entry in entries}
    return index.build(replace(entry, id=id) for id, entry in zip(ids, entries, strict=True)), ids


def run(bench: Bench) -> dict[str, float]:
    """Quality with and without the specialists' terms, with slips of the pen, beside FTS5; and the time."""
    (path,) = FOLDER.glob("*.zip")
    package = read(files.load(path).tables, source="miami")
    with (FOLDER / "search_queries.csv").open() as stream:
        asked = [(r["query"], frozenset(r["relevant_service_ids"].split())) for r in csv.DictReader(stream)]
    rng = random.Random(bench.seed)
    slipped = [(_slip(question, rng), right) for question, right in asked]
    whole = _entries(package)
    bare = [_hidden(entry) for entry in whole]
    bench.rows = {"services": len(whole), "questions": len(asked)}
    runs: dict[str, tuple[Ask, list[tuple[str, frozenset[str]]]]] = {
        "terms": (_index(whole), asked),
        "terms_slips": (_index(whole), slipped),
        "hidden": (_index(bare), asked),
        "peer_fts5_or_terms": (_fts5(whole, "OR"), asked),
        "peer_fts5_or_hidden": (_fts5(bare, "OR"), asked),
        "peer_fts5_and_hidden": (_fts5(bare, "AND"), asked),
    }
    figures: dict[str, float] = {}
    for number, (name, (ask, questions)) in enumerate(runs.items(), 1):
        bench.progress(number, len(runs), name)
        figures |= {f"{name}_{k}": round(v, 4) for k, v in asdict(judge(questions, ask)).items()}
        figures[f"{name}_p95_ms"] = round(_p95(ask, questions), 2)
    return figures | ablations(*_searchable(bare), bare, asked, bench)


def _p95(ask: Ask, questions: list[tuple[str, frozenset[str]]]) -> float:
    """95 of 100 questions are answered within this many milliseconds (first 20)."""
    took = []
    for question, _ in questions:
        start = time.perf_counter()
        ask(question, 20)
        took.append(1000 * (time.perf_counter() - start))
    return quantiles(took, n=20)[-1]
