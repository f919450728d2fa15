"""Django's SQLite with a fairer queue at its one door for writers.

SQLite lets a waiting writer look again every tenth of a second, while newcomers look at once and win: with
sixteen busy writers one may wait for twenty seconds and give up ("database is locked"). Here everybody who
waits looks again after a moment of a few milliseconds: nobody starves, and the door stands idle less often.

A database whose records went elsewhere refuses writes by triggers, which SQLite calls a broken rule of the
row. It is told as what it is, a database that cannot be used now: nobody takes it for a row that is there.
"""

import random
import sqlite3
import time
from types import TracebackType

from django.db.backends.sqlite3 import base
from django.db.utils import DatabaseErrorWrapper, OperationalError
from django.utils.functional import cached_property

from kizuna.access.moved import moved

SHORTEST, LONGEST = 0.0005, 0.004


class _Errors(DatabaseErrorWrapper):
    """Django's own names for errors, and the right one for a database that was closed."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.IntegrityError) and moved(error):
            raise OperationalError(*error.args).with_traceback(trace) from error
        super().__exit__(kind, error, trace)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin in a fair queue."""

    transaction_mode: str | None

    @cached_property
    def wrap_database_errors(self) -> DatabaseErrorWrapper:
        """What turns the driver's errors into Django's."""
        return _Errors(self)

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        raw, begin = self.connection, f"BEGIN {self.transaction_mode}"
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        chance, end = random.SystemRandom(), time.monotonic() + patience
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            with self.wrap_database_errors:
                while not _begun(raw, begin, last=time.monotonic() > end):
                    time.sleep(chance.uniform(SHORTEST, LONGEST))
        finally:
            raw.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")


def _begun(raw: sqlite3.Connection, begin: str, *, last: bool) -> bool:
    """Whether the transaction has begun; raises when it has not and this was the last attempt."""
    try:
        raw.execute(begin)
    except sqlite3.OperationalError as error:
        if last or "locked" not in str(error):
            raise
        return False
    return True
