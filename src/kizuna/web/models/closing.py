"""A database whose records went elsewhere takes no more writes: they would be lost without a word."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from kizuna.access.moved import MOVED
from kizuna.web.models.travelling import layouts

PATIENCE = 30
"""Seconds to wait for those who are writing at this moment."""
_NAME = "kizuna_closed"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE EXCEPTION '{MOVED}' USING ERRCODE = 'object_not_in_prerequisite_state';
END $$"""


@contextmanager
def closed_to_writers() -> Iterator[BaseDatabaseWrapper]:
    """A connection that sees one moment, after which nobody writes until the block ends.

    Raises OperationalError when somebody else writes on and on.
    """
    own = connection.copy()
    try:
        own.ensure_connection()
        with own.cursor() as cursor:
            if own.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            else:
                every = ", ".join(own.ops.quote_name(table.name) for table in layouts())
                cursor.execute("BEGIN")
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
                cursor.execute(f"LOCK TABLE {every} IN SHARE ROW EXCLUSIVE MODE")
        yield own
        with own.cursor() as cursor:
            cursor.execute("COMMIT")
    finally:
        own.close()  # takes back what was not committed


def close_for_good(own: BaseDatabaseWrapper) -> None:
    """Every table refuses every write from now on, also of programs that run already."""
    with own.cursor() as cursor:
        if own.vendor != "sqlite":
            cursor.execute(_FUNCTION)
        for number, table in enumerate(layouts()):
            for statement in _triggers(own, number, own.ops.quote_name(table.name)):
                cursor.execute(statement)


def _triggers(own: BaseDatabaseWrapper, number: int, table: str) -> list[str]:
    name = f"{_NAME}_{number}"
    if own.vendor != "sqlite":
        when = "BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE"
        return [f"CREATE TRIGGER {name} {when} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}()"]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MOVED}'); END"
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [f"CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table} {refuse}" for verb in verbs]


def _closed(own: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Each trigger of ours and its table."""
    with own.cursor() as cursor:
        if own.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [f"{_NAME}_%"],
            )
        else:
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE tgname LIKE %s AND pg_table_is_visible(tgrelid)",
                [f"{_NAME}_%"],
            )
        return [(str(name), str(table)) for name, table in cursor.fetchall()]


def is_closed(own: BaseDatabaseWrapper) -> bool:
    """Whether its records went elsewhere."""
    return bool(_closed(own))


def open_again(own: BaseDatabaseWrapper) -> None:
    """Let it be written again."""
    found = _closed(own)
    with own.cursor() as cursor:
        for name, table in found:
            of = "" if own.vendor == "sqlite" else f" ON {own.ops.quote_name(table)}"
            cursor.execute(f"DROP TRIGGER {name}{of}")
