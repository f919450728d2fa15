"""`kizuna directory search`: services by words, for people at a terminal and for scripts."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from kizuna.access.command import Command
from kizuna.access.viewer import STRANGER, Refused
from kizuna.directory import queries
from kizuna.directory.wanted import Found, Wanted, moment, place

HEADING = ("query", "rank", "service_id", "source_id", "score")
_MOST = 1000


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="?", default="", help="what to look for")
    parser.add_argument("--near", default="", help="a place: LAT,LON")
    parser.add_argument("--km", type=float, help="so far from that place at most")
    parser.add_argument("--open-at", default="", help='open then: "Sat 10:00", in the time of this site')
    parser.add_argument("--language", default="", help="spoken there: es, ht")
    parser.add_argument("--accepting", action="store_true", help="only where they said lately there is room")
    parser.add_argument("--limit", type=int, default=20, help="so many at most")
    parser.add_argument("--json", action="store_true", help="print one JSON object for machines")
    parser.add_argument("--batch", type=Path, help="a CSV file with a column `query`: look for each of them")
    parser.add_argument("--out", type=Path, help="where the answers to --batch go, as CSV")


def _wanted(options: Namespace) -> Wanted:
    if options.km is not None and not (options.near and 0 < options.km < 25_000):
        raise Refused("--km needs a place and a distance: --near 25.77,-80.19 --km 5")
    lat, lon = place(options.near) if options.near else (None, None)
    at = moment(options.open_at, timezone.localtime()) if options.open_at else None
    return Wanted(lat, lon, options.km, at, options.language.strip().lower(), options.accepting)


def _plain(rank: int, each: Found) -> dict[str, object]:
    one = each.option
    return {
        "rank": rank,
        "service_id": one.id,
        "source_id": each.source_id,
        "score": round(each.score, 4),
        "name": one.name,
        "organisation": one.organisation,
        "address": one.address,
        "phone": one.phone,
        "km": None if each.km is None else round(each.km, 2),
        "when": str(one.when_text),
        "checked": one.freshness,
        "capacity": one.capacity or "unknown",
    }


def _one(options: Namespace) -> None:
    now = timezone.now()
    found = queries.found(STRANGER, options.words, _wanted(options), now=now, limit=options.limit)
    rows = [_plain(rank, each) for rank, each in enumerate(found, 1)]
    if options.json:
        sys.stdout.write(json.dumps({"query": options.words, "results": rows}, ensure_ascii=False) + "\n")
        return
    if not rows:
        Console().print("Nothing fits. Try fewer or other words, or leave out a filter.")
        return
    table = Table("", "service", "organisation", "where", "km", "when")
    for row in rows:
        names = ("rank", "name", "organisation", "address", "km", "when")
        table.add_row(*("" if row[name] is None else str(row[name]) for name in names))
    Console().print(table)


def _questions(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if "query" not in (rows.fieldnames or ()):
                raise Refused(f"{path} has no column called query.")
            return [row["query"] or "" for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"{path} cannot be read: {error}.") from None


def _answers(questions: list[str], limit: int) -> Iterator[tuple[str, ...]]:
    source = queries.ids_in_sources(STRANGER)
    for question, hits in queries.hits_of(STRANGER, questions, limit=limit):
        for rank, hit in enumerate(hits, 1):
            yield question, str(rank), hit.id, source.get(hit.id, ""), f"{hit.score:.6f}"


def _batch(options: Namespace) -> None:
    if not options.out:
        raise Refused("Say where the answers go: --out results.csv")
    questions = _questions(options.batch)
    try:
        with options.out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(HEADING)
            writer.writerows(_answers(questions, options.limit))
    except OSError as error:
        raise Refused(f"{options.out} cannot be written: {error.strerror}.") from None
    Console().print(f"{len(questions)} questions answered in {options.out}.", markup=False)


def _run(options: Namespace) -> int:
    if not 1 <= options.limit <= _MOST:
        raise Refused(f"--limit is a number from 1 to {_MOST}.")
    if options.batch:
        _batch(options)
    elif options.words.strip():
        _one(options)
    else:
        raise Refused('Say what to look for: kizuna directory search "lunch"')
    return 0


COMMAND = Command(
    "directory search", "Find services by words, place, time and language; many questions by --batch.",
    _run, _arguments,
)  # fmt: skip
