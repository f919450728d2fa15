"""`kizuna restore`: a backup into an empty site, on this machine or a new one. All of it, or nothing."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.ledger import queries as ledger
from kizuna.ledger.anchor import anchors_in
from kizuna.outbox import queries as outbox
from kizuna.web import environment
from kizuna.web.actions import bring_in, note_restored
from kizuna.web.backup.document import Brought, Head, pieces
from kizuna.web.backup.sealing import NotABackup
from kizuna.web.commands.init import home, kizuna
from kizuna.web.commands.upgrade import upgrade
from kizuna.web.files import KeySource, keep_anchors, read_backup, write_settings

THROUGH_A_PIPE = "-"
BY = SYSTEM("kizuna restore")


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna restore` can be told."""
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument(
        "--keys-file",
        type=Path,
        metavar="FILE",
        help="on an empty machine: the file with the keys of the site that made the backup, one a line",
    )
    parser.add_argument(
        "--send-waiting",
        action="store_true",
        help="send messages that were waiting in the backup at once, even if they may have left since",
    )


def _settings_file() -> Path:
    return Path(os.environ.get("KIZUNA_SETTINGS") or home() / "kizuna.env")


def _has_settings() -> bool:
    return bool(
        _settings_file().exists()
        or os.environ.get("KIZUNA_SECRET_KEYS")
        or os.environ.get("KIZUNA_SECRET_KEYS_FILE")
    )


def run(options: Namespace) -> int:
    """Into the site whose settings are here; on an empty machine, these are made first."""
    if not _has_settings():
        return _on_an_empty_machine(options)
    if str(settings.DATABASES["default"]["NAME"]) == ":memory:":
        return kizuna("keys", "status")  # says what is wrong with the settings
    try:
        brought = _into_this_site(options.file, hold=not options.send_waiting)
    except NotABackup as wrong:
        raise Refused(f"{wrong} Nothing was kept.") from None
    except OSError as error:
        raise Refused(f"{options.file} cannot be read: {error.strerror}.") from None
    except DatabaseError as error:
        raise Refused(f"The database refused a row ({type(error).__name__}). Nothing was kept.") from None
    return _say_what_next(brought, Console(stderr=True, highlight=False, soft_wrap=True))


def _lines(file: str) -> Iterator[bytes]:
    if file == THROUGH_A_PIPE:
        return (line.rstrip(b"\n") for line in sys.stdin.buffer)
    return read_backup(Path(file), list(settings.SECRET_KEYS))


def _into_this_site(file: str, *, hold: bool) -> Brought:
    if file != THROUGH_A_PIPE:  # all of it, before anything is touched
        for _ in pieces(_lines(file)):
            pass
    upgrade()
    now = timezone.now()
    moves = file == THROUGH_A_PIPE  # nothing left the other database meanwhile: it is closed
    brought = bring_in(pieces=pieces(_lines(file)), hold=hold and not moves, by=BY, now=now)
    keep_anchors(Path(settings.LEDGER_ANCHORS), brought.head.anchors)
    note_restored(by=BY, now=now)
    return brought


def _say_what_next(brought: Brought, console: Console) -> int:
    head = brought.head
    report = ledger.verify(BY, anchors=list(anchors_in(head.anchors)))
    console.print(f"Every row is here as it was on {head.made[:16].replace('T', ' at ')} (UTC).")
    if brought.held:
        console.print(
            f"{brought.held} messages were waiting then. Some may have left since, so none goes out by "
            "itself: as administrator, open /messages/ and decide."
        )
    if waiting := outbox.counts(BY).of("queued"):
        console.print(
            f"{waiting} messages leave when `kizuna serve` runs: those about somebody's life, which rather "
            "come twice than never, and those that could not leave before now."
        )
    console.print(
        "Next: look at kizuna.env (the database's and the mail server's passwords are not in a backup), "
        "then `kizuna check`, then `kizuna serve`."
    )
    if not report.ok:
        console.print("The ledger is not what was sealed: run `kizuna ledger verify` before anything else.")
    return 0 if report.ok else 1


def _on_an_empty_machine(options: Namespace) -> int:
    """Write the settings that came along and the keys; then restore in a process of its own."""
    if options.keys_file is None:
        raise Refused(
            "There is no site here yet. A backup opens with the keys of the site that made it: write them "
            "into a file (chmod 600) and add --keys-file FILE. Without them nobody can open it."
        )
    try:
        keys = KeySource(options.keys_file, own=True).keys()
        first = next(pieces(read_backup(Path(options.file), keys)))
    except (environment.WrongSetting, NotABackup) as wrong:
        raise Refused(str(wrong)) from None
    except OSError as error:
        raise Refused(f"{options.file} cannot be read: {error.strerror}.") from None
    if not isinstance(first, Head):
        raise Refused("This is not a backup of Kizuna.")
    database = {"DATABASE_URL": url} if (url := os.environ.get("DATABASE_URL")) else {}
    file = _settings_file()
    write_settings(file, {"KIZUNA_SECRET_KEYS": ",".join(keys), **first.settings, **database})
    code = 1
    try:
        code = kizuna("restore", str(options.file), *["--send-waiting"] * options.send_waiting)
    finally:
        if code == 2:
            file.unlink()
    return code
