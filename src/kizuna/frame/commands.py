"""`kizuna messages …`: the words of the program, for translators. Needs no settings, no gettext tools."""

import sys
from argparse import ArgumentParser, Namespace

from kizuna.access.command import Command
from kizuna.frame import catalogue, files
from kizuna.frame.figures import counted


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _languages_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "languages", nargs="*", metavar="LANGUAGE", help="for example es ar; without any: all there are"
    )


def _extract(arguments: Namespace) -> int:
    template = files.read_template()
    files.write_template(template, files.LOCALE / files.TEMPLATE)
    _say(f"{counted(len(template), 'message', 'messages')} written to {files.LOCALE / files.TEMPLATE}")
    return 0


def _update(arguments: Namespace) -> int:
    template = files.read_template()
    files.write_template(template, files.LOCALE / files.TEMPLATE)
    for language in arguments.languages or files.languages(files.LOCALE):
        known = files.update_translation(language, template, files.LOCALE)
        empty = sum(1 for message in known if catalogue.untranslated(message) and message.id)
        _say(f"{language}: {counted(len(known), 'message', 'messages')}, {empty} to translate")
    return 0


def _compile(arguments: Namespace) -> int:
    for language in arguments.languages or files.languages(files.LOCALE):
        done = counted(files.compile_translation(language, files.LOCALE), "message", "messages")
        _say(f"{language}: {done} compiled")
    return 0


def _check(arguments: Namespace) -> int:
    template = files.read_template()
    wrong = 0
    for language in arguments.languages or files.languages(files.LOCALE):
        for finding in catalogue.findings(files.read_translation(language, files.LOCALE), template):
            wrong += 1
            _say(f"{language}: {finding}")
    _say("Nothing to mend." if not wrong else f"{counted(wrong, 'thing', 'things')} to mend.")
    return 1 if wrong else 0


_HELP = {
    "extract": "read every text of the program into one template",
    "update": "bring translations up to date: new texts empty, old texts gone",
    "compile": "make translations ready to use",
    "check": "say what is wrong with translations",
}
COMMANDS = (
    Command("messages extract", _HELP["extract"], _extract, needs_settings=False),
    Command("messages update", _HELP["update"], _update, _languages_argument, needs_settings=False),
    Command("messages compile", _HELP["compile"], _compile, _languages_argument, needs_settings=False),
    Command("messages check", _HELP["check"], _check, _languages_argument, needs_settings=False),
)
