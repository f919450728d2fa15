"""`kizuna backup`: everything there is, sealed, checked, in one file, while the site runs."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from rich.console import Console

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.web.actions import note_backup
from kizuna.web.backup.keeping import WrongKeeping, keeping, staying
from kizuna.web.files import backups_in, clear_remains, file_name, remove_backups, write_backup
from kizuna.web.queries import whole_site


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna backup` can be told."""
    parser.add_argument(
        "to",
        nargs="?",
        type=Path,
        metavar="DEST",
        help="a folder, or a new file that ends in .backup; without it, the folder of KIZUNA_BACKUP_FOLDER",
    )
    parser.add_argument(
        "--keep", metavar="7d,4w,12m", help="let go of older backups in that folder, but for these"
    )


def _place(given: Path | None, name: str) -> Path:
    place = given or settings.BACKUP_FOLDER
    if place is None:
        raise Refused("Say where to: `kizuna backup /a/folder`, or set KIZUNA_BACKUP_FOLDER.")
    file = place if place.suffix == ".backup" else place / name
    if file.exists():
        raise Refused(f"There is {file} already. Choose another name, or move it away.")
    return file


def run(options: Namespace) -> int:
    """Write one backup; with `--keep`, let older ones go."""
    by, now = SYSTEM("kizuna backup"), timezone.now()
    try:
        keep = keeping(options.keep or "")
    except WrongKeeping as wrong:
        raise Refused(f"--keep: {wrong}") from None
    file = _place(options.to, file_name(now))
    clear_remains(file.parent)
    try:
        with Console(stderr=True).status("writing, then reading it back"):
            size = write_backup(file, whole_site(by, now), list(settings.SECRET_KEYS))
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}. Nothing was kept.") from None
    note_backup(by=by, now=now)
    if keep:
        made = {str(found): at for found, at in backups_in(file.parent).items()}
        remove_backups(Path(name) for name in made.keys() - staying(made, keep))
    sys.stdout.write(f"{file}\n")
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        f"{size / 1e6:,.1f} MB, read back and whole. It opens with this site's keys only: keep a copy of "
        "them elsewhere, and not beside the backups."
    )
    return 0
