"""`kizuna demo`: an invented town on this machine, ready to click through."""

import hashlib
import os
import secrets
import shutil
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console

import kizuna as kizuna_package
from kizuna.access.viewer import Refused
from kizuna.web.commands.init import home, kizuna
from kizuna.web.files import write_settings

TOWN = "Linden Bay"
_MARK = "made-for"
"""A file of the demo that says which tables it was made for."""


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna demo` can be told."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--people", type=int, default=2000, help="how many people live in the town")
    parser.add_argument("--seed", type=int, default=1, help="another number makes another town")
    parser.add_argument("--fresh", action="store_true", help="throw the town away and make a new one")
    parser.add_argument("--prepare", action="store_true", help="make the town and stop before serving it")


def _settings(folder: Path, options: Namespace) -> dict[str, str]:
    return {
        "KIZUNA_DEMO": "yes",
        "KIZUNA_SECRET_KEYS": secrets.token_urlsafe(48),
        "KIZUNA_SITE_NAME": TOWN,
        "KIZUNA_ORGANISATION": "Linden Bay Neighbours",
        "KIZUNA_URL": f"http://127.0.0.1:{options.port}",
        "KIZUNA_TIME_ZONE": "America/Los_Angeles",
        "KIZUNA_COUNTRY": "US",
        "KIZUNA_REGION": "OR",
        "KIZUNA_EMAIL_URL": "console:",
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder / 'kizuna.sqlite3'}"),
    }


def _prepare(folder: Path, options: Namespace) -> None:
    """Make the town beside its place and move it there when it is whole: no half town is left."""
    part = folder.with_name("demo.part")
    shutil.rmtree(part, ignore_errors=True)
    write_settings(part / "kizuna.env", _settings(part, options))
    place = {"KIZUNA_HOME": str(part), "KIZUNA_SETTINGS": ""}
    for words in (("upgrade",), ("town", "--people", str(options.people), "--seed", str(options.seed))):
        if kizuna(*words, **place):
            raise Refused("The demo town could not be made, for the reason above.")
    write_settings(part / "kizuna.env", {**_settings(folder, options), "KIZUNA_SECRET_KEYS": _keys(part)})
    (part / _MARK).write_text(_version())
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)


def _keys(folder: Path) -> str:
    lines = (folder / "kizuna.env").read_text(encoding="utf-8").splitlines()
    return next(line.partition("=")[2].strip("'") for line in lines if line.startswith("KIZUNA_SECRET_KEYS="))


def _version() -> str:
    """What the tables of this version follow from: another one may need another town."""
    every = hashlib.sha256()
    for path in sorted(Path(kizuna_package.__file__ or "").parent.glob("*/migrations/0*.py")):
        every.update(path.read_bytes())
    return every.hexdigest()


def _still_fits(folder: Path) -> bool:
    """Whether this version can go on with the town that is there; it is upgraded where that is enough."""
    mark = folder / _MARK
    if mark.is_file() and mark.read_text() == _version():
        return True
    if kizuna("upgrade", KIZUNA_HOME=str(folder), KIZUNA_SETTINGS=""):
        return False
    mark.write_text(_version())
    return True


def run(options: Namespace) -> int:
    """Make the town if it is not there, then become `kizuna serve`."""
    folder = home() / "demo"
    there = (folder / "kizuna.env").exists()
    if there and not options.fresh and not _still_fits(folder):
        if "DATABASE_URL" in os.environ:
            raise Refused("Empty the database that DATABASE_URL names, then start again.")
        Console(highlight=False).print("Nothing in the demo is real, so the town is made anew.")
        there = False
    if options.fresh or not there:
        _prepare(folder, options)
    if options.prepare:
        return 0
    address = f"http://127.0.0.1:{options.port}"
    Console(highlight=False).print(
        f"{TOWN} is at {address} – stop it with Ctrl+C. Everything in it is made up."
    )
    settings = {"KIZUNA_HOME": str(folder), "KIZUNA_SETTINGS": "", "KIZUNA_URL": address}
    line = [sys.executable, "-m", "kizuna.cli", "serve", "--port", str(options.port)]
    return os.execve(sys.executable, line, {**os.environ, **settings})  # noqa: S606 - the same program
