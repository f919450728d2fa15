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
from kizuna.directory.travel import WAYS as WAYS_TO_GO
from kizuna.directory.wanted import FARTHEST, Found, Wanted, known_need, moment, place, reach
from kizuna.directory.whom import GENDERS, WAYS

HEADING = ("query", "rank", "service_id", "source_id", "score")
_MOST = 1000


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="?", default="", help="what to look for")
    parser.add_argument("--need", default="", help="a need or a group of needs: food, food.parcel")
    parser.add_argument("--near", default="", help="a place: LAT,LON")
    parser.add_argument("--km", type=float, help="so far from that place at most")
    parser.add_argument("--minutes", type=float, help="so many minutes from that place at most, about")
    parser.add_argument("--by", default="foot", choices=sorted(WAYS_TO_GO), help="how somebody goes there")
    parser.add_argument(
        "--open-at", default="", help='open then: now, or "Sat 10:00" in the time of this site'
    )
    parser.add_argument("--language", default="", help="spoken there: es, ht")
    parser.add_argument("--age", type=float, help="for somebody of so many years")
    parser.add_argument("--gender", default="", choices=["", *GENDERS], help="leaves out what is for others")
    parser.add_argument("--delivery", default="", choices=["", *WAYS], help="how it reaches people")
    parser.add_argument("--step-free", action="store_true", help="only where one gets in without steps")
    parser.add_argument("--free", action="store_true", help="only what costs nothing")
    parser.add_argument("--accepting", action="store_true", help="only where they said lately there is room")
    parser.add_argument("--checked", action="store_true", help="only what a human checked lately")
    parser.add_argument("--exact", action="store_true", help="widen neither the distance nor the need")
    parser.add_argument("--limit", type=int, default=20, help="so many at most")
    parser.add_argument("--json", action="store_true", help="print one JSON object for machines")
    parser.add_argument("--batch", type=Path, help="a CSV file with a column `query`: look for each of them")
    parser.add_argument("--out", type=Path, help="where the answers to --batch go, as CSV")


def _km(options: Namespace) -> float | None:
    if options.minutes is None and options.km is None:
        return None
    if not options.near or (options.km is not None and not 0 < options.km < FARTHEST):
        raise Refused("--km needs a place and a distance: --near 25.77,-80.19 --km 5")
    return float(options.km) if options.minutes is None else reach(options.minutes, options.by)


def _wanted(options: Namespace) -> Wanted:
    km = _km(options)
    lat, lon = place(options.near) if options.near else (None, None)
    if options.age is not None and not 0 <= options.age <= 130:
        raise Refused("--age is a number from 0 to 130.")
    return Wanted(
        lat=lat,
        lon=lon,
        km=km,
        open_at=moment(options.open_at, timezone.localtime()) if options.open_at else None,
        language=options.language.strip().lower(),
        accepting=options.accepting,
        need=known_need(options.need.strip()),
        age=options.age,
        gender=options.gender,
        step_free=options.step_free,
        free=options.free,
        way=options.delivery,
        checked=options.checked,
    )


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
        "why": [{"code": why.code, "words": why.words} for why in each.why],
    }


def _one(options: Namespace) -> None:
    wanted, now = _wanted(options), timezone.now()
    how = {"limit": options.limit, "widen": not options.exact}
    answer = queries.answer(STRANGER, options.words, wanted, now=now, **how)
    rows = [_plain(rank, each) for rank, each in enumerate(answer.found, 1)]
    if options.json:
        said = {
            "query": options.words,
            "widened": list(answer.looser),
            "km": answer.wanted.km,
            "results": rows,
        }
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        return
    if not rows:
        Console().print("Nothing fits. Try fewer or other words, or leave out a filter.")
        return
    if answer.looser:
        Console().print(f"Nothing fits as it was asked. Widened: {', '.join(answer.looser)}.")
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
    elif options.words.strip() or _wanted(options).narrow:
        _one(options)
    else:
        raise Refused('Say what to look for: kizuna directory search "lunch"')
    return 0


COMMAND = Command(
    "directory search", "Find services by words, place, time and language; many questions by --batch.",
    _run, _arguments,
)  # fmt: skip
