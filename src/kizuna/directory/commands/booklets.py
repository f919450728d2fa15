"""`kizuna directory booklet`: services on paper, as PDF."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from kizuna.access.command import Command
from kizuna.access.viewer import STRANGER, Refused
from kizuna.directory import queries
from kizuna.directory.booklet import Chosen
from kizuna.directory.needs import BY_CODE
from kizuna.frame.figures import counted
from kizuna.places.queries import area_named


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--need", default="", help="only for this need: food, mood.crisis")
    parser.add_argument("--area", default="", help="only for people of this area, by its name")
    parser.add_argument("--language", default="", help="in this language: es; else the first of the site")
    parser.add_argument("--large", action="store_true", help="large print, 18 points")
    parser.add_argument("dest", type=Path, help="a .pdf file; a long one becomes a .zip of volumes")


def _chosen(options: Namespace) -> Chosen:
    if options.need and options.need not in BY_CODE:
        raise Refused(f"There is no need called {options.need}. Groups: food, money, home, health, …")
    spoken = dict(settings.LANGUAGES)
    language = options.language or settings.LANGUAGE_CODE
    if language not in spoken:
        raise Refused(f"This site does not speak {language}. It speaks {', '.join(spoken)}.")
    area = ""
    if options.area:
        area = area_named(STRANGER, options.area).id
    return Chosen(options.need, area, language, options.large)


def _run(options: Namespace) -> int:
    chosen, console = _chosen(options), Console(stderr=True)
    number = queries.how_many_to_print(STRANGER, chosen)
    if not number:
        raise Refused("There is no service to print for this.")
    bar = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
    with bar if console.is_terminal else Progress(disable=True) as shown:
        job = shown.add_task("setting", total=None)

        def step(done: int, of: int) -> None:
            shown.update(job, completed=done, total=of)

        content, volumes = queries.printed(STRANGER, chosen, now=timezone.now(), progress=step)
    dest = options.dest.with_suffix(".zip") if volumes > 1 else options.dest
    try:
        dest.write_bytes(content)
    except OSError as error:
        raise Refused(f"{dest} cannot be written: {error.strerror}.") from None
    parts = f" in {volumes} volumes" if volumes > 1 else ""
    Console().print(f"{counted(number, 'service', 'services')} written to {dest}{parts}.", markup=False)
    return 0


COMMAND = Command("directory booklet", "Print services by need and area as PDF.", _run, _arguments)
