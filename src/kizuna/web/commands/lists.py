"""`kizuna list import` and `kizuna list undo`: bring a spreadsheet from the command line."""

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime, time
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.frame.columns import fold
from kizuna.frame.sheet import LARGEST_FILE, as_csv
from kizuna.people.consent import HOWS
from kizuna.people.spreadsheet import ASK
from kizuna.places.queries import area_named
from kizuna.web import actions, queries
from kizuna.web.lists import KINDS, ListValue

BY = SYSTEM("kizuna list import")
SHOWN = 40


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna list import` can be told."""
    parser.add_argument("path", type=Path, help="Excel, OpenDocument or CSV; the first row names the columns")
    parser.add_argument("--kind", choices=list(KINDS), default="residents")
    parser.add_argument("--area", default="", help="name of the area for rows that name none")
    parser.add_argument("--column", action="append", default=[], metavar="CODE=HEADING",
                        help="which column holds what; may be repeated")  # fmt: skip
    parser.add_argument("--consent", choices=ASK, help="did these people agree to be kept? needed for people")
    parser.add_argument("--how", choices=HOWS, default="paper", help="how they agreed")
    parser.add_argument("--given-on", type=date.fromisoformat, help="when they agreed, like 2026-03-01")
    parser.add_argument("--twins", choices=("here", "leave", "keep"), default="here",
                        help="leave out rows of people who are here already (as it is), also rows that are "
                        "alike within the list, or none")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="look through the list and keep nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object for machines")
    parser.add_argument("--report", type=Path, help="write every fault into this CSV file")


def undo_arguments(parser: ArgumentParser) -> None:
    """What `kizuna list undo` can be told."""
    parser.add_argument("list", help="the number that `kizuna list import` printed")


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("This file is larger than 20 MB. Split the list into several files.")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None


def _mapped(found: ListValue, given: list[str]) -> dict[str, int]:
    mapped = dict(found.mapped)
    places = {fold(name): place for place, name in enumerate(found.columns)}
    codes = [column.code for column in found.kind.columns]
    for one in given:
        code, _equals, name = one.partition("=")
        if code not in codes:
            raise Refused(f"There is no {code!r}. A list of {found.kind.code} has: {', '.join(codes)}.")
        if fold(name) not in places:
            raise Refused(f"The list has no column {name!r}. It has: {', '.join(found.columns)}.")
        mapped = {c: p for c, p in mapped.items() if p != places[fold(name)]} | {code: places[fold(name)]}
    return mapped


def _agreement(options: Namespace, found: ListValue) -> dict[str, str]:
    if not found.kind.has_people:
        return {"answer": "nobody"}
    if not options.consent:
        raise Refused(
            "Did these people agree to be kept? Say --consent everybody, column, emergency or nobody."
        )
    said = {"answer": options.consent, "how": options.how}
    if options.given_on:
        said["given_at"] = timezone.make_aware(datetime.combine(options.given_on, time(12))).isoformat()
    return said


def run(options: Namespace) -> int:
    """Bring, look through, keep; 1 when there is something to mend, and then nothing is kept."""
    console = Console(stderr=True)
    with console.status("reading", spinner="line"):
        brought = actions.bring_list(
            kind=options.kind, content=_content(options.path), by=BY, now=timezone.now()
        )
    try:
        found = queries.brought_list(BY, brought)
        area = area_named(BY, options.area).id if options.area else ""
        with console.status(f"looking through {found.rows} rows", spinner="line"):
            actions.check_list(
                brought=brought, mapped=_mapped(found, options.column), area=str(area),
                agreement=_agreement(options, found), by=BY, now=timezone.now(),
            )  # fmt: skip
            actions.look_through(brought=brought, by=BY, now=timezone.now())
        checked = queries.brought_list(BY, brought)
        kept = None
        if not checked.faults and not options.dry_run:
            kept = _keep(checked, options, console)
    finally:
        if queries.brought_list(BY, brought).state in {"brought", "checking", "checked"}:
            actions.leave_list(brought=brought, by=BY, now=timezone.now())
    return _say(checked, kept, options)


def _keep(checked: ListValue, options: Namespace, console: Console) -> ListValue:
    here, within = options.twins != "keep", options.twins == "leave"
    leave = [twin.row for twin in checked.twins if (within if twin.other_row else here)]
    with console.status(f"writing {checked.rows - len(leave)} rows", spinner="line"):
        actions.keep_list(brought=checked.id, leave=leave, by=BY, now=timezone.now())
        actions.write_list(brought=checked.id, by=BY, now=timezone.now())
    return queries.brought_list(BY, checked.id)


def _say(checked: ListValue, kept: ListValue | None, options: Namespace) -> int:
    faults = [{"row": f.row, "column": f.column, "why": _(f.why)} for f in checked.faults]
    if options.report:
        rows = [[str(f.row), f.column, _(f.why), f.value] for f in checked.faults]
        text = as_csv([["row", "column", "what is wrong", "what it says"], *rows])
        try:
            options.report.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise Refused(f"{options.report} cannot be written: {error.strerror}.") from None
    twins = [
        {"row": one.row, "other_row": one.other_row, "why": [_(reason) for reason in one.reasons]}
        for one in checked.twins
    ]
    numbers = {"list": checked.id, "rows": checked.rows, "kept": kept.kept if kept else 0}
    done = {**numbers, "faults": faults, "twins": twins}
    if options.json:
        sys.stdout.write(json.dumps(done, ensure_ascii=False) + "\n")
    else:
        _show(checked, kept, faults, Console())
    return 1 if checked.faults else 0


def _show(
    checked: ListValue, kept: ListValue | None, faults: list[dict[str, object]], console: Console
) -> None:
    if faults:
        table = Table("row", "column", "what is wrong")
        for fault in faults[:SHOWN]:
            table.add_row(str(fault["row"]), str(fault["column"]), str(fault["why"]))
        console.print(table)
        console.print(
            f"Cells to mend: {len(faults)} (--report FILE writes them all). Nothing was kept.", markup=False
        )
        return
    for twin in checked.twins[:SHOWN]:
        like = f"row {twin.other_row}" if twin.other_row else "somebody who is here"
        why = "; ".join(_(reason) for reason in twin.reasons)
        console.print(f"row {twin.row} is probably {like}: {why}", markup=False)
    if kept:
        console.print(
            f"Rows kept: {kept.kept} of {checked.rows}. To take them back within a day:", markup=False
        )
        console.print(f"kizuna list undo {checked.id}", markup=False)
    else:
        console.print(f"Rows without a fault: {checked.rows}. Nothing was kept.", markup=False)


def undo(options: Namespace) -> int:
    """Take a list back."""
    stayed = actions.undo_list(brought=options.list, by=BY, now=timezone.now())
    sys.stdout.write("The list was taken back.\n")
    if stayed:
        sys.stdout.write(f"Rows that stayed, because somebody has worked with them since: {stayed}.\n")
    return 0
