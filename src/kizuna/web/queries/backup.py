"""Reading a whole site: for a backup, for a move, and to compare two databases."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from dotenv import dotenv_values

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger import queries as ledger
from kizuna.web.backup.document import End, Head, Table, TableEnd, line
from kizuna.web.backup.rows import TableHash, line_of, spell
from kizuna.web.backup.secret import open_settings
from kizuna.web.models import MADE_BY_TABLES, as_of_now, is_closed, is_empty, layouts, sequence, stored

LOOK_UP = 5000
"""Rows after which a reader says how far it is."""


def _applied(source: BaseDatabaseWrapper) -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(source).applied_migrations()))


def _anchors(viewer: Viewer) -> str:
    """The heads of the ledger that were kept in this site's own file, and the one of this moment."""
    file = Path(settings.LEDGER_ANCHORS)
    kept = file.read_text(errors="replace").splitlines() if file.is_file() else []
    head = ledger.head(viewer)
    return "".join(f"{text}\n" for text in dict.fromkeys([*kept, *([head.line] if head else [])]))


def _settings() -> dict[str, str]:
    file = Path(settings.SETTINGS_FILE)
    return open_settings(dotenv_values(file)) if file.is_file() else {}


def _quietly(done: int, of: int) -> None:
    """Nobody looks on."""


def whole_site(
    viewer: Viewer,
    now: datetime,
    source: BaseDatabaseWrapper | None = None,
    progress: Callable[[int, int], None] = _quietly,
) -> Iterator[bytes]:
    """Every row of every table as it is at this moment, while others go on writing, in lines.

    `source`: a connection that sees one moment already; without it, one of its own. `progress` is told again
    and again how many tables are done, and of how many; what it raises ends the reading.
    """
    allow(viewer, "site.backup")
    anchors = _anchors(viewer)  # before the look: what was sealed by then is certainly seen
    with nullcontext(source) if source else as_of_now() as own:
        yield line(
            Head(
                made=now.isoformat(),
                version=version("kizuna"),
                vendor=own.vendor,
                migrations=_applied(own),
                settings=_settings(),
                anchors=anchors,
            )
        )
        tables = rows = 0
        every = layouts()
        for table in every:
            counted = TableHash(table.kinds)
            yield line(table)
            for number, one in enumerate(_lines(own, table, counted)):
                if number % LOOK_UP == 0:
                    progress(tables, len(every))
                yield one
            last = sequence(own, table)
            yield line(TableEnd(table.name, counted.rows, counted.digest, last))
            tables, rows = tables + 1, rows + counted.rows
        yield line(End(tables, rows))


def moved_away(viewer: Viewer) -> bool:
    """Whether every record went to another database, and this one is closed."""
    allow(viewer, "site.backup")
    return is_closed(connection)


def _lines(source: BaseDatabaseWrapper, table: Table, counted: TableHash) -> Iterator[bytes]:
    for found in stored(source, table):
        row = spell(found, table.kinds)
        text = line_of(row)
        counted.add(row, text)
        yield text


def table_hashes(viewer: Viewer) -> dict[str, tuple[int, str]]:
    """Rows and hash of each table, to compare two databases."""
    allow(viewer, "site.backup")
    found = {}
    for table in layouts():
        counted = TableHash(table.kinds)
        for _ in _lines(connection, table, counted):
            pass
        found[table.name] = (counted.rows, counted.digest)
    return found


def tables_in_use(viewer: Viewer) -> list[str]:
    """The tables that hold rows somebody wrote; an empty site has none."""
    allow(viewer, "site.backup")
    return [
        table.name
        for table in layouts()
        if table.name not in MADE_BY_TABLES and not is_empty(connection, table)
    ]


def migrations_applied(viewer: Viewer) -> tuple[str, ...]:
    """The names of the migrations that made this database, such as `people.0001_initial`."""
    allow(viewer, "site.backup")
    return _applied(connection)
