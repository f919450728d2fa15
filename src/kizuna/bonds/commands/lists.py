"""`kizuna bonds …`: ties of a list measured, and a phone tree over them."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.bonds.fast import BIG, can_compile
from kizuna.bonds.files import read_people, read_ties, write_calls, write_json, write_measures
from kizuna.bonds.phone_tree import CALLERS, STARTERS
from kizuna.bonds.report import report
from kizuna.bonds.tree_report import HEADER, dropped, planned, rows, summary

MOST_SHOWN = 20
LACKING = (
    "Communities are not measured, and a large list takes long: install the extra with "
    "`pip install 'kizuna[bonds]'`.\n"
)


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("edges", type=Path, help="a list of ties: CSV, a row for each, or GraphML")
    parser.add_argument("--people", type=Path, help="a list of people with an id, and what is known of them")
    parser.add_argument("--out", type=Path, help="where to write: a table as .csv, or everything as .json")
    parser.add_argument("--columns", default="", help="headings of the two people of a tie, as ONE,OTHER")
    parser.add_argument("--id", default="", help="heading of the id in the list of people")
    parser.add_argument("--only", default="", help="only rows where COLUMN=VALUE, in both lists")
    parser.add_argument("--seed", type=int, default=1, help="for what is drawn by chance")
    parser.add_argument("--json", action="store_true", help="the summary as JSON")


def measure_arguments(parser: ArgumentParser) -> None:
    """What measuring takes."""
    _list_arguments(parser)
    parser.add_argument(
        "--by", action="append", default=[], help="a column of the people: ties within and across it; repeat"
    )


def _say(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
        return
    for name, value in figures.items():
        if isinstance(value, dict):
            sys.stdout.write(f"{name.replace('_', ' ')}:\n")
            for part, each in value.items():
                sys.stdout.write(f"  {str(part).replace('_', ' ')}: {_shown(each)}\n")
        elif isinstance(value, list):
            sys.stdout.write(f"{name.replace('_', ' ')}: {len(value)}\n")
            for each in value[:MOST_SHOWN]:
                sys.stdout.write(f"  {_shown(each)}\n")
        else:
            sys.stdout.write(f"{name.replace('_', ' ')}: {_shown(value)}\n")


def _shown(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, list):
        return " ".join(map(str, value[:MOST_SHOWN]))
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_shown(each)}" for name, each in value.items())
    return str(value)


def measure(options: Namespace) -> int:
    """`kizuna bonds measure`."""
    edges = read_ties(options.edges, columns=options.columns, only=options.only)
    listed = read_people(options.people, id_column=options.id, only=options.only) if options.people else {}
    known = {name for one in listed.values() for name in one.values}
    if unknown := [name for name in options.by if name.casefold() not in known]:
        raise Refused(f"The list of people has no column {unknown[0]!r}.")
    if not can_compile() and len(edges.a) > BIG:
        sys.stderr.write(LACKING)
    summary, header, columns = report(edges, listed, options.by, options.seed)
    if options.out and options.out.suffix.casefold() == ".json":
        people = [dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)]
        write_json(options.out, {"summary": summary, "people": people})
    elif options.out:
        write_measures(options.out, header, columns)
    _say(summary, as_json=options.json)
    return 0


def tree_arguments(parser: ArgumentParser) -> None:
    """What a phone tree takes."""
    _list_arguments(parser)
    parser.add_argument("--callers", type=int, default=CALLERS, help="how many ring each person")
    parser.add_argument("--within", type=float, help="metres between two people, if both places are known")
    parser.add_argument("--begin", action="append", default=[], help="whom the centre rings first; repeat")
    parser.add_argument("--starters", type=int, default=STARTERS, help="how many the centre rings itself")
    parser.add_argument("--without", action="append", default=[], help="somebody who drops out; repeat")


def phone_tree(options: Namespace) -> int:
    """`kizuna bonds phone-tree`."""
    if not 1 <= options.callers <= 20:
        raise Refused("--callers is a number from 1 to 20.")
    if options.starters < 1:
        raise Refused("--starters is at least 1: somebody has to be rung first.")
    edges = read_ties(options.edges, columns=options.columns, only=options.only)
    listed = read_people(options.people, id_column=options.id, only=options.only) if options.people else {}
    tree, names = planned(
        edges,
        listed,
        width=options.callers,
        within=options.within,
        begin=options.begin,
        start_with=options.starters,
        seed=options.seed,
    )
    tree, changed = dropped(tree, names, options.without)
    found = summary(tree, names, options.seed) | ({"changed": changed} if changed else {})
    if options.out and options.out.suffix.casefold() == ".json":
        calls = [dict(zip(HEADER, row, strict=True)) for row in rows(tree, names)]
        write_json(options.out, {"summary": found, "calls": calls})
    elif options.out:
        write_calls(options.out, HEADER, rows(tree, names))
    _say(found, as_json=options.json)
    return 0
