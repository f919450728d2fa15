"""`kizuna place add`: the areas of a site."""

import sys
from argparse import ArgumentParser, Namespace

from django.utils import timezone

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.places import queries
from kizuna.places.actions import add_area
from kizuna.places.area import LEVELS


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


COMMANDS = (Command("place add", "Add an area: a neighbourhood, community or region.", _add, _arguments),)
