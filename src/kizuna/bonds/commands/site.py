"""`kizuna bonds export` and `import`: the ties of this site as a list."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils import timezone

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.bonds import carrying, graphml
from kizuna.bonds.actions import load_answers
from kizuna.bonds.files import read_ties, write_calls, write_text
from kizuna.bonds.queries import around
from kizuna.people.queries import profiles
from kizuna.places.queries import area_named


def write_out_arguments(parser: ArgumentParser) -> None:
    """What writing ties out takes."""
    parser.add_argument("file", type=Path, help="where to write: .csv or .graphml")
    parser.add_argument("--area", required=True, help="name of the area")


def write_out(options: Namespace) -> int:
    """`kizuna bonds export`: without names, and without those who must not be found."""
    by = SYSTEM("kizuna bonds export")
    found = around(by, area_named(by, options.area).id, timezone.now(), hide=True)
    ties = carrying.rows(found.said)
    if options.file.suffix.casefold() == ".graphml":
        write_text(options.file, graphml.written(sorted(found.asked), ties))
    else:
        write_calls(options.file, carrying.HEADER, ties)
    sys.stdout.write(f"{len(ties)} ties of {len(found.asked)} people who were asked.\n")
    return 0


def read_in_arguments(parser: ArgumentParser) -> None:
    """What reading ties in takes."""
    parser.add_argument(
        "file", type=Path, help="a list with the columns from, to, kind and what else is said; or GraphML"
    )


def read_in(options: Namespace) -> int:
    """`kizuna bonds import`: each person in `from` answered; the same list again changes nothing."""
    by = SYSTEM("kizuna bonds import")
    new = carrying.answers(read_ties(options.file, whole=True))
    ids = {id for one in new for id in (one.person, *(other.other for other in one.named))}
    if strange := carrying.unknown(new, profiles(by, ids)):
        raise Refused(f"{strange[0]} is nobody here ({len(strange)} such ids). Nothing was read in.")
    read = load_answers(answers=new, by=by, now=timezone.now())
    sys.stdout.write(f"{read} people answered; {len(new) - read} were here already.\n")
    return 0
