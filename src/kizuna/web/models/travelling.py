"""The tables that travel with a backup or a move, read and written as they stand: seals stay closed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from kizuna.web.backup.document import Row, Table
from kizuna.web.backup.rows import KINDS, for_database

LEFT_OUT = {
    "django_migrations": "the program that reads a backup makes its own tables; the head names these",
    "people_counts": "how often somebody guessed: it runs out within minutes, and by itself",
}
"""Tables that stay behind, and why."""
MADE_BY_TABLES = ("auth_permission", "django_content_type")
"""What an empty site already has: made with its tables, and replaced by what a backup brings."""
AT_ONCE = 2000


def layouts() -> list[Table]:
    """Every table of this version, in a fixed order."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return sorted((_layout(model) for model in models), key=lambda table: table.name)


def _layout(model: Any) -> Table:
    fields = model._meta.concrete_fields
    kinds = tuple(KINDS[_end_of(field).get_internal_type()] for field in fields)
    return Table(model._meta.db_table, tuple(field.column for field in fields), kinds)


def _end_of(field: Any) -> Any:
    """The field whose values stand in the column: a key holds those of what it points at."""
    while getattr(field, "target_field", None) is not None:
        field = field.target_field
    return field


@contextmanager
def as_of_now() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees the database as it is now while others go on writing."""
    own = connection.copy()
    begin = "BEGIN DEFERRED"  # a reader bars no writer; those of this house begin IMMEDIATE
    if own.vendor == "postgresql":
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    try:
        own.ensure_connection()
        with own.cursor() as cursor:
            cursor.execute(begin)
            cursor.execute(
                "SELECT count(*) FROM django_migrations"
            )  # what is seen is settled by a first look
        yield own
    finally:
        own.close()


def _quoted(connection: BaseDatabaseWrapper, names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def stored(connection: BaseDatabaseWrapper, table: Table) -> Iterator[Sequence[Any]]:
    """Its rows as the driver gives them, in no order."""
    with connection.chunked_cursor() as cursor:
        columns, name = _quoted(connection, table.columns), _quoted(connection, [table.name])
        cursor.execute(f"SELECT {columns} FROM {name}")  # noqa: S608  # nosec B608 - names from our own models
        while found := cursor.fetchmany(AT_ONCE):
            yield from found


def is_empty(connection: BaseDatabaseWrapper, table: Table) -> bool:
    """Whether it has no row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_quoted(connection, [table.name])} LIMIT 1")  # noqa: S608  # nosec B608 - our own name
        return cursor.fetchone() is None


def clear_made(connection: BaseDatabaseWrapper) -> None:
    """Take out what was made with the tables."""
    with connection.cursor() as cursor:
        for name in MADE_BY_TABLES:
            cursor.execute(f"DELETE FROM {_quoted(connection, [name])}")  # noqa: S608  # nosec B608 - our own name


def store(connection: BaseDatabaseWrapper, table: Table, rows: Sequence[Row]) -> None:
    """Write some spelt rows."""
    ready = [for_database(row, table.kinds, connection.vendor) for row in rows]
    name, columns = _quoted(connection, [table.name]), _quoted(connection, table.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copying:
                for row in ready:
                    copying.write_row(row)
            return
        places = ", ".join("?" * len(table.columns))
        # The driver itself: Django would look at every value and every query again.
        cursor.connection.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", ready)  # noqa: S608  # nosec B608 - our own names


def sequence(connection: BaseDatabaseWrapper, table: Table) -> int | None:
    """The last number that the table gave out by itself; None for one that gives none."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
            found = cursor.fetchone()
            return found[0] if found else None
        if name := _sequence_name(cursor, table):
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value END FROM {name}")  # noqa: S608  # nosec B608 - quoted by the server
            return cursor.fetchone()[0]
    return None


def _sequence_name(cursor: Any, table: Table) -> str | None:
    if "id" not in table.columns:
        return None
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table.name}"'])
    found: str | None = cursor.fetchone()[0]
    return found


def set_sequence(connection: BaseDatabaseWrapper, table: Table, last: int | None) -> None:
    """Have it go on after this number: one that was given out is never given again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            if last is not None:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])
        elif name := _sequence_name(cursor, table):
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
