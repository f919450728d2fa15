"""`kizuna …`: one program; its commands are the rooms' `commands.py`."""

import argparse
import multiprocessing
import os
import secrets
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec

from kizuna.access.command import Command
from kizuna.access.viewer import NotAllowed, NotFound, Refused
from kizuna.house import ROOMS


def commands() -> list[Command]:
    """Every room's commands, in the order of the house."""
    rooms = [r for r in ROOMS if find_spec(f"kizuna.{r}.commands")]
    return [command for r in rooms for command in import_module(f"kizuna.{r}.commands").COMMANDS]


def build_parser(found: Iterable[Command]) -> argparse.ArgumentParser:
    """The parser of the whole program: `kizuna demo`, `kizuna directory import`."""
    parser = argparse.ArgumentParser(prog="kizuna", description="Kizuna: the bonds between people.")
    top = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    folders: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {"": top}
    for command in found:
        *before, word = command.name.split(" ")
        place = ""
        for each in before:
            inner = f"{place} {each}".strip()
            if inner not in folders:
                folder = folders[place].add_parser(each, help=f"see: kizuna {inner} --help")
                folders[inner] = folder.add_subparsers(required=True, metavar="COMMAND")
            place = inner
        child = folders[place].add_parser(word, help=command.help, description=command.help)
        command.arguments(child)
        child.set_defaults(command=command)
    return parser


def _set_up() -> str:
    """Wake Django; returns what is wrong with the settings, as one sentence, or nothing.

    Commands import models, and models want settings: where a site has none (yet), this process goes on with
    throw-away ones, so that `--help`, `init` and `demo` work. They start the work as a process of its own.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        for name in [n for n in os.environ if n.startswith("KIZUNA_") and n != "KIZUNA_HOME"]:
            del os.environ[name]
        # Neither the environment nor the site's own file is read again: what is wrong may stand in either.
        os.environ |= {"KIZUNA_SECRET_KEYS": secrets.token_hex(32), "DATABASE_URL": "sqlite://:memory:"}
        os.environ["KIZUNA_SETTINGS"] = os.devnull
        django.setup()
        return str(wrong)
    return ""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 not healthy, 2 refused with a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.web.settings")
    before = dict(os.environ)
    wrong = _set_up()
    arguments = build_parser(commands()).parse_args(argv)
    mask = os.umask(0o077)  # whatever a command writes may hold records: for the owner alone
    try:
        if wrong and arguments.command.needs_settings:
            raise Refused(wrong)
        if wrong:
            os.environ.clear()
            os.environ.update(before)
        return arguments.command.run(arguments)
    except (Refused, NotFound, NotAllowed) as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    except EOFError:
        sys.stderr.write("The answers ended too soon. Run it again and answer every question.\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130
    finally:
        os.umask(mask)


# Where processes cannot be forked, a child reads this module again before it looks for what it is to do.
if getattr(multiprocessing.current_process(), "_inheriting", False):
    _set_up()
if __name__ == "__main__":
    sys.exit(main())
