"""`kizuna directory translations`: what listings say in other languages, out to translators and back."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils import timezone
from rich.console import Console

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.directory import queries
from kizuna.directory.actions import bring_translations
from kizuna.directory.translated import NoTranslations, rows_in
from kizuna.frame.figures import counted

_VIEWER = SYSTEM("kizuna directory translations")
_SHOWN = 20


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "do", choices=("export", "import"), help="write a file for translators, or take one in"
    )
    parser.add_argument("file", type=Path, help="a .csv file")
    parser.add_argument("--language", default="", help="export: into this language, such as es")
    parser.add_argument("--missing", action="store_true", help="export: only what is missing or out of date")


def _export(options: Namespace) -> None:
    spoken = dict(queries.languages_to_translate(_VIEWER))
    if options.language not in spoken:
        known = ", ".join(spoken) or "no other language"
        raise Refused(f"Say into which language: --language. This site speaks {known}.")
    beside = options.file.with_name(f".{options.file.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            rows = queries.translations_csv(_VIEWER, options.language, missing_only=options.missing)
            number = sum(bool(out.write(line)) for line in rows) - 1
        beside.replace(options.file)
    finally:
        beside.unlink(missing_ok=True)
    Console().print(f"{counted(number, 'field', 'fields')} written to {options.file}.", markup=False)


def _import(options: Namespace) -> None:
    try:
        rows = rows_in(options.file.read_bytes())
    except NoTranslations as wrong:
        raise Refused(str(wrong)) from None
    came = bring_translations(rows=rows, by=_VIEWER, now=timezone.now())
    console = Console()
    console.print(
        f"{counted(came.read, 'row', 'rows')} read: {came.kept} kept, {came.same} here already, "
        f"{came.empty} without a translation, {len(came.refused)} refused; "
        f"{came.stale} made from words that have changed since."
    )
    for number, why in came.refused[:_SHOWN]:
        console.print(f"Row {number}: {why}", markup=False)


def _run(options: Namespace) -> int:
    try:
        _export(options) if options.do == "export" else _import(options)
    except OSError as error:
        raise Refused(f"{options.file} cannot be used: {error.strerror}.") from None
    return 0


COMMAND = Command(
    "directory translations", "Listings in other languages: a file for translators, and back.",
    _run, _arguments,
)  # fmt: skip
