"""`kizuna upgrade`: the database and the static files as this version needs them, and whether they are."""

import hashlib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from kizuna.access.viewer import Refused

_MARK = ".collected"
PATIENCE = 5
"""Seconds that `kizuna upgrade` waits for a table."""
LOCKED = "55P03"
"""What PostgreSQL calls a lock that was not to be had in time."""


def is_older() -> bool:
    """Whether migrations wait to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def misfit() -> str:
    """A table that is not as this version made it, though every migration is applied; "" when all fit."""
    with connection.cursor() as cursor:
        here = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            table = model._meta.db_table
            if not model._meta.managed or model._meta.proxy:
                continue
            if table not in here:
                return table
            # Django's own look at a table stumbles over some of the conditions that stand in it.
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} WHERE 1 = 0")  # noqa: S608  # nosec B608 - our own name
            columns = {column[0] for column in cursor.description or ()}
            if not {field.column for field in model._meta.concrete_fields} <= columns:
                return table
    return ""


def check_fits() -> None:
    """Raise Refused when the database was made by a version from which no migration leads here."""
    if table := misfit():
        way = (
            "Run `kizuna demo`, which makes the town anew."
            if settings.DEMO
            else "Nothing was changed. Go back to the version that you used before, and take a backup."
        )
        raise Refused(
            f"This database was made by an early version from which no way leads to this one ({table}). {way}"
        )


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna upgrade` can be told."""
    parser.add_argument(
        "--patience",
        type=int,
        choices=range(1, 601),
        default=PATIENCE,
        metavar="SECONDS",
        help=f"on PostgreSQL: how long to wait for a table that somebody uses (1 to 600; usually {PATIENCE})",
    )


@contextmanager
def _brief_locks(patience: int) -> Iterator[None]:
    """On PostgreSQL nobody waits for long behind us: whoever wants a lock in vain lets the others pass.

    A step that waits for a busy table makes everybody wait who comes after it, readers too.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{patience}s"])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def upgrade(options: Namespace | None = None) -> int:
    """Apply migrations and gather static files; safe to run again."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    older = is_older()
    if not older:
        check_fits()
    try:
        with _brief_locks(getattr(options, "patience", PATIENCE)):
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCKED:
            raise Refused(f"The database could not be brought up to this version ({error}).") from None
        raise Refused(
            "Somebody keeps a table busy: a backup, a long report, a transaction that does not end. Steps "
            "that were done stay; this one left nothing, and pages go on. Run `kizuna upgrade` again when it "
            "is quieter, or wait longer with `--patience 60`; meanwhile whoever needs that table waits too."
        ) from None
    except (DatabaseError, InconsistentMigrationHistory) as error:
        check_fits()
        raise Refused(f"The database could not be brought up to this version ({error}).") from None
    if older:
        check_fits()
    collect()
    return 0


def _files() -> Iterator[tuple[str, Path]]:
    """Every static file of this version: its name, and where it is."""
    for name, storage in chain.from_iterable(finder.list([]) for finder in get_finders()):
        yield name, Path(storage.path(name))


def collect() -> bool:
    """Gather the static files unless those at hand are of this version; whether they were gathered.

    By their contents: an unpacked package may carry any date, and what looks older would be left out.
    """
    root = Path(settings.STATIC_ROOT)
    mark = root.with_name(root.name + _MARK)
    every, seen = hashlib.sha256(), set()
    for name, path in sorted(_files()):
        if name in seen:
            continue
        seen.add(name)
        content = path.read_bytes()
        every.update(f"{name}\n{len(content)}\n".encode())
        every.update(content)
    if root.is_dir() and mark.is_file() and mark.read_text() == every.hexdigest():
        return False
    mark.unlink(missing_ok=True)
    for name in seen:  # or one that looks newer than what replaces it would be left as it is
        (root / name).unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    mark.write_text(every.hexdigest())
    return True
