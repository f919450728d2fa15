"""`kizuna init`: five questions, then a site with its first administrator."""

import os
import secrets
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.prompt import Prompt

from kizuna.access.viewer import Refused
from kizuna.people import reach
from kizuna.web import environment
from kizuna.web.files import write_settings
from kizuna.web.setting_text import WrongSetting

QUESTIONS = (
    ("name", "What is the place called that this site is for?", "Our town"),
    ("url", "At which address will people reach it?", "http://127.0.0.1:8000"),
    (
        "database",
        "Where are records kept? Enter for one file here, or postgres://user:password@host/name",
        "",
    ),
    ("email", "How does e-mail leave? console: prints it, or smtp+tls://user:password@host:587", "console:"),
    ("admin", "E-mail address of the first administrator?", ""),
)


def arguments(parser: ArgumentParser) -> None:
    """Each answer can also be given as an option, for machines."""
    for name, question, _ in QUESTIONS:
        parser.add_argument(f"--{name}", help=question)


def home() -> Path:
    """Where this installation keeps its files."""
    return Path(os.environ.get("KIZUNA_HOME") or platformdirs.user_data_dir("kizuna"))


def kizuna(*words: str, **settings: str) -> int:
    """Run another command of this program as a process of its own, with the site's own settings."""
    line = [sys.executable, "-m", "kizuna.cli", *words]
    return subprocess.run(line, env={**os.environ, **settings}, check=False).returncode


def _answers(options: Namespace) -> dict[str, str]:
    given = {name: getattr(options, name) for name, _, _ in QUESTIONS}
    for name, question, default in QUESTIONS:
        if given[name] is None:
            given[name] = Prompt.ask(question, default=default)
    return given


def _check(answers: dict[str, str]) -> None:
    """Refuse what the steps would refuse later, when some of it is written already."""
    if not answers["name"].strip():
        raise Refused("The place needs a name. Run `kizuna init` again.")
    try:
        address = reach.email(answers["admin"])
    except Refused:
        address = ""
    if not address:
        raise Refused(
            "The administrator needs an e-mail address, like ana@example.org. Run `kizuna init` again."
        )


def _settings(answers: dict[str, str]) -> dict[str, str]:
    values = {
        "KIZUNA_SECRET_KEYS": secrets.token_urlsafe(48),
        "KIZUNA_SITE_NAME": answers["name"],
        "KIZUNA_URL": answers["url"],
        "KIZUNA_EMAIL_URL": answers["email"],
        **({"DATABASE_URL": answers["database"]} if answers["database"] else {}),
    }
    try:
        environment.read(values, "sqlite:///kizuna.sqlite3")
    except WrongSetting as wrong:
        raise Refused(f"{wrong} Nothing was kept; run `kizuna init` again.") from None
    return values


def _steps(answers: dict[str, str]) -> Sequence[tuple[str, ...]]:
    return (
        ("upgrade",),
        ("place", "add", answers["name"], "--level", "community", "--unless-there"),
        ("account", "add", answers["admin"], "--role", "admin"),
    )


def run(options: Namespace) -> int:
    """Ask, write the settings, make the database, open the first account."""
    file = Path(os.environ.get("KIZUNA_SETTINGS") or home() / "kizuna.env")
    if file.exists():
        raise Refused(
            f"There is a site already: its settings are in {file}. Move that file away to start over."
        )
    answers = _answers(options)
    _check(answers)
    write_settings(file, _settings(answers))
    done = False
    try:
        for step in _steps(answers):
            if kizuna(*step):
                raise Refused(
                    "That did not work, for the reason above. The settings were not kept; run it again."
                )
        done = True
    finally:
        if not done:
            file.unlink()
    console = Console(highlight=False)
    console.print(
        f"Your site is ready. Its settings are in {file}: keep that file safe, it opens every record."
    )
    console.print(
        "Next: `kizuna serve`, sign in, set the crisis numbers. `kizuna check` says what is missing."
    )
    return 0
