"""Many lines at once, as the chain wants them: a million in seconds, so the values go as they come."""

from datetime import UTC

from django.db import connection

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.chain import Row

_READ = "FROM ledger_entry WHERE id > %s AND id <= %s ORDER BY id LIMIT %s"
# SQLite holds a moment as "2026-11-23 09:00:00.5" in UTC, and an identifier as its hexadecimal digits.
_SQLITE = f"""SELECT id, verb, subject, person, "by", replace(at, ' ', 'T') || '+00:00' {_READ}"""
_POSTGRES = f'SELECT id, verb, subject, person, "by", at {_READ}'
_ALL = 2**62


def lines_in(after: int, upto: int, limit: int = _ALL) -> list[Row]:
    """The lines above `after` up to `upto`."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [after, upto, limit])
            return cursor.fetchall()
        cursor.execute(_POSTGRES, [after, upto, limit])
        return [
            (id_, verb, subject, person and person.hex, by, at.astimezone(UTC).isoformat())
            for id_, verb, subject, person, by, at in cursor.fetchall()
        ]


def lines_between(viewer: Viewer, after: int, upto: int, limit: int) -> list[Row]:
    """The first lines above `after` and up to `upto`, to be sealed."""
    allow(viewer, "ledger.see")
    return lines_in(after, upto, limit)
