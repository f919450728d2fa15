"""`kizuna place …`: the areas of a site, and its postcodes."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.places import files, queries
from kizuna.places.actions import add_area, import_areas, load_postcodes
from kizuna.places.area import LEVELS
from kizuna.places.geojson import Problem, read
from kizuna.places.importing import Plan
from kizuna.places.postcodes import Columns, Reading, columns, rows

SHOWN = 50


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("--level", choices=LEVELS, required=True)
    parser.add_argument("--above", help="name of the area that it lies in")
    parser.add_argument("--lat", type=float, default=0.0, help="centre, degrees north")
    parser.add_argument("--lon", type=float, default=0.0, help="centre, degrees east")
    parser.add_argument("--unless-there", action="store_true", help="do nothing when it is there already")


def _add(options: Namespace) -> int:
    by = SYSTEM("kizuna place add")
    above = queries.area_named(by, options.above).id if options.above else None
    if any(area.name == options.name for area in queries.areas(by)):
        if options.unless_there:
            return 0
        raise Refused(f"There is already an area called {options.name}.")
    add_area(
        name=options.name,
        level=options.level,
        above=above,
        lat=options.lat,
        lon=options.lon,
        by=by,
        now=timezone.now(),
    )
    sys.stdout.write(f"Added {options.name} ({options.level}).\n")
    return 0


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a GeoJSON FeatureCollection of polygons")
    parser.add_argument("--level", choices=LEVELS, default="neighbourhood", help="what its features are")
    parser.add_argument("--under", help="name of the area that they lie in; found by their place without it")
    parser.add_argument("--name-property", default="", help="the property with the name (default: name)")
    parser.add_argument("--id-property", default="", help="the property with a lasting id (default: id)")
    parser.add_argument("--dry-run", action="store_true", help="check, and write nothing")
    parser.add_argument("--json", action="store_true", help="print what was found for machines")


def _line(problem: Problem) -> str:
    what = f"Feature {problem.feature}" if problem.feature else "The file"
    name = f" ({problem.name})" if problem.name else ""
    where = f" At {problem.lat}, {problem.lon}." if problem.lat is not None else ""
    return f"{'REFUSED' if problem.refuses else 'note'}: {what}{name}: {problem.said}{where}\n"


def _as_json(plan: Plan, written: bool) -> str:
    found = {
        "written": written,
        **{state: plan.count(state) for state in ("new", "changed", "same")},
        "problems": [
            {
                "feature": one.feature,
                "name": one.name,
                "text": one.said,
                "refuses": one.refuses,
                "lat": one.lat,
                "lon": one.lon,
                "size_m2": one.size_m2,
            }
            for one in plan.problems
        ],
    }
    return json.dumps(found, ensure_ascii=False) + "\n"


def _said(problems: Iterable[Problem]) -> None:
    listed = sorted(problems, key=lambda one: not one.refuses)
    sys.stdout.writelines(_line(one) for one in listed[:SHOWN])
    if len(listed) > SHOWN:
        sys.stdout.write(f"… and {len(listed) - SHOWN} more; --json lists them all.\n")


def _import(options: Namespace) -> int:
    by = SYSTEM("kizuna place import")
    under = queries.area_named(by, options.under).id if options.under else None
    collection = read(
        files.areas(options.file), name_property=options.name_property, id_property=options.id_property
    )
    plan = queries.plan_of(by, collection, level=options.level, under=under)
    if not plan.refused and not options.dry_run:
        plan = import_areas(
            collection=collection, level=options.level, under=under, by=by, now=timezone.now()
        )
    if options.json:
        sys.stdout.write(_as_json(plan, not plan.refused and not options.dry_run))
        return 2 if plan.refused else 0
    _said(plan.problems)
    if plan.refused:
        raise Refused("Nothing was taken in. Mend what is REFUSED above, then run this again.")
    how = "would be " if options.dry_run else ""
    new, changed, same = (plan.count(state) for state in ("new", "changed", "same"))
    sys.stdout.write(f"{new} {how}new, {changed} {how}changed, {same} {how}unchanged.\n")
    return 0


def _postcode_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a table: postcode, lat, lon; of the ONS; or of GeoNames")
    parser.add_argument("--country", default="", help="two letters (default: KIZUNA_COUNTRY)")


def _checked(path: Path, country: str) -> tuple[Columns, Reading]:
    """Read the whole file once, so that nothing is written of a file with a bad row."""
    where = columns(next(files.lines(path), []))
    if where is None:
        raise Refused(
            f"{path.name} needs columns for the postcode and its place, named like postcode, lat, lon."
        )
    reading = Reading()
    found = sum(1 for _ in rows(files.lines(path), where, country, reading))
    if reading.bad:
        for one in reading.named:
            sys.stdout.write(f"Row {one.row}: {one.text} {one.value}\n")
        raise Refused(f"Nothing was taken in: {reading.bad} of {reading.read} rows cannot be read.")
    if not found:
        raise Refused(f"{path.name} has no postcode of {country} with a place.")
    return where, reading


def _postcodes(options: Namespace) -> int:
    country = (options.country or settings.COUNTRY).upper()
    fingerprint = files.sha256_of(options.file)
    where, reading = _checked(options.file, country)
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.completed:,.0f} postcodes"), TimeElapsedColumn(), transient=True
    )
    with bar:
        task = bar.add_task("postcodes", total=None)
        codes = load_postcodes(
            rows=rows(files.lines(options.file), where, country, Reading()),
            country=country,
            sha256=fingerprint,
            by=SYSTEM("kizuna place postcodes"),
            now=timezone.now(),
            progress=lambda done: bar.update(task, completed=done),
        )
    if codes is None:
        sys.stdout.write("This file is in use already; nothing has changed.\n")
        return 0
    sys.stdout.write(
        f"{codes} postcodes of {country} from {reading.read} rows; {reading.nowhere} without a place and "
        f"{reading.other_country} of other countries left out.\n"
    )
    return 0


COMMANDS = (
    Command("place add", "Add an area: a neighbourhood, community or region.", _add, _arguments),
    Command("place import", "Read areas and their boundaries from GeoJSON.", _import, _import_arguments),
    Command("place postcodes", "Read where postcodes lie from a table.", _postcodes, _postcode_arguments),
)
